import type { ReactNode } from "react";

type Props = { label: ReactNode; checked: boolean; disabled?: boolean; onChange: (checked: boolean) => void };

/** One thing that is on or off. */
export function Checkbox({ label, checked, disabled, onChange }: Props) {
  return (
    <label className="choice">
      <input type="checkbox" {...{ checked, disabled }} onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
    </label>
  );
}
