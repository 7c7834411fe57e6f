type Account = { bank: string; branch: string; type: string; number: string; holder: string };

/** An account in two lines: bank, branch, kind and number; then the holder. */
export function accountInWords(account: Account, words: { ordinary: string; current: string }): string {
  const type = account.type === "CURRENT" ? words.current : words.ordinary;
  return `${account.bank} ${account.branch} ${type} ${account.number}\n${account.holder}`;
}
