/**
 * The safe fixes of all Python files in a workspace folder: what "fix all" does in each file, as one edit that the client
 * previews. Files that are excluded, cannot be read or written, or are not UTF-8 are left alone.
 */
import type { CancellationToken } from 'vscode-languageserver';
import { fixAll, SourceText, type Engine } from '../../engine';
import { countByRule, noFindings } from '../../engine/packed-records';
import { fixProject, type ActionFile, type FixProjectParams, type FixProjectResult } from '../../protocol';
import { pathIn } from '../configuration';
import { toTextEdit } from '../convert';
import { cancelled, request } from '../guard';
import type { Session } from '../session';
import { diffEdits } from '../text-diff';
import { joinUri, uriKey } from '../uri';
import type { CheckedFolder, Grader } from './grader';

export function registerFixProject(session: Session, find: (folder: string) => Grader | undefined): void {
  const { connection } = session;
  const failed: FixProjectResult = {
    pythonFiles: 0,
    result: { refused: 'The fixes could not be worked out; the output says why.' },
  };
  connection.onRequest(
    fixProject,
    request(session, fixProject, failed, async ({ folder, workDoneToken }: FixProjectParams, token) => {
      const grader = find(folder);
      if (!grader) return refusal('The folder is not open any more.');
      const progress = connection.window.attachWorkDoneProgress(workDoneToken);
      progress.begin('Fixing the project', 0, undefined, true);
      const onProgress = (done: number, total: number): void =>
        progress.report(total > 0 ? Math.min(100, (done / total) * 100) : 0, `${done} of ${total} files`);
      try {
        const checked = await grader.checked({
          isCancelled: () => token.isCancellationRequested,
          onProgress,
        });
        if (token.isCancellationRequested) return cancelled();
        if (!checked) return refusal(grader.projects[0]?.message ?? 'The folder has not been graded.');
        return (await fixFolder(session, folder, checked, token, onProgress)) ?? cancelled();
      } finally {
        progress.done();
      }
    }),
  );
}

function refusal(refused: string): FixProjectResult {
  return { pythonFiles: 0, result: { refused } };
}

/** Undefined when cancelled. */
async function fixFolder(
  session: Session,
  folder: string,
  { pythonFiles, findings }: CheckedFolder,
  token: CancellationToken,
  onProgress: (done: number, total: number) => void,
): Promise<FixProjectResult | undefined> {
  const engine = await session.engine();
  const safe = new Set(engine.rules.filter(({ meta }) => meta.fix === 'safe').map(({ meta }) => meta.name));
  const files: ActionFile[] = [];
  const left: string[] = [];
  for (const [done, path] of pythonFiles.entries()) {
    const found = Object.keys(countByRule(findings.get(path) ?? noFindings));
    if (!found.some((rule) => safe.has(rule))) continue;
    await session.host.pause();
    if (token.isCancellationRequested) return undefined;
    onProgress(done, pythonFiles.length);
    const fixed = await fixFile(session, engine, folder, path);
    if (fixed === 'unusable') left.push(path);
    else if (fixed) files.push(fixed);
  }
  const label = files.length === 1 ? 'Safe fixes in 1 file' : `Safe fixes in ${files.length} files`;
  const followUp = leftOut(left);
  return {
    pythonFiles: pythonFiles.length,
    result: { label, files, ...(followUp === undefined ? {} : { followUp }) },
  };
}

async function fixFile(
  { documents, host, configuration, projects }: Session,
  engine: Engine,
  folder: string,
  path: string,
): Promise<ActionFile | 'unusable' | undefined> {
  const key = uriKey(joinUri(folder, path));
  const open = [...documents.values()].find((document) => uriKey(document.uri) === key);
  const uri = open?.uri ?? joinUri(folder, path);
  const { config, root } = await configuration.forDocument(uri);
  const settings = config.lintFor(pathIn(root, uri));
  if (!settings) return undefined;
  const source = open?.source ?? (await readSource(host.readText(uri)));
  if (!source) return 'unusable';
  const project = projects.get(folder)?.index;
  const { text } = fixAll(engine, path, source.text, settings, { upTo: 'safe', project });
  const edits = diffEdits(source.text, text);
  if (edits.length === 0) return undefined;
  return host.isWritable(uri) ? { uri, edits: edits.map((edit) => toTextEdit(source, edit)) } : 'unusable';
}

/** Bytes that are not UTF-8 have been replaced in the text: an edit would write the replacements. */
async function readSource(reading: Promise<string | undefined>): Promise<SourceText | undefined> {
  const text = await reading;
  return text === undefined || text.includes('\ufffd') ? undefined : new SourceText(text);
}

function leftOut(paths: readonly string[]): string | undefined {
  if (paths.length === 0) return undefined;
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
  return `Left alone, because they cannot be read or written: ${paths.slice(0, 3).join(', ')}${more}.`;
}
