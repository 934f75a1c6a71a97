/** The edits of a one-click action, made from what is on disk now. */
import { SourceText } from '../../engine';
import type { FileChange, ProjectEdit, ProjectFacts, Refusal } from '../../engine/project';
import type { ActionFile, ActionResult } from '../../protocol';
import { toTextEdit } from '../convert';
import type { ServerHost } from '../host';
import { joinUri } from '../uri';

/** What proposes edits: a one-click action, or an acknowledgement. */
export interface Proposal {
  /** Python files whose present text it wants to see. */
  readonly sources: (facts: ProjectFacts) => readonly string[];
  readonly run: (facts: ProjectFacts, text: (path: string) => string | undefined) => ProjectEdit | Refusal;
}

/** `facts` are those of the last look at the project; `lookAgain` renews them for these paths. */
export async function previewAction(
  proposal: Proposal,
  folder: string,
  host: Pick<ServerHost, 'readText' | 'isWritable'>,
  facts: () => Promise<ProjectFacts>,
  lookAgain: (paths: readonly string[]) => Promise<void>,
): Promise<ActionResult> {
  for (let round = 0; round < 2; round += 1) {
    const pythonFiles = proposal.sources(await facts());
    // Edits of Python go by the lines of the last look: it has to be of the text that is edited.
    if (pythonFiles.length > 0) await lookAgain(pythonFiles);
    const now = await facts();
    const sources = new Map<string, string>();
    for (const path of pythonFiles) {
      const text = await host.readText(joinUri(folder, path));
      if (text !== undefined) sources.set(path, text);
    }
    const known = (path: string) => sources.get(path) ?? now.snapshot.text(path);
    const result = proposal.run(now, known);
    if ('refused' in result) return result;
    const locked = result.files.find(({ path }) => !host.isWritable(joinUri(folder, path)));
    if (locked) return { refused: `${locked.path} cannot be written: it is read-only, or its folder is` };
    const stale: string[] = [];
    for (const { path } of result.files) {
      const text = await host.readText(joinUri(folder, path));
      if (text !== known(path)) stale.push(path);
    }
    if (stale.length > 0) {
      await lookAgain(stale);
      continue;
    }
    const { label, files, followUp } = result;
    const changes = files.map((file) => actionFile(folder, file, known(file.path) ?? ''));
    return { label, files: changes, ...(followUp === undefined ? {} : { followUp }) };
  }
  return { refused: 'The files of this action keep changing. Try again in a moment.' };
}

function actionFile(folder: string, file: FileChange, text: string): ActionFile {
  const uri = joinUri(folder, file.path);
  if ('create' in file) return { uri, create: file.create };
  const source = new SourceText(text);
  return { uri, edits: file.edits.map((edit) => toTextEdit(source, edit)) };
}
