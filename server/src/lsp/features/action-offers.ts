/**
 * Which code actions there are for a range: each alternative of its findings, "fix all of this rule in the file", every safe
 * fix, "ignore" on the line and in the file, and the name that a comment means.
 */
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
} from 'vscode-languageserver';
import {
  ignoreEdit,
  ignoreFileEdit,
  unknownRules,
  type Analysis,
  type Finding,
  type Fix,
} from '../../engine';
import { diagnosticSource, toDiagnostic, toOffsets, toUnknownRuleDiagnostic } from '../convert';
import { sameElsewhere, undeferred } from '../deferral';
import type { Current, Session } from '../session';
import { fileUriOf } from '../uri';
import { keyOf, type Plan, type UpTo } from './action-plan';
import { fixAllKind } from './lifecycle';
import { projectOffers } from './project-offers';

type Checked = NonNullable<Current['checked']>;

export interface Offer {
  readonly action: CodeAction;
  readonly plan: Plan;
  /** Changes of other files that would come with it. */
  readonly files?: Fix['files'];
}

export function offersAt(session: Session, current: Current, params: CodeActionParams): Offer[] {
  const ofFile = current.checked ? offersFor(current, current.checked, params) : [];
  if (!wants(params.context.only, CodeActionKind.QuickFix)) return ofFile;
  const ofProject = projectOffers(session, params).map(({ action, fix, files }): Offer => ({
    action,
    plan: { does: 'project', fix },
    files,
  }));
  return [...ofFile, ...ofProject];
}

function offersFor(
  { document, scope }: Current,
  checked: Checked,
  { range, context }: CodeActionParams,
): Offer[] {
  const { analysis, engine } = checked;
  const elsewhere = (finding: Finding): Diagnostic[] =>
    sameElsewhere(finding, context.diagnostics, analysis.source, engine);
  const findings = wants(context.only, CodeActionKind.QuickFix)
    ? findingsAt(analysis, toOffsets(analysis.source, range), context.diagnostics, elsewhere)
    : [];
  const rules = [...new Set(findings.map((finding) => finding.rule))];
  const { settings } = scope.config;
  // What is not underlined needs no comment that silences it.
  const shown = undeferred(
    findings,
    { source: analysis.source, others: document.others },
    settings.deferTo,
    engine,
  );
  return [
    ...findings.flatMap((finding) => alternatives(analysis, finding, elsewhere(finding))),
    ...rules.flatMap((rule) => fixAllOfRule(analysis, rule)),
    ...(wants(context.only, CodeActionKind.QuickFix) ? namesMeant(checked, range) : []),
    ...(wants(context.only, fixAllKind) ? fixAllSafe(checked) : []),
    ...(settings.hideIgnoreActions ? [] : ignores(analysis, shown, document.uri)),
  ];
}

/**
 * Findings that touch the range; where the client says which diagnostics it means, only those, and those that another
 * linter's diagnostic is about.
 */
function findingsAt(
  analysis: Analysis,
  { start, end }: { readonly start: number; readonly end: number },
  diagnostics: readonly Diagnostic[],
  elsewhere: (finding: Finding) => readonly Diagnostic[],
): Finding[] {
  const touching = analysis.findings.filter((finding) => finding.start <= end && start <= finding.end);
  const ours = diagnostics.filter(({ source }) => source === diagnosticSource);
  const isNamed = (finding: Finding): boolean =>
    ours.some(({ code, range, message }) => {
      const at = toOffsets(analysis.source, range);
      return (
        code === finding.rule &&
        message === finding.message &&
        at.start <= finding.end &&
        finding.start <= at.end
      );
    });
  const meant = analysis.findings.filter(
    (finding) => (touching.includes(finding) && isNamed(finding)) || elsewhere(finding).length > 0,
  );
  return meant.length > 0 ? meant : touching;
}

