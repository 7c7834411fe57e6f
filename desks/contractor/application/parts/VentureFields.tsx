import { useTexts } from "../../../shared/language.tsx";
import { Checkbox } from "../../../ui/form/Checkbox.tsx";
import { PercentField } from "../../../ui/form/PercentField.tsx";
import { TextField } from "../../../ui/form/TextField.tsx";
import { Button } from "../../../ui/parts/Button.tsx";
import { type Member, newMember } from "../form.ts";
import { goToNext, useApply } from "../state.tsx";
import { FIELDS } from "../texts/fields.ts";
import { FORM } from "../texts/form.ts";
import { Place } from "./Place.tsx";

/** 共同企業体: its name and its members, the applicant as the lead first. */
export function VentureFields() {
  const { form, changeContract, choices } = useApply();
  const { isJointVenture, jointVentureName, members } = form.contract;
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const begin = (isOn: boolean) => {
    const lead = newMember({ name: choices.viewer?.contractor?.name ?? "" });
    changeContract({ isJointVenture: isOn, members: members.length > 0 ? members : [lead, newMember()] });
  };
  return (
    <fieldset className="plain">
      <Checkbox label={fields.isJointVenture} checked={isJointVenture} onChange={begin} />
      {isJointVenture && (
        <>
          <Place name="contract.jointVentureName">
            {(problem) => (
              <TextField
                label={fields.jointVentureName}
                required
                problem={problem}
                value={jointVentureName}
                onChange={(name) => changeContract({ jointVentureName: name })}
              />
            )}
          </Place>
          <Place name="contract.jointVentureParties" also={["contract.jointVentureMembers"]}>
            {(problem) => problem && <p className="problem">{problem}</p>}
          </Place>
          <p className="hint">{texts.shareHint}</p>
          <ol className="members">
            {members.map((member, index) => (
              <MemberFields key={member.key} member={member} index={index} />
            ))}
          </ol>
          <Button
            look="secondary"
            onClick={() => {
              changeContract({ members: [...members, newMember()] });
              goToNext(`contract.jointVentureParties.${members.length}.name`);
            }}
          >
            {texts.addMember}
          </Button>
        </>
      )}
    </fieldset>
  );
}

function MemberFields({ member, index }: { member: Member; index: number }) {
  const { form, changeContract } = useApply();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const { members } = form.contract;
  const change = (patch: Partial<Member>) =>
    changeContract({ members: members.map((each) => (each.key === member.key ? { ...each, ...patch } : each)) });
  const at = `contract.jointVentureParties.${index}`;
  const title = index === 0 ? texts.lead : texts.member(index);
  return (
    <li className="card">
      <fieldset className="plain">
        <legend>{title}</legend>
        <div className="form-grid">
          <Place name={`${at}.name`} also={[at]}>
            {(problem) => (
              <TextField
                label={fields.name}
                required
                problem={problem}
                value={member.name}
                onChange={(name) => change({ name })}
              />
            )}
          </Place>
          <Place name={`${at}.sharePercent`}>
            {(problem) => (
              <PercentField
                label={fields.sharePercent}
                problem={problem}
                value={member.sharePercent}
                onChange={(sharePercent) => change({ sharePercent })}
              />
            )}
          </Place>
          {index > 0 && <CompanyFields {...{ member, at, change }} />}
        </div>
        {index === 0 && <p className="hint">{texts.leadAddress}</p>}
      </fieldset>
      {index > 0 && members.length > 2 && (
        <Button
          look="text"
          onClick={() => {
            changeContract({ members: members.filter((each) => each.key !== member.key) });
            goToNext("contract.jointVentureParties.0.name");
          }}
        >
          {texts.removeMember(member.name || title)}
        </Button>
      )}
    </li>
  );
}

type CompanyProps = { member: Member; at: string; change: (patch: Partial<Member>) => void };

/** What the register does not know of another member. */
function CompanyFields({ member, at, change }: CompanyProps) {
  const fields = useTexts(FIELDS);
  return (
    <>
      <Place name={`${at}.address`}>
        {(problem) => (
          <TextField
            label={fields.address}
            problem={problem}
            value={member.address}
            onChange={(address) => change({ address })}
          />
        )}
      </Place>
      <Place name={`${at}.corporateNumber`}>
        {(problem) => (
          <TextField
            label={fields.corporateNumber}
            problem={problem}
            inputMode="numeric"
            autoComplete="off"
            value={member.corporateNumber}
            onChange={(corporateNumber) => change({ corporateNumber })}
          />
        )}
      </Place>
    </>
  );
}
