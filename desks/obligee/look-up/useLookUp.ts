import { useCallback, useRef, useState } from "react";
import { useClient } from "urql";
import { outcome, type Refused, UNREACHABLE } from "../../gql/outcomes.ts";
import { useTexts } from "../../shared/language.tsx";
import { COMMON } from "../../shared/texts.ts";
import { LookUpCertificate } from "./operations.ts";
import { LOOK_UP } from "./texts.ts";

type Found = { id: string; guaranteeNumber: string };

/** The restricted look-up. Unknown number and wrong key are one miss, worded as /verify words it. */
export function useLookUp() {
  const client = useClient();
  const texts = useTexts(LOOK_UP);
  const common = useTexts(COMMON);
  const underWay = useRef(false);
  const [isBusy, setIsBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const lookUp = useCallback(
    async (number: string, key: string): Promise<Found | null> => {
      if (underWay.current) return null;
      underWay.current = true;
      setIsBusy(true);
      setRefused(null);
      const result = await client
        .query(LookUpCertificate, { number, key }, { requestPolicy: "network-only" })
        .toPromise();
      underWay.current = false;
      setIsBusy(false);
      const told = outcome(result, "Certificate");
      if (told.ok) return told.value;
      const isMiss = result.data?.certificate === null && result.error === undefined;
      const fallback = told.code === UNREACHABLE ? common.unreachable : common.internal;
      setRefused({ ...told, message: isMiss ? texts.noMatch : told.message || fallback });
      return null;
    },
    [client, texts, common],
  );
  return { lookUp, isBusy, refused };
}
