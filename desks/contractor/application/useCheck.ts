import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import type { ResultOf } from "../../gql/graphql.ts";
import type { Problem } from "../../gql/outcomes.ts";
import type { Input } from "./form.ts";
import { CheckForm } from "./operations.ts";

export type GuaranteeCheck = ResultOf<typeof CheckForm>["checkApplication"]["guarantees"][number];
/** What the server says about the form; `input` is the form that was asked about. */
export type Answer = { problems: readonly Problem[]; guarantees: readonly GuaranteeCheck[]; input: Input };

/** Milliseconds without a change before the server is asked. */
const PAUSE = 400;

/** Asks the server about the form while it is filled in. An answer that a later question has overtaken is dropped. */
export function useCheck(input: Input) {
  const client = useClient();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [isUnreachable, setIsUnreachable] = useState(false);
  const last = useRef(0);
  const ask = useCallback(
    async (about: Input): Promise<Answer | null> => {
      last.current += 1;
      const own = last.current;
      const variables = { input: about };
      const result = await client.query(CheckForm, variables, { requestPolicy: "network-only" }).toPromise();
      const told = read(result.data, result.error?.graphQLErrors[0]?.extensions.problems, about);
      if (own !== last.current) return told;
      setIsUnreachable(told === null);
      if (told !== null) setAnswer(told);
      return told;
    },
    [client],
  );
  const isFirst = useRef(true);
  useEffect(() => {
    const timer = setTimeout(() => void ask(input), isFirst.current ? 0 : PAUSE);
    isFirst.current = false;
    return () => clearTimeout(timer);
  }, [ask, input]);
  useEffect(() => {
    if (!isUnreachable) return;
    const timer = setInterval(() => void ask(input), 5000);
    return () => clearInterval(timer);
  }, [ask, input, isUnreachable]);
  return { answer, isUnreachable, ask };
}

/** The answer; also of a form that the schema does not take, such as a sum beyond all bounds. */
function read(data: ResultOf<typeof CheckForm> | undefined, problems: unknown, input: Input): Answer | null {
  if (data !== undefined) return { ...data.checkApplication, input };
  if (!Array.isArray(problems)) return null;
  const found = (problems as Problem[]).map((problem) => ({
    ...problem,
    path: problem.path[0] === "input" ? problem.path.slice(1) : problem.path,
  }));
  return { problems: found, guarantees: [], input };
}
