/**
 * Findings as diagnostics: answered when the client pulls, otherwise pushed after a pause. Both ways share one
 * computation, which keeps what it showed last: an equal result has the same id, and in `onSave` and `manual` mode the
 * last result stands until its time comes.
 */
import {
  DocumentDiagnosticReportKind,
  type Diagnostic,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver';
import { unknownRules } from '../../engine';
import type { ResolvedConfig } from '../../engine/config';
import { toDiagnostic, toOffsets, toUnknownRuleDiagnostic } from '../convert';
import { undeferred } from '../deferral';
import type { OpenDocument } from '../document';
import { notification, request } from '../guard';
import { documentCheck, otherDiagnostics, type OtherDiagnostics } from '../../protocol';
import type { Current, Session } from '../session';
import { Debouncer } from '../timers';
import { pathBelow } from '../uri';

const pushDelay = 150;
const refreshDelay = 50;

/** Nobody has typed for so long. */
const restDelay = 500;

interface Shown {
  readonly resultId: string;
  readonly version: number;
  readonly items: Diagnostic[];
}

interface State {
  /** Something has happened for which `onSave` (and `manual`, once asked for) looks again. */
  due: boolean;
  /** A command has asked for this document. */
  requested: boolean;
  shown: Shown | undefined;
}

export function registerDiagnostics(session: Session): void {
  const { connection, documents } = session;
  const states = new WeakMap<OpenDocument, State>();
  const timers = new Debouncer(session.host);
  let results = 0;
  const pulls = (): boolean => session.capabilities.textDocument?.diagnostic !== undefined;

  /** What was told of documents before they were opened: a client's listeners have no order. */
  const early = new Map<string, OtherDiagnostics['items']>();
  const accept = (document: OpenDocument, items: OtherDiagnostics['items']): void => {
    document.others = items.map((one) => ({ ...one, ...toOffsets(document.source, one.range) }));
  };

  const stateOf = (document: OpenDocument): State => {
    let state = states.get(document);
    if (!state) states.set(document, (state = { due: true, requested: false, shown: undefined }));
    return state;
  };

  const show = async (document: OpenDocument): Promise<Shown> => {
    const state = stateOf(document);
    const { config } = await session.configuration.forDocument(document.uri);
    if (!isDue(state, config.run)) return (state.shown ??= shown([], document.version));
    state.due = false;
    const current = await session.current(document.uri);
    if (current?.checked?.analysis.dependsOnEdits === true)
      timers.schedule(`rest ${document.uri}`, restDelay, () => renew(document));
    const items = current?.checked
      ? [
          ...ofFile(current, current.checked),
          ...ofComments(current.checked),
          ...ofProject(session, document.uri),
        ]
      : [];
    const isSame = state.shown !== undefined && equal(state.shown.items, items);
    return (state.shown =
      isSame && state.shown ? { ...state.shown, version: document.version } : shown(items, document.version));
  };

  const shown = (items: Diagnostic[], version: number): Shown => {
    results += 1;
    return { resultId: String(results), version, items };
  };

  const push = async (document: OpenDocument): Promise<void> => {
    const { version, items } = await show(document);
    // A newer text has its own timer; a closed document must stay clear.
    if (document.closed || document.version !== version) return;
    await connection.sendDiagnostics({ uri: document.uri, version, diagnostics: items });
  };

  const schedule = (document: OpenDocument, delay: number): void => {
    if (pulls()) return;
    const work = notification(session, 'diagnostics', () => push(document));
    timers.schedule(document.uri, delay, () => work(undefined));
  };

  /** What a long broken text looks like may depend on how it was typed: at rest it is parsed afresh. */
  const renew = notification(session, 'renewal', async (document: OpenDocument) => {
    const current = document.closed ? undefined : await session.current(document.uri);
    if (current?.checked?.analysis.renew() !== true) return;
    stateOf(document).due = true;
    schedule(document, 0);
    askToPull();
  });

  /** Everything may look different now. */
  const refreshAll = (): void => {
    for (const document of documents.values()) {
      stateOf(document).due = true;
      schedule(document, refreshDelay);
    }
    askToPull();
  };

  const askToPull = (): void => {
    if (!pulls() || session.capabilities.workspace?.diagnostics?.refreshSupport !== true) return;
    const work = notification(session, 'workspace/diagnostic/refresh', () =>
      connection.languages.diagnostics.refresh(),
    );
    timers.schedule('refresh', refreshDelay, () => work(undefined));
  };

  connection.languages.diagnostics.on(
    request(
      session,
      'textDocument/diagnostic',
      full(undefined, []),
      async ({ textDocument, previousResultId }) => {
        const document = documents.get(textDocument.uri);
        if (!document) return full(undefined, []);
        const { resultId, items } = await show(document);
        if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
        return full(resultId, items);
      },
    ),
  );

  connection.onRequest(
    documentCheck,
    request(session, documentCheck, null, ({ uri }: { readonly uri: string }) => {
      const document = documents.get(uri);
      if (!document) return null;
      Object.assign(stateOf(document), { due: true, requested: true });
      schedule(document, 0);
      askToPull();
      return null;
    }),
  );

  connection.onNotification(
    otherDiagnostics,
    notification(session, otherDiagnostics, async ({ uri, items }: OtherDiagnostics) => {
      const document = documents.get(uri);
      if (!document) {
        early.set(uri, items);
        return;
      }
      accept(document, items);
      const state = stateOf(document);
      const before = state.shown;
      if (!before) return;
      // What is shown is judged again, also where the next look at the text is due only later.
      if (before.version === document.version) state.due = true;
      if ((await show(document)).resultId === before.resultId) return;
      schedule(document, 0);
      askToPull();
    }),
  );

  session.didOpen.event((document) => {
    accept(document, early.get(document.uri) ?? []);
    early.delete(document.uri);
    schedule(document, 0);
  });
  session.didChange.event((document) => schedule(document, pushDelay));
  session.didSave.event((document) => {
    stateOf(document).due = true;
    schedule(document, 0);
    const refresh = notification(session, 'textDocument/didSave', async () => {
      if ((await session.configuration.forDocument(document.uri)).config.run === 'onSave') askToPull();
    });
    refresh(undefined);
  });
  session.didClose.event((document) => {
    timers.cancel(document.uri);
    timers.cancel(`rest ${document.uri}`);
    if (!pulls()) void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
  const projectChanged = notification(session, 'project findings', async (folder: string) => {
    let isOther = false;
    for (const document of documents.values()) {
      if (pathBelow(folder, document.uri) === undefined) continue;
      const before = stateOf(document).shown?.resultId;
      if (before === undefined) continue;
      if ((await show(document)).resultId === before) continue;
      isOther = true;
      schedule(document, 0);
    }
    if (isOther) askToPull();
  });
  session.projects.didChange.event((folder) => projectChanged(folder));
  session.configuration.onDidChange(refreshAll);
  session.didDisableRule.event(refreshAll);
}

/** What is not left to another linter that underlines it already. */
function ofFile(
  { document, scope }: Current,
  { analysis, engine }: NonNullable<Current['checked']>,
): Diagnostic[] {
  const { source, findings } = analysis;
  const { others } = document;
  return undeferred(findings, { source, others }, scope.config.settings.deferTo, engine).map((finding) =>
    toDiagnostic(source, finding),
  );
}

/** Comments that silence nothing, because what they name is no rule. */
function ofComments({ analysis, engine }: NonNullable<Current['checked']>): Diagnostic[] {
  const { source, root } = analysis;
  return unknownRules(source, root, engine.rules).map((unknown) => toUnknownRuleDiagnostic(source, unknown));
}

/** What the rules about the project find in this Python file. */
function ofProject({ folders, projects }: Session, uri: string): Diagnostic[] {
  const folder = folders.holding(uri)?.uri;
  const path = folder === undefined ? undefined : pathBelow(folder, uri);
  const found = path === undefined ? undefined : projects.get(folder)?.findings.get(path);
  return (found ?? []).map(({ diagnostic }) => diagnostic);
}

function isDue(state: State, run: ResolvedConfig['run']): boolean {
  switch (run) {
    case 'onType':
      return true;
    case 'onSave':
      return state.due;
    case 'manual':
      return state.due && state.requested;
  }
}

function full(resultId: string | undefined, items: Diagnostic[]): DocumentDiagnosticReport {
  return { kind: DocumentDiagnosticReportKind.Full, items, ...(resultId === undefined ? {} : { resultId }) };
}

function equal(a: readonly Diagnostic[], b: readonly Diagnostic[]): boolean {
  return a.length === b.length && a.every((item, index) => same(item, b[index]));
}

function same(a: Diagnostic, b: Diagnostic | undefined): boolean {
  if (!b || a.code !== b.code || a.message !== b.message || a.severity !== b.severity) return false;
  const { start, end } = a.range;
  return (
    start.line === b.range.start.line &&
    start.character === b.range.start.character &&
    end.line === b.range.end.line &&
    end.character === b.range.end.character
  );
}
