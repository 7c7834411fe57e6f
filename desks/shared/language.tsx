/** Japanese or English: kept in the browser, switched in the header. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";

export type Language = "ja" | "en";
/** The same texts in both languages; the Japanese ones are the source. */
export type Texts<T> = { ja: T; en: T };

const KEY = "kakusho.language";
const Context = createContext<{ language: Language; choose: (language: Language) => void }>({
  language: "ja",
  choose: () => undefined,
});

/** What was chosen at the desk, otherwise the language of the form in which the person signed in. */
function remembered(): Language {
  const chosen =
    localStorage.getItem(KEY) ?? (/(?:^|; )kakusho_language=en(?:;|$)/.test(document.cookie) ? "en" : "ja");
  return chosen === "en" ? "en" : "ja";
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(remembered);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = useCallback((chosen: Language) => {
    localStorage.setItem(KEY, chosen);
    setLanguage(chosen);
  }, []);
  const value = useMemo(() => ({ language, choose }), [language, choose]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useLanguage() {
  return useContext(Context);
}

export function useTexts<T>(texts: Texts<T>): T {
  return texts[useLanguage().language];
}
