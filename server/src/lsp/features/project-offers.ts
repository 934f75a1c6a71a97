/** Code actions for findings of the rules about projects: changes of files, none of the document itself. */
import { CodeActionKind, type CodeAction, type CodeActionParams } from 'vscode-languageserver';
import type { Fix } from '../../engine';
import type { FileFinding } from '../projects';
import type { Session } from '../session';
import { pathBelow } from '../uri';

/** Which fix of which finding, found again when the action is resolved. */
export interface ProjectFix {
  readonly rule: string;
  readonly line: number;
  readonly index: number;
}

export interface ProjectOffer {
  readonly action: CodeAction;
  readonly fix: ProjectFix;
  readonly files: Fix['files'];
}

export function projectOffers(session: Session, { textDocument, range }: CodeActionParams): ProjectOffer[] {
  const touching = findingsIn(session, textDocument.uri).filter(
    ({ diagnostic }) =>
      diagnostic.range.start.line <= range.end.line && range.start.line <= diagnostic.range.end.line,
  );
  return touching.flatMap(({ finding, diagnostic, fixes }) =>
    fixes().map(({ title, files }, index) => ({
      action: { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic] },
      fix: { rule: finding.rule.meta.name, line: diagnostic.range.start.line, index },
      files,
    })),
  );
}

export function projectFix(
  session: Session,
  uri: string,
  { rule, line, index }: ProjectFix,
): Fix | undefined {
  const found = findingsIn(session, uri).find(
    ({ finding, diagnostic }) => finding.rule.meta.name === rule && diagnostic.range.start.line === line,
  );
  return found?.fixes()[index];
}

function findingsIn({ folders, projects }: Session, uri: string): readonly FileFinding[] {
  const folder = folders.holding(uri)?.uri;
  const path = folder === undefined ? undefined : pathBelow(folder, uri);
  return (path === undefined ? undefined : projects.get(folder)?.findings.get(path)) ?? [];
}
