import { useLanguage, useTexts } from "../../../shared/language.tsx";
import { Choices } from "../../../ui/form/Choices.tsx";
import { useApply } from "../state.tsx";
import { FORM } from "../texts/form.ts";
import { PROCESS } from "../texts/process.ts";
import { ContractFactsList } from "./ContractFactsList.tsx";
import { NewContractFields } from "./NewContractFields.tsx";
import { RegisteredContract } from "./RegisteredContract.tsx";

/** 請負工事の情報: a registered contract, or a new one. What was sent stays. */
export function ContractPart() {
  const { form, change, setRegisteredType, sent } = useApply();
  const { language } = useLanguage();
  const texts = useTexts(FORM);
  const process = useTexts(PROCESS);
  if (sent !== null) {
    return (
      <>
        <p className="hint">{process.fixedContract}</p>
        <ContractFactsList contract={sent.contract} language={language} />
      </>
    );
  }
  const options = [
    { value: "new", label: texts.newContract },
    { value: "registered", label: texts.registeredContract },
  ];
  return (
    <>
      <Choices
        label={texts.whichContract}
        options={options}
        value={form.isNewContract ? "new" : "registered"}
        onChange={(chosen) => {
          change({ isNewContract: chosen === "new" });
          setRegisteredType(null);
        }}
      />
      {form.isNewContract ? <NewContractFields /> : <RegisteredContract />}
    </>
  );
}
