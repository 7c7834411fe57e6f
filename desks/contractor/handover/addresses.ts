/** Where the obligee takes the key notice of this guarantee. */
import type { Guarantee } from "../guarantee/types.ts";

export type Address = { to: string; office: string | null };

/** The registered addresses: the general ones and those of each office, each address once. */
export function addressesOf({ kind, contract }: Guarantee): Address[] {
  const { acceptances, offices } = contract.obligee;
  const general = acceptances
    .filter((each) => each.kind === kind && each.contractType === contract.contractType)
    .flatMap((each) => each.noticeAddresses.map((to) => ({ to, office: null })));
  const ofOffices = offices
    .filter((office) => office.kind === kind)
    .flatMap((office) => office.noticeAddresses.map((to) => ({ to, office: office.name })));
  // The office of the contracting officer is offered first.
  const own = contract.contractingOfficer?.office;
  const all = [...ofOffices.filter((each) => each.office === own), ...general, ...ofOffices];
  return all.filter((each, index) => all.findIndex((other) => other.to === each.to) === index);
}

/** By which ways the obligee takes it; all if its rules do not name this kind of guarantee any more. */
export function channelsOf({ kind, contract }: Guarantee): readonly string[] {
  const found = contract.obligee.acceptances.filter(
    (each) => each.kind === kind && each.contractType === contract.contractType,
  );
  return found.length === 0 ? ["E_CONTRACT_SYSTEM", "EMAIL", "DIRECT"] : found.flatMap((each) => each.channels);
}
