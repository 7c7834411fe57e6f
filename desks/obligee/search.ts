/** Search parameters in addresses of the desk: what does not fit is ignored, because anybody can write an address. */

export function textOf(value: unknown): string | undefined {
  // A number of digits only is parsed as one by the router.
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && text !== "" ? text : undefined;
}

export function oneOf<T extends string>(value: unknown, values: readonly T[]): T | undefined {
  const text = textOf(value);
  return values.find((each) => each === text);
}

export const KINDS = ["ADVANCE_PAYMENT", "INTERMEDIATE_ADVANCE_PAYMENT", "PERFORMANCE"] as const;
/** Days until 保証期限. */
export const EXPIRIES = [30, 60, 90] as const;

export function expiryOf(value: unknown): (typeof EXPIRIES)[number] | undefined {
  return EXPIRIES.find((days) => String(days) === String(value));
}

export const SHOWN = ["waiting", "decided", "all"] as const;
export const CLAIM_STATES = ["FILED", "UNDER_REVIEW", "ACCEPTED", "REJECTED", "PAID", "WITHDRAWN"] as const;
export const SETTINGS = ["rules", "officers", "entry", "approval"] as const;

/** What exists of the values, as an object without the others. */
export function given<T extends object>(values: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
