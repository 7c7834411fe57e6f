import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTexts } from "../shared/language.tsx";
import { Shell } from "../ui/layout/Shell.tsx";
import { DESK } from "./texts.ts";

export function Layout({ children }: { children: ReactNode }) {
  const texts = useTexts(DESK);
  return (
    <Shell
      desk={texts.desk}
      navigation={
        <>
          <Link to="/apply">{texts.apply}</Link>
          <Link to="/applications">{texts.applications}</Link>
          <Link to="/guarantees">{texts.guarantees}</Link>
          <Link to="/statements">{texts.statements}</Link>
          <Link to="/staff">{texts.staff}</Link>
          <Link to="/account">{texts.account}</Link>
        </>
      }
    >
      {children}
    </Shell>
  );
}
