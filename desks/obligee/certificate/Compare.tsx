import { KIND } from "../../shared/labels.ts";
import { useLanguage, useTexts } from "../../shared/language.tsx";
import { termsOf } from "../../shared/terms.ts";
import { DateField } from "../../ui/form/DateField.tsx";
import { Form } from "../../ui/form/Form.tsx";
import { MoneyField } from "../../ui/form/MoneyField.tsx";
import { Select } from "../../ui/form/Select.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { EMPTY, type Expected } from "./expected.ts";
import { CERTIFICATE } from "./texts.ts";
import type { Certificate } from "./types.ts";
import { amendmentMark } from "./words.ts";

type Props = {
  certificate: Certificate;
  expected: Expected;
  onChange: (expected: Expected) => void;
  problemOf: (field: string) => string | null;
};

/** What the contract says, typed or taken from a certificate of the same contract that was accepted. */
export function Compare({ certificate, expected, onChange, problemOf }: Props) {
  const texts = useTexts(CERTIFICATE);
  const { language } = useLanguage();
  const labels = termsOf(certificate.contractType, language);
  const text = (field: "principalName" | "obligeeTitle" | "projectName", label: string) => (
    <TextField
      label={label}
      autoComplete="off"
      maxLength={250}
      problem={problemOf(field)}
      value={expected[field]}
      onChange={(value) => onChange({ ...expected, [field]: value })}
    />
  );
  const sum = (field: "contractPrice" | "minimumAmount", label: string) => (
    <MoneyField
      label={label}
      problem={problemOf(field)}
      value={expected[field]}
      onChange={(value) => onChange({ ...expected, [field]: value })}
    />
  );
  const day = (field: "contractDate" | "periodTo", label: string) => (
    <DateField
      label={label}
      problem={problemOf(field)}
      value={expected[field]}
      onChange={(value) => onChange({ ...expected, [field]: value })}
    />
  );
  return (
    <Form label={texts.compare} onSubmit={() => undefined}>
      <Pick certificate={certificate} onPick={onChange} />
      {text("principalName", texts.principalName)}
      {text("obligeeTitle", texts.obligeeTitle)}
      {text("projectName", labels.projectName)}
      {sum("contractPrice", labels.price)}
      {sum("minimumAmount", texts.minimumAmount)}
      {day("contractDate", labels.contractDate)}
      {day("periodTo", `${labels.period}${texts.periodEnd}`)}
      <Button look="text" onClick={() => onChange(EMPTY)}>
        {texts.clear}
      </Button>
    </Form>
  );
}

/** Certificates whose content was accepted before: of other guarantees of the contract, and former versions of this one. */
function Pick({ certificate, onPick }: { certificate: Certificate; onPick: (expected: Expected) => void }) {
  const texts = useTexts(CERTIFICATE);
  const kinds = useTexts(KIND);
  const { guarantee } = certificate;
  const siblings = guarantee.contract.guarantees.filter(
    (one) => one.id !== guarantee.id && one.handover.status === "ACCEPTED" && one.certificate !== null,
  );
  const versions = guarantee.history.filter((one) => one.amendmentNumber < certificate.amendmentNumber);
  if (siblings.length + versions.length === 0) return null;
  const options = [
    ...siblings.map((one) => ({
      value: one.id,
      label: texts.pickSibling(one.number ?? "", kinds[one.kind] ?? one.kind),
    })),
    ...versions.map((one) => ({
      value: one.id,
      label: texts.pickVersion(amendmentMark(one.amendmentNumber) ?? texts.newVersion),
    })),
  ];
  const pick = (id: string) => {
    const sibling = siblings.find((one) => one.id === id)?.certificate;
    const version = versions.find((one) => one.id === id);
    if (sibling) {
      const { principalName, obligeeTitle, projectName, contractPrice, contractDate, periodTo } = sibling;
      onPick({ ...EMPTY, principalName, obligeeTitle, projectName, contractPrice, contractDate, periodTo });
    } else if (version) {
      const { projectName, contractPrice, periodTo, amount } = version;
      onPick({ ...EMPTY, projectName, contractPrice, periodTo, minimumAmount: amount });
    }
  };
  return <Select label={texts.pick} empty={texts.pickEmpty} value="" options={options} onChange={pick} />;
}
