/** Errors that Ruff sees in a fixed text and did not see before: unused imports, undefined names, syntax of later versions. */
import { PositionEncoding, Workspace, type Diagnostic } from '@astral-sh/ruff-wasm-nodejs';
import { defaultTargetVersion } from '../../server/src/engine/index';

let workspace: Workspace | undefined;

/** Codes `F` and `E9`, and syntax errors, which have no code; how many more of each there are than before. */
export function newRuffFindings(before: string, after: string): string[] {
  const known = new Map<string, number>();
  for (const { key } of errorsOf(before)) known.set(key, (known.get(key) ?? 0) + 1);
  return errorsOf(after).flatMap(({ key, found }) => {
    const left = known.get(key) ?? 0;
    known.set(key, left - 1);
    return left > 0 ? [] : [`${key} in line ${found.start_location.row}: ${found.message}`];
  });
}

function errorsOf(text: string): { key: string; found: Diagnostic }[] {
  workspace ??= new Workspace(
    { lint: { select: ['F', 'E9'] }, 'target-version': `py${defaultTargetVersion.join('')}` },
    PositionEncoding.Utf16,
  );
  return (workspace.check(text) as Diagnostic[]).map((found) => ({
    key: found.code ?? 'a syntax error',
    found,
  }));
}
