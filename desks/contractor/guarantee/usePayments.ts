import { useMemo } from "react";
import { useQuery } from "urql";
import { GuaranteePayments } from "../statements/operations.ts";
import { type Told, toldBy } from "../statements/payment.tsx";
import type { Guarantee } from "./types.ts";

/** Before the issue a statement has no guarantee number to ask by: then the state says whether it is paid. */
export function usePayments({ number, status, feeStatements }: Guarantee): Told {
  const variables = useMemo(
    () => ({ open: { guaranteeNumber: number, isPaid: false }, paid: { guaranteeNumber: number, isPaid: true } }),
    [number],
  );
  const [{ data }] = useQuery({ query: GuaranteePayments, variables, pause: number === null });
  if (number !== null) return toldBy(data?.open, data?.paid);
  const last = feeStatements.at(-1);
  return { open: new Set(status === "AWAITING_FEE" && last ? [last.id] : []), paid: new Set() };
}
