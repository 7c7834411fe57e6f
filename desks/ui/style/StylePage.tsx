/** All components with their states, to be looked at: colours, focus, errors, narrow windows, print. */
import { PageHead } from "../layout/PageHead.tsx";
import { Section } from "../parts/Section.tsx";
import { FormParts } from "./FormParts.tsx";
import { PageParts } from "./PageParts.tsx";
import { SearchParts } from "./SearchParts.tsx";
import { TableParts } from "./TableParts.tsx";

export function StylePage() {
  return (
    <main>
      <PageHead title="部品の一覧" lead="デスクの画面をつくる部品と、その状態です。" />
      <Section title="入力">
        <FormParts />
        <SearchParts />
      </Section>
      <Section title="表示">
        <PageParts />
      </Section>
      <Section title="一覧">
        <TableParts />
      </Section>
    </main>
  );
}
