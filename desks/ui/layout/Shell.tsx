import { type ReactNode, useState } from "react";
import { signOut, useSession } from "../../gql/session.ts";
import { useIsOutdated } from "../../gql/versions.ts";
import { useLanguage, useTexts } from "../../shared/language.tsx";
import { COMMON } from "../../shared/texts.ts";
import { Banner } from "../parts/Banner.tsx";
import { Button } from "../parts/Button.tsx";
import { UI } from "../texts.ts";

type Props = {
  /** The desk's name. */
  desk: string;
  /** Links to its pages. */
  navigation: ReactNode;
  children: ReactNode;
};

/** Header, navigation, content and footer of a desk. */
export function Shell({ desk, navigation, children }: Props) {
  const texts = useTexts(UI);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <a className="skip" href="#content">
        {texts.skip}
      </a>
      <header className="site-header">
        <a className="brand" href="/">
          <span className="brand-mark" aria-hidden="true">
            確証
          </span>
          <span className="brand-desk">{desk}</span>
        </a>
        <Account />
        <button type="button" className="menu-button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {texts.menu}
        </button>
      </header>
      {/* A click on a link closes the menu of the phone; the links themselves are reached by keyboard. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click */}
      <nav className={isOpen ? "desk-nav is-open" : "desk-nav"} aria-label={desk} onClick={() => setIsOpen(false)}>
        {navigation}
      </nav>
      <Outdated />
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer className="site-footer">
        <FooterLinks />
      </footer>
    </>
  );
}

function Account() {
  const session = useSession();
  const { language, choose } = useLanguage();
  const texts = useTexts(COMMON);
  const [isFailed, setIsFailed] = useState(false);
  return (
    <div className="account">
      {isFailed && (
        <p className="problem" role="alert">
          {texts.signOutFailed}
        </p>
      )}
      {session.status === "active" && (
        <p>
          <span className="account-organisation">{session.person.organisation}</span>{" "}
          <span className="account-name">{session.person.name}</span>
        </p>
      )}
      <Button
        look="text"
        lang={language === "ja" ? "en" : "ja"}
        onClick={() => choose(language === "ja" ? "en" : "ja")}
      >
        {texts.language}
      </Button>
      {session.status === "active" && (
        <Button look="text" onClick={() => void signOut().then((isEnded) => setIsFailed(!isEnded))}>
          {texts.signOut}
        </Button>
      )}
    </div>
  );
}

function Outdated() {
  const texts = useTexts(COMMON);
  if (!useIsOutdated()) return null;
  return (
    <Banner
      tone="warn"
      title={texts.outdatedTitle}
      action={
        <Button look="secondary" onClick={() => window.location.reload()}>
          {texts.reload}
        </Button>
      }
    >
      {texts.outdatedLead}
    </Banner>
  );
}

function FooterLinks() {
  const texts = useTexts(COMMON);
  return (
    <p>
      <a href="/">{texts.home}</a>
    </p>
  );
}
