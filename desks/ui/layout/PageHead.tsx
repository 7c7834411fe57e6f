import { type ReactNode, useEffect, useRef } from "react";
import { useTexts } from "../../shared/language.tsx";
import { COMMON } from "../../shared/texts.ts";

type Props = { title: string; lead?: ReactNode; actions?: ReactNode };

/** The page's h1, which takes the focus after a change of pages so that screen readers read it; also the window's title. */
export function PageHead({ title, lead, actions }: Props) {
  const { service } = useTexts(COMMON);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} － ${service}`;
  }, [title, service]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <header className="page-head">
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p className="lead">{lead}</p>}
      </div>
      {actions && <div className="page-actions">{actions}</div>}
    </header>
  );
}
