/**
 * Settings and configuration files: when they change, everything that depends on them starts over; what is wrong in
 * them is shown where it stands, or in the status and the log where it has no file.
 */
import {
  DiagnosticSeverity,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type Diagnostic,
} from 'vscode-languageserver';
import { configFileNames, describeProblem, type ConfigProblem } from '../../engine/config';
import { configFilePatterns } from '../../engine/project';
import { statusChanged, type ServerStatus } from '../../protocol';
import type { FileProblem } from '../configuration';
import { diagnosticSource } from '../convert';
import { notification } from '../guard';
import type { Session } from '../session';
import { Debouncer } from '../timers';
import { baseName } from '../uri';

const settleDelay = 50;

export function registerConfiguration(session: Session): void {
  const { connection, configuration } = session;
  const timers = new Debouncer(session.host);
  const showProblems = problemPublisher(session);
  const settle = notification(session, 'configuration', async () => {
    await resolveAll(session);
    showProblems();
  });
  const schedule = (): void => timers.schedule('problems', settleDelay, () => settle(undefined));

  connection.onDidChangeConfiguration(
    notification(
      session,
      'workspace/didChangeConfiguration',
      ({ settings }: { readonly settings: unknown }) => {
        const pushed = sectionOf(settings);
        if (pushed !== undefined) configuration.push(pushed);
        configuration.invalidate('settings');
      },
    ),
  );
  connection.onDidChangeWatchedFiles(
    notification(session, 'workspace/didChangeWatchedFiles', ({ changes }) => {
      const names: readonly string[] = configFileNames;
      if (changes.some(({ uri }) => names.includes(baseName(uri)))) configuration.invalidate('files');
      session.didChangeFiles.fire(changes);
    }),
  );
  session.didInitialize.event(() => {
    notification(session, 'registration', () => registerWatchers(session))(undefined);
    schedule();
  });
  configuration.onDidChange(schedule);
  session.didOpen.event(schedule);
  session.didDisableRule.event(schedule);
}

/** Clients send `{ seaworthy: {…} }`, just the section, or null when they want to be asked. */
function sectionOf(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null) return undefined;
  return 'seaworthy' in settings ? settings.seaworthy : settings;
}

async function registerWatchers({ capabilities, connection }: Session): Promise<void> {
  const { workspace } = capabilities;
  if (workspace?.didChangeConfiguration?.dynamicRegistration === true) {
    await connection.client.register(DidChangeConfigurationNotification.type, { section: 'seaworthy' });
  }
  if (workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
    const patterns = ['*.{py,pyi,ipynb}', '.env', '*.lock', ...configFilePatterns];
    const watchers = patterns.map((pattern) => ({ globPattern: `**/${pattern}` }));
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }
}

/** Every configuration that folders and open documents use now, so that its problems are known. */
async function resolveAll({ configuration, folders, documents }: Session): Promise<void> {
  await Promise.all([
    ...folders.all.map((folder) => configuration.forFolder(folder.uri)),
    ...[...documents.keys()].map((uri) => configuration.forDocument(uri)),
  ]);
}

/** Shows the present problems in place of those shown before. */
function problemPublisher(session: Session): () => void {
  const { connection, configuration, log } = session;
  let published = new Set<string>();
  let logged = new Set<string>();
  let status = JSON.stringify({ disabledRules: [], configurationProblems: [] } satisfies ServerStatus);

  return () => {
    const { inFiles, elsewhere } = configuration.problems;
    const byFile = new Map<string, Diagnostic[]>([...published].map((uri) => [uri, []]));
    for (const problem of inFiles) {
      const diagnostics = byFile.get(problem.uri);
      if (diagnostics) diagnostics.push(toDiagnostic(problem));
      else byFile.set(problem.uri, [toDiagnostic(problem)]);
    }
    for (const [uri, diagnostics] of byFile) void connection.sendDiagnostics({ uri, diagnostics });
    published = new Set(inFiles.map((problem) => problem.uri));

    const sentences = [...inFiles.map(({ problem }) => problem), ...elsewhere].map(describeProblem);
    for (const sentence of sentences) if (!logged.has(sentence)) log.warn(`Configuration: ${sentence}`);
    logged = new Set(sentences);

    const now: ServerStatus = { disabledRules: session.disabledRules, configurationProblems: sentences };
    if (JSON.stringify(now) === status) return;
    status = JSON.stringify(now);
    void connection.sendNotification(statusChanged, now);
  };
}

function toDiagnostic({ problem }: FileProblem): Diagnostic {
  const { start, end } = problem.range ?? { start: { line: 0, column: 0 }, end: { line: 0, column: 0 } };
  return {
    range: {
      start: { line: start.line, character: start.column },
      end: { line: end.line, character: end.column },
    },
    severity: problem.key === '' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code: 'configuration',
    source: diagnosticSource,
    message: sentence(problem),
  };
}

/** Without the place: the diagnostic stands there. */
function sentence(problem: ConfigProblem): string {
  return describeProblem(problem).replace(/^[^:]+(?::\d+:\d+)?: /, '');
}
