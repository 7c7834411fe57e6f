/** Words of a reason, and the field of a guarantee (`.`) or of the form that they mean. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/保証金額|前払金額|限度|上限|下限|割合/, ".amount"],
  [/預託|金融機関|銀行/, ".depositBank"],
  [/再預託/, ".redeposit"],
  [/認定/, ".recognizedOn"],
  [/支払方法|一括納付|都度納付/, ".feePaymentMethod"],
  [/請求先/, ".billTo"],
  [/対象額/, "currentFiscalYearBase"],
  [/年度(?!対象額)/, "fiscalYear"],
  [/送信先/, "submissionBranchId"],
  [/証書受取|送付/, "paperDelivery"],
  [/メール|アドレス/, "email"],
  [/部署/, "contactDepartment"],
  [/役職/, "contactTitle"],
  [/担当者/, "contactName"],
  [/電話/, "contactTelephone"],
  [/添付|写し|書類|ファイル/, "files"],
];

/** Fields that only advance payments have. */
const OF_ADVANCES: readonly string[] = [".depositBank", ".redeposit", ".recognizedOn"];

/** The places of the form that a reason speaks of, most likely. */
export function placesIn(reason: string, kind: string): string[] {
  const isThere = (place: string) => kind !== "PERFORMANCE" || !OF_ADVANCES.includes(place);
  const found = WORDS.filter(([words, place]) => words.test(reason) && isThere(place)).map(([, place]) =>
    place.startsWith(".") ? `${kind}${place}` : place,
  );
  return found.length > 0 ? found : [kind];
}
