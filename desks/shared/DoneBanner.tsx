import { type ReactNode, useEffect, useRef } from "react";
import { Banner } from "../ui/parts/Banner.tsx";

/** Says that an act is done; takes the focus, because the button that had it is gone. */
export function DoneBanner({ title, children }: { title: string; children?: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1}>
      <Banner tone="good" title={title}>
        {children}
      </Banner>
    </div>
  );
}