function alternatives(analysis: Analysis, finding: Finding, elsewhere: readonly Diagnostic[]): Offer[] {
  return analysis.fixes(finding).map((fix, index) => ({
    action: {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      // On the other linter's diagnostic too: ours may not be shown beside it.
      diagnostics: [toDiagnostic(analysis.source, finding), ...elsewhere],
      ...(index === 0 && fix.applicability === 'safe' && !fix.files ? { isPreferred: true } : {}),
    },
    plan: { does: 'fix', finding: keyOf(finding), index },
    files: fix.files,
  }));
}

/** Offered once two findings of the rule have a fix of the kind that would be applied. */
function fixAllOfRule(analysis: Analysis, rule: string): Offer[] {
  for (const upTo of ['safe', 'unsafe'] as const) {
    if (!hasTwoFixable(analysis, rule, upTo)) continue;
    const caution = upTo === 'unsafe' ? ' (may change behaviour)' : '';
    const action = {
      title: `Fix all '${rule}' problems in this file${caution}`,
      kind: CodeActionKind.QuickFix,
    };
    return [{ action, plan: { does: 'fixAll', upTo, rule } }];
  }
  return [];
}

function hasTwoFixable(analysis: Analysis, rule: string, upTo: UpTo): boolean {
  let fixable = 0;
  for (const finding of analysis.findings) {
    if (finding.rule !== rule) continue;
    const isFixable = analysis
      .fixes(finding)
      .some(({ applicability, files }) => !files && (applicability === 'safe' || applicability === upTo));
    if (isFixable) fixable += 1;
    if (fixable === 2) return true;
  }
  return false;
}

/** Where each finding stands, then in the whole file. A comment in a notebook's cell would reach no other cell. */
function ignores(analysis: Analysis, shown: readonly Finding[], uri: string): Offer[] {
  const rules = fileUriOf(uri) === uri ? [...new Set(shown.map(({ rule }) => rule))] : [];
  const offer = (title: string, findings: readonly Finding[], plan: Plan): Offer => {
    const diagnostics = findings.map((finding) => toDiagnostic(analysis.source, finding));
    return { action: { title, kind: CodeActionKind.QuickFix, diagnostics }, plan };
  };
  return [
    ...shown
      .filter((finding) => ignoreEdit(analysis.source, analysis.root, finding))
      .map((finding) =>
        offer(`Ignore '${finding.rule}' on this line`, [finding], {
          does: 'ignore',
          finding: keyOf(finding),
        }),
      ),
    ...rules
      .filter((rule) => ignoreFileEdit(analysis.source, analysis.root, rule))
      .map((rule) => {
        const findings = shown.filter((finding) => finding.rule === rule);
        return offer(`Ignore '${rule}' in this file`, findings, { does: 'ignoreInFile', rule });
      }),
  ];
}

/** The rule that a comment means, in place of a name that no rule has. */
function namesMeant({ analysis, engine }: Checked, range: CodeActionParams['range']): Offer[] {
  const { source, root } = analysis;
  const { start, end } = toOffsets(source, range);
  return unknownRules(source, root, engine.rules).flatMap((unknown): Offer[] => {
    const { suggestion } = unknown;
    if (suggestion === undefined || unknown.start > end || unknown.end < start) return [];
    const action = {
      title: `Write '${suggestion}'`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [toUnknownRuleDiagnostic(source, unknown)],
      isPreferred: true,
    };
    return [{ action, plan: { does: 'nameRule', start: unknown.start } }];
  });
}

function fixAllSafe({ analysis, engine }: Checked): Offer[] {
  const safe = new Set(engine.rules.filter(({ meta }) => meta.fix === 'safe').map(({ meta }) => meta.name));
  if (!analysis.findings.some((finding) => safe.has(finding.rule))) return [];
  const action = { title: 'Apply all safe Seaworthy fixes in this file', kind: fixAllKind };
  return [{ action, plan: { does: 'fixAll', upTo: 'safe' } }];
}

/** `only` names kinds and stands for all kinds below them. */
function wants(only: readonly string[] | undefined, kind: string): boolean {
  return (
    only === undefined ||
    only.some((wanted) => wanted === kind || kind.startsWith(`${wanted}.`) || wanted === '')
  );
}
