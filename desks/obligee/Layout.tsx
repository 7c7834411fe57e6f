import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTexts } from "../shared/language.tsx";
import { Shell } from "../ui/layout/Shell.tsx";
import { DESK } from "./texts.ts";
import { useMayAct } from "./useMayAct.ts";

const EXACT = { exact: true, includeSearch: false };

export function Layout({ children }: { children: ReactNode }) {
  const texts = useTexts(DESK);
  const { mayAct, isAdministrator } = useMayAct();
  return (
    <Shell
      desk={texts.desk}
      navigation={
        <>
          <Link to="/" activeOptions={EXACT}>
            {texts.lookUp}
          </Link>
          {mayAct && <Link to="/notices">{texts.upload}</Link>}
          <Link to="/certificates">{texts.certificates}</Link>
          <Link to="/claims">{texts.claims}</Link>
          <Link to="/check">{texts.check}</Link>
          <Link to="/settings">{texts.settings}</Link>
          {isAdministrator && <Link to="/staff">{texts.staff}</Link>}
          <Link to="/account">{texts.account}</Link>
        </>
      }
    >
      {children}
    </Shell>
  );
}
