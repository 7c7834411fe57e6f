import { useState } from "react";
import { ErrorSummary } from "../form/ErrorSummary.tsx";
import { PercentField } from "../form/PercentField.tsx";
import { Picker } from "../form/Picker.tsx";
import { TextField } from "../form/TextField.tsx";

const OBLIGEES = [
  { id: "tochigi", name: "栃木県", since: "契約日が令和6年4月1日以後" },
  { id: "fuji", name: "富士市", since: "契約日が令和7年11月14日以後" },
];

/** Choosing one of many, shares, and the summary of what is wrong. */
export function SearchParts() {
  const [name, setName] = useState("");
  const [share, setShare] = useState<number | null>(33.34);
  const [chosen, setChosen] = useState("");
  const found = OBLIGEES.filter((obligee) => obligee.name.includes(name));
  const picker = (problem: string | null) => (
    <Picker
      label="発注者"
      required
      problem={problem}
      status={`${found.length}件の発注者が見つかりました。${chosen}`}
      rows={found}
      keyOf={(row) => row.id}
      nameOf={(row) => row.name}
      onChoose={(row) => setChosen(`${row.name}を選びました。`)}
      search={<TextField label="発注者を探す" type="search" value={name} onChange={setName} />}
    >
      {(row) => (
        <>
          <strong>{row.name}</strong>
          <span className="hint">{row.since}</span>
        </>
      )}
    </Picker>
  );
  return (
    <>
      <ErrorSummary
        title="2件の項目をご確認ください"
        problems={[
          { key: "name", label: "工事名", message: "入力してください。" },
          { key: "amount", label: "前払金保証：保証金額", message: "上限20,000,000円を超えることができません。" },
        ]}
        onGo={() => undefined}
      />
      {picker(null)}
      {picker("発注者を選択してください。")}
      <PercentField label="出資割合" value={share} onChange={setShare} />
      <PercentField label="出資割合" problem="出資割合は100％以下としてください。" value={120} onChange={setShare} />
    </>
  );
}
