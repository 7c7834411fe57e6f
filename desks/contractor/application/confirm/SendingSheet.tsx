import { useTexts } from "../../../shared/language.tsx";
import { Banner } from "../../../ui/parts/Banner.tsx";
import { Facts } from "../../../ui/parts/Facts.tsx";
import { useAttachments } from "../files/Attachments.tsx";
import { askedKinds } from "../form.ts";
import { branchesOf } from "../parts/SendingPart.tsx";
import { useApply } from "../state.tsx";
import { CHOICES, FIELDS } from "../texts/fields.ts";
import { FORM } from "../texts/form.ts";
import { PROCESS } from "../texts/process.ts";

/** Where it is sent, and who is asked about it. */
export function SendingSheet() {
  const { form, choices } = useApply();
  const fields = useTexts(FIELDS);
  const ways = useTexts(CHOICES.paperDelivery);
  const wanted = useTexts(CHOICES.wanted);
  const { none } = useTexts(PROCESS);
  const branch = branchesOf(choices).find((each) => each.id === form.submissionBranchId);
  const isOnPaper = askedKinds(form).some((kind) => form.blocks[kind].medium === "PAPER");
  return (
    <Facts
      facts={[
        { name: fields.submissionBranchId, value: branch?.name ?? none },
        isOnPaper && { name: fields.paperDelivery, value: ways[form.paperDelivery ?? "CONTRACTOR"] },
        { name: fields.notifyOnCompletion, value: wanted[form.notifyOnCompletion ? "true" : "false"] },
        { name: fields.email, value: form.email || none },
        { name: fields.contactDepartment, value: form.contactDepartment || none },
        { name: fields.contactTitle, value: form.contactTitle || none },
        { name: fields.contactName, value: form.contactName || none },
        { name: fields.contactTelephone, value: form.contactTelephone || none },
        { name: fields.message, value: form.message || none },
      ]}
    />
  );
}

/** What is attached. */
export function FilesSheet() {
  const { id } = useApply();
  const texts = useTexts(FORM);
  const { attachments, isLoaded } = useAttachments(id);
  if (!isLoaded) return null;
  if (attachments.length === 0) return <Banner tone="warn" title={texts.noFilesYet} />;
  return (
    <ul>
      {attachments.map((attachment) => (
        <li key={attachment.id}>{attachment.filename}</li>
      ))}
    </ul>
  );
}
