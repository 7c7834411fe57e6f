/** What the contract says, as the official types it: kept for the contract while the window is open, never sent to others. */
import { useCallback, useState } from "react";

export type Expected = {
  principalName: string;
  obligeeTitle: string;
  projectName: string;
  contractPrice: number | null;
  minimumAmount: number | null;
  contractDate: string | null;
  periodTo: string | null;
};
export const EMPTY: Expected = {
  principalName: "",
  obligeeTitle: "",
  projectName: "",
  contractPrice: null,
  minimumAmount: null,
  contractDate: null,
  periodTo: null,
};

/** The input of `Certificate.compare`: what was given; null if nothing was. */
export function comparedInput(expected: Expected): Partial<Expected> | null {
  const given = Object.entries(expected).filter(
    ([, value]) => typeof value === "number" || (value ?? "").trim() !== "",
  );
  return given.length === 0 ? null : Object.fromEntries(given);
}

function stored(key: string): Expected {
  try {
    return { ...EMPTY, ...JSON.parse(sessionStorage.getItem(key) ?? "{}") };
  } catch {
    return EMPTY;
  }
}

/** The expectation of a contract: another guarantee of it begins with what was typed for the first. */
export function useExpected(contractId: string): [Expected, (expected: Expected) => void] {
  const key = `kakusho.expected.${contractId}`;
  const [expected, setExpected] = useState(() => stored(key));
  const set = useCallback(
    (next: Expected) => {
      sessionStorage.setItem(key, JSON.stringify(next));
      setExpected(next);
    },
    [key],
  );
  return [expected, set];
}
