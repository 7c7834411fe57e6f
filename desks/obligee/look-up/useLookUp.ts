import { useCallback, useRef, useState } from "react";
import { useClient } from "urql";
import { outcome, type Refused } from "../../gql/outcomes.ts";
import { useTexts } from "../../shared/language.tsx";
import { useRefusalText } from "../../shared/useRefusalText.ts";
import { LookUpCertificate } from "./operations.ts";
import { LOOK_UP } from "./texts.ts";

type Found = { id: string; guaranteeNumber: string };

/** The restricted look-up. Unknown number and wrong key are one miss, worded as /verify words it. */
export function useLookUp() {
  const client = useClient();
  const texts = useTexts(LOOK_UP);
  const inWords = useRefusalText();
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
      setRefused({ ...told, message: isMiss ? texts.noMatch : inWords(told) });
      return null;
    },
    [client, texts, inWords],
  );
  return { lookUp, isBusy, refused };
}
