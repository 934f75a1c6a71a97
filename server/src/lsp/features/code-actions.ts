/**
 * Code actions: each alternative of the findings in the range, "fix all of this rule in the file", "ignore" on this
 * line and in this file, and the source action that applies every safe fix. Edits are built when the client resolves an
 * action; a client that cannot resolve gets them at once.
 */
import {
  CodeActionKind,
  LSPErrorCodes,
  ResponseError,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import {
  fixAll,
  ignoreEdit,
  ignoreFileEdit,
  unknownRules,
  type Analysis,
  type Finding,
  type Fix,
  type TextEdit,
} from '../../engine';
import { diagnosticSource, toDiagnostic, toOffsets, toTextEdit, toUnknownRuleDiagnostic } from '../convert';
import { sameElsewhere, undeferred } from '../deferral';
import { outdated, request } from '../guard';
import { confirmedEdit, confirms, reminderOf, resolveOtherFiles } from '../other-files';
import type { Current, Session } from '../session';
import { diffEdits } from '../text-diff';
import { fileUriOf } from '../uri';
import { fixAllKind } from './lifecycle';
import { projectFix, projectOffers, type ProjectFix } from './project-offers';

type Checked = NonNullable<Current['checked']>;
type UpTo = 'safe' | 'unsafe';

interface FindingKey {
  readonly rule: string;
  readonly messageId: string;
  readonly start: number;
  readonly end: number;
}

/** What an action does, as it travels to the client and back in `data`. */
type Plan =
  | { readonly does: 'fix'; readonly finding: FindingKey; readonly index: number }
  | { readonly does: 'fixAll'; readonly upTo: UpTo; readonly rule?: string }
  | { readonly does: 'project'; readonly fix: ProjectFix }
  | { readonly does: 'ignore'; readonly finding: FindingKey }
  | { readonly does: 'nameRule'; readonly start: number }
  | { readonly does: 'ignoreInFile'; readonly rule: string };

interface ActionData {
  readonly uri: string;
  readonly version: number;
  readonly plan: Plan;
}

interface Asked {
  readonly params: CodeActionParams;
  /** The document's version when the request arrived. */
  readonly version: number | undefined;
}

interface Offer {
  readonly action: CodeAction;
  readonly plan: Plan;
  /** Changes of other files that would come with it. */
  readonly files?: Fix['files'];
}

/** What an action does to its document, and with it to other files. */
interface Change {
  readonly edits: readonly TextEdit[];
  readonly title?: string;
  readonly files?: Fix['files'];
}

export function registerCodeActions(session: Session): void {
  const { connection } = session;
  const offerActions = request(session, 'textDocument/codeAction', [], async ({ params, version }: Asked) => {
    const current = await session.current(params.textDocument.uri);
    if (!current) return [];
    // The range is about the text that the client had when it asked.
    if (current.document.version !== version) throw outdated();
    const ofFile = current.checked ? offersFor(current, current.checked, params) : [];
    const ofProject = wants(params.context.only, CodeActionKind.QuickFix)
      ? projectOffers(session, params)
      : [];
    const offers = await possible(session, current, [
      ...ofFile,
      ...ofProject.map(({ action, fix, files }): Offer => ({
        action,
        plan: { does: 'project', fix },
        files,
      })),
    ]);
    const actions = offers.map((offer) => complete(session, current, offer));
    return (await Promise.all(actions)).flatMap((action) => action ?? []);
  });
  connection.onCodeAction((params, token) =>
    offerActions({ params, version: session.documents.get(params.textDocument.uri)?.version }, token),
  );

  connection.onCodeActionResolve(
    request(session, 'codeAction/resolve', failed, async (action: CodeAction): Promise<CodeAction> => {
      const { uri, version, plan } = action.data as ActionData;
      const current = await session.current(uri);
      if (!current) throw refusal(`${uri} is not open.`);
      if (current.document.version !== version) {
        throw refusal('The document has changed since this action was offered. Ask for the actions again.');
      }
      const change = build(session, current, plan);
      if (!change) throw refusal('What this action was for is no longer there. Ask for the actions again.');
      const edit = await workspaceEdit(session, current, change);
      if ('refused' in edit) throw refusal(`Not possible: ${edit.refused}.`);
      return { ...action, edit };
    }),
  );
}

const failed = new ResponseError<never>(
  LSPErrorCodes.RequestFailed,
  'The edit could not be built; the log says why.',
);

function refusal(message: string): ResponseError<never> {
  return new ResponseError<never>(LSPErrorCodes.ContentModified, message);
}

/** Undefined for what is not possible, which only a client that cannot resolve learns here. */
async function complete(
  session: Session,
  current: Current,
  { action, plan }: Offer,
): Promise<CodeAction | undefined> {
  const { document } = current;
  const properties = session.capabilities.textDocument?.codeAction?.resolveSupport?.properties ?? [];
  if (properties.includes('edit')) {
    const data: ActionData = { uri: document.uri, version: document.version, plan };
    return { ...action, data };
  }
  const edit = await workspaceEdit(session, current, build(session, current, plan) ?? { edits: [] });
  return 'refused' in edit ? undefined : { ...action, edit };
}

/**
 * Leaves out fixes that change other files where the client cannot ask for confirmation, and those that would need to
 * write where something is: the in-file alternatives remain.
 */
async function possible(session: Session, current: Current, offers: readonly Offer[]): Promise<Offer[]> {
  const kept = await Promise.all(
    offers.map(async (offer) => {
      const { files } = offer;
      if (!files) return offer;
      if (!confirms(session.capabilities, files)) return [];
      return 'refused' in (await resolveOtherFiles(session, current, files)) ? [] : offer;
    }),
  );
  return kept.flat();
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

function build(session: Session, { document, checked }: Current, plan: Plan): Change | undefined {
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

function keyOf({ rule, messageId, start, end }: Finding): FindingKey {
  return { rule, messageId, start, end };
}

async function workspaceEdit(
  session: Session,
  current: Current,
  { edits, title = '', files }: Change,
): Promise<WorkspaceEdit | { readonly refused: string }> {
  const { uri, version, source } = current.document;
  const textEdits = edits.map((edit) => toTextEdit(source, edit));
  if (files) {
    const others = await resolveOtherFiles(session, current, files);
    if ('refused' in others) return others;
    const shown = { label: title, description: reminderOf(files) };
    return confirmedEdit(shown, { uri, version, edits: textEdits }, others);
  }
  if (session.capabilities.workspace?.workspaceEdit?.documentChanges !== true)
    return { changes: { [uri]: textEdits } };
  return { documentChanges: [{ textDocument: { uri, version }, edits: textEdits }] };
}
