import type { ReactNode } from "react";
import { Form } from "../form/Form.tsx";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";

type Props = {
  title: string;
  /** What it means; and fields, such as a reason. */
  children: ReactNode;
  confirm: string;
  cancel: string;
  isBusy: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ title, children, confirm, cancel, isBusy, onConfirm, onClose }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Form onSubmit={onConfirm}>
        {children}
        <div className="form-actions">
          <Button type="submit" look="danger" isBusy={isBusy}>
            {confirm}
          </Button>
          <Button look="secondary" onClick={onClose}>
            {cancel}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
