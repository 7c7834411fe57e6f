import { useTexts } from "../../../shared/language.tsx";
import { telephone } from "../../../shared/typed.ts";
import { Choices } from "../../../ui/form/Choices.tsx";
import { Select } from "../../../ui/form/Select.tsx";
import { TextArea } from "../../../ui/form/TextArea.tsx";
import { TextField } from "../../../ui/form/TextField.tsx";
import { askedKinds, type Form } from "../form.ts";
import { type Choices as Known, useApply } from "../state.tsx";
import { CHOICES, FIELDS } from "../texts/fields.ts";
import { FORM } from "../texts/form.ts";
import { Place } from "./Place.tsx";

export type Branch = Known["sureties"][number]["branches"][number] & { surety: string };

/** The branches to which an application may be sent, those that were used before first. */
export function branchesOf(choices: Known): Branch[] {
  const active = choices.sureties.filter((surety) => surety.isActive);
  const all = active.flatMap((surety) => surety.branches.map((branch) => ({ ...branch, surety: surety.name })));
  const order = choices.applicationSuggestions.branches.map((branch) => branch.id);
  const rank = (branch: Branch) => (order.includes(branch.id) ? order.indexOf(branch.id) : order.length);
  return all.filter((branch) => branch.isActive).sort((one, other) => rank(one) - rank(other));
}

/** 申込送信先・保証証書受取・お知らせ・連絡先. */
export function SendingPart() {
  const { form } = useApply();
  const isOnPaper = askedKinds(form).some((kind) => form.blocks[kind].medium === "PAPER");
  return (
    <>
      <BranchField />
      {isOnPaper && <DeliveryField />}
      <NoticeFields />
      <ContactFields />
      <MessageField />
    </>
  );
}

function BranchField() {
  const { form, change, choices } = useApply();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const branches = branchesOf(choices);
  const hasSeveral = new Set(branches.map((branch) => branch.surety)).size > 1;
  const chosen = branches.find((branch) => branch.id === form.submissionBranchId);
  return (
    <Place name="submissionBranchId">
      {(problem) => (
        <Select
          label={fields.submissionBranchId}
          required
          problem={problem}
          echo={chosen && `TEL ${chosen.telephone}${chosen.hours ? `（${chosen.hours}）` : ""}`}
          empty={texts.chooseOne}
          options={branches.map(({ id, name, surety }) => ({
            value: id,
            label: hasSeveral ? `${surety}　${name}` : name,
          }))}
          value={form.submissionBranchId ?? ""}
          onChange={(id) => change({ submissionBranchId: id || null })}
        />
      )}
    </Place>
  );
}

function DeliveryField() {
  const { form, change } = useApply();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const ways = useTexts(CHOICES.paperDelivery);
  return (
    <Place name="paperDelivery">
      {(problem) => (
        <Choices
          label={fields.paperDelivery}
          hint={texts.deliveryHint}
          problem={problem}
          options={Object.entries(ways).map(([value, label]) => ({ value, label }))}
          value={form.paperDelivery ?? "CONTRACTOR"}
          onChange={(value) => change({ paperDelivery: value as Form["paperDelivery"] })}
        />
      )}
    </Place>
  );
}

function NoticeFields() {
  const { form, change } = useApply();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const wanted = useTexts(CHOICES.wanted);
  return (
    <>
      <Place name="notifyOnCompletion">
        {(problem) => (
          <Choices
            label={fields.notifyOnCompletion}
            required
            hint={texts.notifyHint}
            problem={problem}
            options={Object.entries(wanted).map(([value, label]) => ({ value, label }))}
            value={form.notifyOnCompletion === null ? null : String(form.notifyOnCompletion)}
            onChange={(value) => change({ notifyOnCompletion: value === "true" })}
          />
        )}
      </Place>
      <Place name="email">
        {(problem) => (
          <TextField
            label={fields.email}
            required={form.notifyOnCompletion ?? false}
            problem={problem}
            type="email"
            autoComplete="email"
            value={form.email}
            onChange={(email) => change({ email })}
          />
        )}
      </Place>
    </>
  );
}

const CONTACT = ["contactDepartment", "contactTitle", "contactName", "contactTelephone"] as const;

function ContactFields() {
  const { form, change, choices } = useApply();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const { contacts } = choices.applicationSuggestions;
  const take = (index: string) => {
    const contact = contacts[Number(index)];
    if (index === "" || contact === undefined) return;
    change({
      contactDepartment: contact.department ?? "",
      contactTitle: contact.title ?? "",
      contactName: contact.name ?? "",
      contactTelephone: contact.telephone ?? "",
      email: contact.email ?? form.email,
    });
  };
  const tidy = () => {
    const contactTelephone = telephone(form.contactTelephone);
    if (contactTelephone !== form.contactTelephone) change({ contactTelephone });
  };
  return (
    <fieldset className="plain">
      <legend className="part-title">{texts.contact}</legend>
      {contacts.length > 0 && (
        <Select
          label={texts.earlierContact}
          empty={texts.chooseOne}
          options={contacts.map(({ department, title, name, telephone, email }, index) => ({
            value: String(index),
            label: [department, title, name, telephone, email].filter(Boolean).join("　"),
          }))}
          value=""
          onChange={take}
        />
      )}
      <div className="form-grid">
        {CONTACT.map((name) => (
          <Place key={name} name={name}>
            {(problem) => (
              <TextField
                label={fields[name]}
                problem={problem}
                {...(name === "contactTelephone" && {
                  type: "tel",
                  autoComplete: "tel",
                  onBlur: tidy,
                })}
                value={form[name]}
                onChange={(value) => change({ [name]: value })}
              />
            )}
          </Place>
        ))}
      </div>
    </fieldset>
  );
}

function MessageField() {
  const { form, change } = useApply();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  return (
    <Place name="message">
      {(problem) => (
        <TextArea
          label={fields.message}
          hint={texts.messageHint}
          problem={problem}
          value={form.message}
          onChange={(message) => change({ message })}
        />
      )}
    </Place>
  );
}
