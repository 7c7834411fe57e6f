import { useTexts } from "../../shared/language.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { Timeline } from "../../ui/parts/Timeline.tsx";
import { RECORD } from "./recordTexts.ts";
import { showAt, storyOf } from "./story.ts";
import type { Guarantee } from "./types.ts";

/** これまでの経過: the events of the guarantee, in words. */
export function Story({ guarantee }: { guarantee: Guarantee }) {
  const texts = useTexts(RECORD);
  const entries = storyOf(guarantee, texts.events).map(({ at, title, by, text, tone }, index) => ({
    key: `${index} ${at}`,
    at: showAt(at),
    title,
    ...(tone && { tone }),
    body: (
      <>
        {by && <p className="hint">{by}</p>}
        {text && <p className="pre">{text}</p>}
      </>
    ),
  }));
  if (entries.length === 0) return null;
  return (
    <Section anchor="story" title={texts.story}>
      <Timeline label={texts.storyLabel} entries={entries} />
    </Section>
  );
}
