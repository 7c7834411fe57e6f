import { useCallback, useMemo, useState } from "react";
import { useLanguage } from "../../shared/language.tsx";
import { termsOf } from "../../shared/terms.ts";
import type { Form, Kind, Sent } from "./form.ts";
import { placeOf, toInput } from "./input.ts";
import type { Apply, Choices } from "./state.tsx";
import { type GuaranteeCheck, useCheck } from "./useCheck.ts";
import { type Start, useSaving } from "./useSaving.ts";

type Options = {
  start: Start;
  initial: Form;
  sent: Sent | null;
  choices: Choices;
  /** The draft got its id. */
  created: (id: string) => void;
};

/** The form's state, saved and checked by the server while it is filled in. */
export function useApplyForm({ start, initial, sent, choices, created }: Options) {
  const { language } = useLanguage();
  const { form, change, changeContract, changeBlock } = useFormState(initial);
  const [registeredType, setRegisteredType] = useState<Apply["contractType"]>(sent?.contract.contractType ?? null);
  const input = useMemo(() => toInput(form, sent !== null), [form, sent]);
  const [id, setId] = useState(start.id);
  const { saver, saving, banks } = useSaving(start, input, (made) => {
    setId(made);
    created(made);
  });
  const check = useCheck(input);
  const { problems, checks } = usePlaced(check.answer);
  const visits = useVisits(problems);
  const contractType = form.isNewContract ? form.contract.contractType : registeredType;
  const terms = termsOf(contractType, language);
  const ensureId = useCallback(async () => {
    if (saver.id === null) await saver.flush(true);
    return saver.id;
  }, [saver]);
  /** Show what is printed: the deposit banks as they were saved. */
  const takeSaved = useCallback(() => {
    for (const { kind, depositBank } of banks.current) {
      if (kind !== null && depositBank !== null) changeBlock(kind, { depositBank });
    }
  }, [banks, changeBlock]);
  const apply: Apply = {
    ...{ form, change, changeContract, changeBlock, sent, choices, contractType, setRegisteredType, terms },
    ...{ checks, problems, id, ensureId, problemAt: visits.problemAt, visit: visits.visit },
  };
  return { apply, input, saver, saving, check, visitAll: visits.visitAll, takeSaved };
}

function useFormState(initial: Form) {
  const [form, setForm] = useState(initial);
  const change = useCallback((patch: Partial<Form>) => setForm((before) => ({ ...before, ...patch })), []);
  const changeContract = useCallback<Apply["changeContract"]>(
    (patch) => setForm((before) => ({ ...before, contract: { ...before.contract, ...patch } })),
    [],
  );
  const changeBlock = useCallback<Apply["changeBlock"]>(
    (kind, patch) =>
      setForm((before) => ({ ...before, blocks: { ...before.blocks, [kind]: { ...before.blocks[kind], ...patch } } })),
    [],
  );
  return { form, change, changeContract, changeBlock };
}

/** The server's answer by places of the form. */
function usePlaced(answer: ReturnType<typeof useCheck>["answer"]) {
  return useMemo(() => {
    const kinds = (answer?.input.guarantees ?? [])
      .map((each) => each.kind)
      .filter((kind): kind is Kind => kind != null);
    const checks: Partial<Record<Kind, GuaranteeCheck>> = {};
    for (const guarantee of answer?.guarantees ?? []) checks[guarantee.kind] = guarantee;
    const problems = (answer?.problems ?? []).map((problem) => ({ ...problem, place: placeOf(problem.path, kinds) }));
    return { problems, checks };
  }, [answer]);
}

/** Which places were left already: their problems are shown. */
function useVisits(problems: Apply["problems"]) {
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const [isAll, setIsAll] = useState(false);
  const visit = useCallback((place: string) => {
    setVisited((before) => (before.has(place) ? before : new Set([...before, place])));
  }, []);
  const visitAll = useCallback(() => setIsAll(true), []);
  const problemAt = (...places: string[]) => {
    const isShown = isAll || places.some((place) => visited.has(place));
    const found = isShown ? problems.find((problem) => places.includes(problem.place)) : undefined;
    return found?.message ?? null;
  };
  return { visit, visitAll, problemAt };
}
