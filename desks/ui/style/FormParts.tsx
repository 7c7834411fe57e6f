import { useState } from "react";
import { Checkbox } from "../form/Checkbox.tsx";
import { Choices } from "../form/Choices.tsx";
import { DateField } from "../form/DateField.tsx";
import { FileDrop } from "../form/FileDrop.tsx";
import { MoneyField } from "../form/MoneyField.tsx";
import { Select } from "../form/Select.tsx";
import { TextArea } from "../form/TextArea.tsx";
import { TextField } from "../form/TextField.tsx";
import { Button } from "../parts/Button.tsx";

const OFFICES = [
  { value: "utsunomiya", label: "宇都宮支店" },
  { value: "shizuoka", label: "静岡支店" },
];
const MEDIA = [
  { value: "ELECTRONIC", label: "電子保証（認証キーを含む）" },
  { value: "PAPER", label: "証書（紙）" },
];

export function FormParts() {
  const [text, setText] = useState("●●●●工事");
  const [sum, setSum] = useState<number | null>(20_000_000);
  const [day, setDay] = useState<string | null>("2026-03-31");
  const [office, setOffice] = useState("");
  const [medium, setMedium] = useState<string | null>("ELECTRONIC");
  const [isOn, setIsOn] = useState(true);
  return (
    <div className="form-grid">
      <TextField label="工事名" required hint="契約書のとおりに入力してください。" value={text} onChange={setText} />
      <TextField label="工事名" required problem="工事名を入力してください。" value="" onChange={setText} />
      <TextField label="保証契約番号" value="31073-00001M" disabled onChange={setText} />
      <MoneyField label="前払金保証金額" required value={sum} onChange={setSum} />
      <MoneyField label="前払金保証金額" value={30_000_000} problem="上限は20,000,000円です。" onChange={setSum} />
      <DateField label="請負契約日" required value={day} onChange={setDay} />
      <Select label="申込送信先" empty="選択してください" options={OFFICES} value={office} onChange={setOffice} />
      <Choices label="証書" required options={MEDIA} value={medium} onChange={setMedium} />
      <Choices label="証書" options={MEDIA} value={null} problem="証書を選択してください。" onChange={setMedium} />
      <TextArea label="連絡事項" value="" onChange={setText} />
      <Checkbox label="発行完了のお知らせを希望する" checked={isOn} onChange={setIsOn} />
      <FileDrop label="ファイルを選ぶ" hint="PDF・画像、10MBまで" accept="application/pdf" onFiles={() => undefined} />
      <div className="row">
        <Button>送信する</Button>
        <Button look="secondary">戻る</Button>
        <Button look="danger">取り下げる</Button>
        <Button look="text">閉じる</Button>
        <Button isBusy>送信する</Button>
        <Button disabled>送信する</Button>
      </div>
    </div>
  );
}
