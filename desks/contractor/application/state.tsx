/** The form, what the server says about it, and what of this is shown: for the parts of the page. */
import { createContext, type ReactNode, useContext } from "react";
import type { ResultOf } from "../../gql/graphql.ts";
import type { Problem } from "../../gql/outcomes.ts";
import type { Terms } from "../../shared/terms.ts";
import type { Block, Form, Kind, NewContract, Sent } from "./form.ts";
import type { FormChoices } from "./operations.ts";
import type { GuaranteeCheck } from "./useCheck.ts";

export type Choices = ResultOf<typeof FormChoices>;
export type PlacedProblem = Problem & { place: string };

export type Apply = {
  form: Form;
  change: (patch: Partial<Form>) => void;
  changeContract: (patch: Partial<NewContract>) => void;
  changeBlock: (kind: Kind, patch: Partial<Block>) => void;
  /** The application as it was sent, if it came back. */
  sent: Sent | null;
  choices: Choices;
  contractType: "WORKS" | "SERVICES" | null;
  setRegisteredType: (type: "WORKS" | "SERVICES" | null) => void;
  terms: Terms;
  checks: Readonly<Partial<Record<Kind, GuaranteeCheck>>>;
  problems: readonly PlacedProblem[];
  /** What is wrong at a place, once it was visited. */
  problemAt: (...places: string[]) => string | null;
  visit: (place: string) => void;
  /** Of the application; null until it is saved. */
  id: string | null;
  /** The id of the application, which is saved first if it has none yet. */
  ensureId: () => Promise<string | null>;
};

const Context = createContext<Apply | null>(null);

export function ApplyProvider({ value, children }: { value: Apply; children: ReactNode }) {
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useApply(): Apply {
  const apply = useContext(Context);
  if (apply === null) throw new Error("outside of the form");
  return apply;
}

/** The id of the element at a place of the form. */
export function idOf(place: string): string {
  return `at-${place}`;
}

/** Move the focus into a place of the form, or into what it is part of. */
export function goTo(place: string): void {
  const parts = place.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const found = document.getElementById(idOf(parts.slice(0, length).join(".")));
    if (found === null) continue;
    found.scrollIntoView({ block: "center" });
    const control = found.querySelector<HTMLElement>("input, select, textarea, button");
    (control ?? found).focus({ preventScroll: true });
    return;
  }
}

/** The same once what was just changed is on the page: the control that was used is gone then. */
export function goToNext(place: string): void {
  setTimeout(() => goTo(place), 0);
}
