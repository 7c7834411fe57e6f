import type { Storage as Store } from "@graphiql/toolkit";

const LAYOUT = /^graphiql:(theme|visiblePlugin|\w+Flex)$/;
const texts = new Map<string, string>();
const kept = () => Object.keys(localStorage).filter((key) => LAYOUT.test(key));

/**
 * What GraphiQL remembers. Sizes and colours last; queries, variables and headers, which hold passwords, auth keys and tokens,
 * are gone with the page: browsers keep even the storage of a session, for tabs that are opened again.
 */
export const storage: Store = {
  getItem: (key) => (LAYOUT.test(key) ? localStorage.getItem(key) : (texts.get(key) ?? null)),
  setItem: (key, value) => {
    if (LAYOUT.test(key)) localStorage.setItem(key, value);
    else texts.set(key, value);
  },
  removeItem: (key) => {
    if (LAYOUT.test(key)) localStorage.removeItem(key);
    else texts.delete(key);
  },
  clear: () => {
    for (const key of kept()) localStorage.removeItem(key);
    texts.clear();
  },
  get length() {
    return kept().length + texts.size;
  },
};
