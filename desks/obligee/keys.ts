/**
 * Keys that were presented on this page, by guarantee number: the next act on the same certificate need not ask again.
 *
 * They live in memory only, neither in the address nor in the browser's storage, and are gone with the page.
 */
const keys = new Map<string, string>();

export function rememberKey(number: string, key: string): void {
  keys.set(number, key);
}

export function keyOf(number: string): string | undefined {
  return keys.get(number);
}
