/** Writes or completes .env.example: the names, never the values, of the variables that the code reads. */
import type { ProjectFacts } from '../facts';
import { exampleFiles, exampleKeys } from '../facts/variables';
import { appendLines } from './append';
import type { ProjectAction } from './types';

export const addEnvExample: ProjectAction = {
  name: 'add-env-example',
  title: 'List the variables in .env.example',
  check: 'env-example',
  run(facts) {
    const names = missingNames(facts);
    if (names.length === 0) return { refused: 'already there' };
    const path = exampleFiles(facts)[0];
    if (path === undefined)
      return { label: 'Add .env.example', files: [{ path: '.env.example', create: exampleText(names) }] };
    const before = facts.snapshot.text(path);
    if (before === undefined) return { refused: `${path} cannot be read` };
    const lines = ['# Read by the code.', ...names.map((name) => `${name}=`)];
    return { label: `Complete ${path}`, files: [{ path, edits: [appendLines(before, lines)] }] };
  },
};

function missingNames(facts: ProjectFacts): readonly string[] {
  const listed = exampleKeys(facts);
  return facts.variables.map(({ name }) => name).filter((name) => !listed.has(name));
}

export function exampleText(names: readonly string[]): string {
  const lines = [
    '# Copy to .env and fill in. The names come from the code; values never belong into this file.',
    ...names.map((name) => `${name}=`),
  ];
  return `${lines.join('\n')}\n`;
}
