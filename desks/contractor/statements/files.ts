/** Where the file stands in the answers that ask for fresh links. */
type File = { url: string; filename: string; state: string; retryAfter: number | null };
type Answer<Name extends string> = {
  node: { __typename: string } | { __typename: Name; document: File } | null;
};

export function ofStatement({ node }: Answer<"FeeStatement">): File | null {
  return node !== null && "document" in node ? node.document : null;
}

export function ofBill({ node }: Answer<"MonthlyBill">): File | null {
  return node !== null && "document" in node ? node.document : null;
}
