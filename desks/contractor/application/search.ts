/** The addresses of the form: which draft, and how far one is. */

/** Of a new application; once it is saved, its id. */
export function applySearchOf(given: Record<string, unknown>): { id?: string; step?: "confirm" } {
  return {
    ...(typeof given.id === "string" && { id: given.id }),
    ...(given.step === "confirm" && { step: "confirm" }),
  };
}

/** Of an application of the list. */
export function applicationSearchOf(given: Record<string, unknown>): { step?: "confirm" | "sent" } {
  return given.step === "confirm" || given.step === "sent" ? { step: given.step } : {};
}
