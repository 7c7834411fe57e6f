// biome-ignore-all lint/suspicious/noDocumentCookie: the test sets what the server sets
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { LanguageProvider, useLanguage } from "./language.tsx";

function Shown() {
  const { language, choose } = useLanguage();
  return (
    <button type="button" onClick={() => choose("ja")}>
      {language}
    </button>
  );
}

function open(): string | null {
  render(
    <LanguageProvider>
      <Shown />
    </LanguageProvider>,
  );
  return screen.getByRole("button").textContent;
}

describe("the language", () => {
  afterEach(() => {
    localStorage.clear();
    document.cookie = "kakusho_language=; max-age=0";
  });

  it("is Japanese at first", () => expect(open()).toBe("ja"));

  it("is that of the form in which one signed in", () => {
    document.cookie = "kakusho_language=en";
    expect(open()).toBe("en");
    expect(document.documentElement.lang).toBe("en");
  });

  it("is what was chosen at the desk, whatever the form", async () => {
    document.cookie = "kakusho_language=en";
    open();
    await userEvent.click(screen.getByRole("button"));
    expect(screen.getByRole("button").textContent).toBe("ja");
    expect(localStorage.getItem("kakusho.language")).toBe("ja");
  });
});
