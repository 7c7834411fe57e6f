/** The desk says what the pages of the server and the papers say, in the same words. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { certificateTitle, ELECTRONIC_ONLY, notes, undertaking } from "./certificate/words.ts";
import { CHECK } from "./check/texts.ts";
import { INVALIDITY } from "./labels.ts";
import { LOOK_UP } from "./look-up/texts.ts";

const read = (path: string) => readFileSync(`../${path}`, "utf8");

it("words the verdict on a file as /verify does", () => {
  const page = read("web/pages/templates/finding.html").replace(/<\/?strong>/g, "");
  const { genuine, sample, genuineLead, sampleLead, unknownSigner, copy, copyLead } = CHECK.ja;
  const { altered, alteredLead, unconfirmed, unconfirmedLead } = CHECK.ja;
  const words = [genuine, sample, genuineLead, sampleLead, unknownSigner, copy, copyLead];
  for (const text of [...words, altered, alteredLead, unconfirmed, unconfirmedLead]) expect(page).toContain(text);
});

it("words a miss of number and key as /verify does", () => {
  expect(read("web/pages/verification.py")).toContain(LOOK_UP.ja.noMatch);
});

it("has the certificate's words", () => {
  const data = read("pdf/documents/document_data.py");
  expect(data).toContain(ELECTRONIC_ONLY);
  expect(data).toContain(undertaking("{}"));
  for (const note of notes("{price}")) expect(read("pdf/documents/certificate_document.py")).toContain(note);
  const terms = read("models/texts/trade_terms.py");
  for (const kind of ["ADVANCE_PAYMENT", "INTERMEDIATE_ADVANCE_PAYMENT", "PERFORMANCE"]) {
    const [, product] = /（(.+)）/.exec(certificateTitle(kind)) ?? [];
    expect(terms).toContain(`GuaranteeKind.${kind}: "${product}"`);
  }
});

it("names every reason for which a certificate does not count as lists of the server do", () => {
  const reasons = [...read("models/validity.py").matchAll(/InvalidityReason\.(\w+): "([^"。]+)",/g)];
  expect(Object.fromEntries(reasons.map(([, reason, label]) => [reason, label]))).toEqual(INVALIDITY.ja);
});
