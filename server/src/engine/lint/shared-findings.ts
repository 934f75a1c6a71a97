/**
 * One underline for one habit: where rules look at the same piece of code from several sides, the finding of the rule
 * that says most stays, and takes the others along. And one finding for what a file does again and again.
 */
import type { TextRange } from '../syntax/text';
import type { Finding } from './finding';
import type { Rule } from './rule';

/** Leaves out findings that another rule speaks for, as their rules say in `yieldsTo`. */
export function spokenForOnce(
  findings: readonly Finding[],
  rules: ReadonlyMap<string, Rule>,
): readonly Finding[] {
  const yieldsTo = ({ rule }: Finding): readonly string[] | undefined => rules.get(rule)?.meta.yieldsTo;
  if (!findings.some(yieldsTo)) return findings;
  const byPlace = new Map<string, Finding[]>();
  for (const finding of findings) {
    const place = placeOf(finding);
    const others = byPlace.get(place);
    if (others) others.push(finding);
    else byPlace.set(place, [finding]);
  }
  const speakerFor = (finding: Finding): Finding | undefined => {
    const speakers = yieldsTo(finding);
    return speakers && byPlace.get(placeOf(finding))?.find(({ rule }) => speakers.includes(rule));
  };
  const covered = new Map<Finding, Finding[]>();
  for (const finding of findings) {
    const speaker = speakerFor(finding);
    if (speaker) covered.set(speaker, [...(covered.get(speaker) ?? []), finding]);
  }
  return findings.flatMap((finding) => {
    if (speakerFor(finding)) return [];
    const covers = covered.get(finding);
    return covers ? { ...finding, covers } : finding;
  });
}

/** Leaves out what an earlier finding of the file has said, for rules that say so. */
export function saidOnce(sorted: readonly Finding[]): readonly Finding[] {
  const said = new Set<string>();
  return sorted.filter(({ rule, once }) => {
    if (once === undefined) return true;
    const key = `${rule} ${once}`;
    const isFirst = !said.has(key);
    said.add(key);
    return isFirst;
  });
}

function placeOf({ about, anchor }: Finding): string {
  const { start, end }: TextRange = about ?? anchor;
  return `${start}-${end}`;
}
