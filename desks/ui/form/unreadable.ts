/**
 * A field in which something unreadable is typed has no value, as an empty one: a form that is sent then would leave out
 * what was meant. Such fields are marked, and forms are not sent while there is one.
 */
const MARK = "data-unreadable";

export function unreadable(isUnreadable: boolean): { [MARK]?: true } {
  return isUnreadable ? { [MARK]: true } : {};
}

/** Moves the focus to the first field that is not readable; false without one. */
export function focusUnreadable(form: ParentNode): boolean {
  const field = form.querySelector<HTMLElement>(`[${MARK}]`);
  field?.focus();
  return field !== null;
}
