/** What a code action does, small enough to travel to the client and back, and the change that comes of it. */
import {
  fixAll,
  ignoreEdit,
  ignoreFileEdit,
  unknownRules,
  type Finding,
  type Fix,
  type TextEdit,
} from '../../engine';
import type { Current, Session } from '../session';
import { diffEdits } from '../text-diff';
import { projectFix, type ProjectFix } from './project-offers';

export type UpTo = 'safe' | 'unsafe';

interface FindingKey {
  readonly rule: string;
  readonly messageId: string;
  readonly start: number;
  readonly end: number;
}

export type Plan =
  | { readonly does: 'fix'; readonly finding: FindingKey; readonly index: number }
  | { readonly does: 'fixAll'; readonly upTo: UpTo; readonly rule?: string }
  | { readonly does: 'project'; readonly fix: ProjectFix }
  | { readonly does: 'ignore'; readonly finding: FindingKey }
  | { readonly does: 'nameRule'; readonly start: number }
  | { readonly does: 'ignoreInFile'; readonly rule: string };

/** What an action does to its document, and with it to other files. */
export interface Change {
  readonly edits: readonly TextEdit[];
  readonly title?: string;
  readonly files?: Fix['files'];
}

/** Undefined where what the plan is about is no longer there. */
export function changeOf(session: Session, { document, checked }: Current, plan: Plan): Change | undefined {
  if (plan.does === 'project') return projectFix(session, document.uri, plan.fix);
  if (!checked) return undefined;
  const { analysis, settings, engine, project } = checked;
  if (plan.does === 'fixAll') {
    const before = analysis.source.text;
    const { text } = fixAll(engine, analysis.path, before, settings, {
      upTo: plan.upTo,
      project,
      ...(plan.rule === undefined ? {} : { rule: plan.rule }),
    });
    return { edits: diffEdits(before, text) };
  }
  if (plan.does === 'nameRule') {
    const named = unknownRules(analysis.source, analysis.root, engine.rules);
    const { start, end, suggestion } = named.find((one) => one.start === plan.start) ?? {};
    if (start === undefined || end === undefined || suggestion === undefined) return undefined;
    return { edits: [{ start, end, newText: suggestion }] };
  }
  if (plan.does === 'ignoreInFile') {
    const edit = ignoreFileEdit(analysis.source, analysis.root, plan.rule);
    return edit && { edits: [edit] };
  }
  const { rule, messageId, start, end } = plan.finding;
  const finding = analysis.findings.find(
    (one) => one.rule === rule && one.messageId === messageId && one.start === start && one.end === end,
  );
  if (!finding) return undefined;
  if (plan.does === 'fix') return analysis.fixes(finding)[plan.index];
  const edit = ignoreEdit(analysis.source, analysis.root, finding);
  return edit && { edits: [edit] };
}

export function keyOf({ rule, messageId, start, end }: Finding): FindingKey {
  return { rule, messageId, start, end };
}
