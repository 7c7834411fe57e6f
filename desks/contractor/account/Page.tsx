import { useQuery } from "urql";
import { AccountPage } from "../../shared/account/AccountPage.tsx";
import { useTexts } from "../../shared/language.tsx";
import { formatDay, today } from "../../shared/typed.ts";
import { Facts } from "../../ui/parts/Facts.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { OwnCompany } from "./operations.ts";
import { COMPANY } from "./texts.ts";

/** The own account, and the company as the register has it. */
export function ContractorAccountPage() {
  return (
    <>
      <AccountPage />
      <Company />
    </>
  );
}

function Company() {
  const texts = useTexts(COMPANY);
  const [{ data, error }, read] = useQuery({ query: OwnCompany });
  const monthly = useMonthly(data?.monthlyPayments.edges.map((edge) => edge.node) ?? []);
  const company = data?.viewer?.contractor;
  if (error && data === undefined) return <LoadFailure onRetry={read} />;
  if (data === undefined) return <Skeleton lines={6} />;
  if (!company) return null;
  const billTos = company.billTos.map(({ name, department, address }) =>
    [name, department, address].filter(Boolean).join("　"),
  );
  return (
    <Section title={texts.company}>
      <p className="hint">{texts.companyLead}</p>
      <Facts
        facts={[
          { name: texts.name, value: company.name },
          { name: texts.address, value: company.address },
          { name: texts.representative, value: company.representative },
          { name: texts.corporateNumber, value: company.corporateNumber },
          { name: texts.monthly, value: monthly },
          {
            name: texts.billTos,
            value: (
              <>
                {billTos.join("\n") || texts.noBillTos}
                <span className="hint"> {texts.billToHint}</span>
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

type Entry = { validFrom: string; mayPayMonthly: boolean; surety: { id: string; name: string } };

/** The entry in force of each surety: the last one that has begun. They come with the latest first. */
function useMonthly(entries: readonly Entry[]): string {
  const texts = useTexts(COMPANY);
  const begun = entries.filter((entry) => entry.validFrom <= today());
  const current = begun.filter(
    (entry, index) => begun.findIndex((other) => other.surety.id === entry.surety.id) === index,
  );
  const lines = current.map(({ surety, validFrom, mayPayMonthly }) =>
    mayPayMonthly ? texts.allowed(surety.name, formatDay(validFrom)) : texts.ended(surety.name, formatDay(validFrom)),
  );
  return lines.join("\n") || texts.notAllowed;
}
