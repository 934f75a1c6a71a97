/** Declares what the code imports, where the project declares its dependencies already, else in requirements.txt. */
import type { ProjectFacts } from '../facts';
import { setupFile } from '../facts/toolchain';
import { normalizeName } from '../facts/dependencies';
import { distributionOf, isProvided } from '../facts/distributions';
import { asTable, tableAt } from '../facts/documents';
import { appendLines } from './append';
import { addToTable } from './pyproject';
import { addToArray } from './toml-array';
import { alreadyThere, type FileChange, type ProjectAction, type Refusal } from './types';

interface Missing {
  /** Distributions of modules that the code imports. */
  readonly runtime: readonly string[];
  /** Of those that only tests import. */
  readonly development: readonly string[];
  /** Modules whose distribution is not well known. */
  readonly unknown: readonly string[];
}

export const declareDependencies: ProjectAction = {
  name: 'declare-dependencies',
  title: 'Declare the dependencies',
  check: 'dependencies-declared',
  run(facts) {
    const missing = missingDependencies(facts);
    const { runtime, development, unknown } = missing;
    if (runtime.length + development.length === 0)
      return unknown.length === 0
        ? alreadyThere
        : {
            refused: `add the distributions of ${unknown.join(', ')} by hand: their names are not well known`,
          };
    const { broken } = facts.dependencies;
    if (broken[0] !== undefined) return { refused: `${broken[0]} cannot be read: fix it first` };
    const changes = place(facts, missing);
    if ('refused' in changes) return changes;
    const open =
      unknown.length > 0
        ? ` The distributions of ${unknown.join(', ')} are not well known: add them by hand.`
        : '';
    return {
      label: 'Declare what the code imports',
      files: changes,
      followUp: `Add the versions that you have tested, and install them into the environment.${open}`,
    };
  },
};

export function missingDependencies(facts: ProjectFacts): Missing {
  const declared = new Set(facts.dependencies.declared.map(({ name }) => name));
  const { inCode } = facts.imports;
  const modules = facts.imports.thirdParty
    .map(({ module }) => module)
    .filter((module) => !isProvided(module, declared));
  const known = modules.filter((module) => distributionOf(module) !== undefined);
  const names = (wanted: readonly string[]) =>
    [...new Set(wanted.map((module) => distributionOf(module) ?? module))].sort((a, b) =>
      normalizeName(a) < normalizeName(b) ? -1 : 1,
    );
  return {
    runtime: names(known.filter((module) => inCode.has(module))),
    development: names(known.filter((module) => !inCode.has(module))),
    unknown: modules.filter((module) => distributionOf(module) === undefined),
  };
}

/** One distribution that the code needs, where the project declares the others. */
export function declareDistribution(
  facts: ProjectFacts,
  distribution: string,
): readonly FileChange[] | Refusal {
  return place(facts, { runtime: [distribution], development: [], unknown: [] });
}

function place(facts: ProjectFacts, missing: Missing): readonly FileChange[] | Refusal {
  const { pyproject, paths } = facts;
  const data = pyproject.status === 'ok' ? pyproject.data : {};
  if (tableAt(data, 'project')) return inProject(facts, missing);
  if (tableAt(data, 'tool', 'poetry')) return inPoetry(facts, missing);
  if (paths.has('Pipfile')) return inTables(facts, missing, 'Pipfile', ['packages'], ['dev-packages']);
  if (setupFile(facts) !== undefined)
    return { refused: 'add them to install_requires of the setup file by hand' };
  return inRequirements(facts, missing);
}

function inProject(facts: ProjectFacts, { runtime, development }: Missing): readonly FileChange[] | Refusal {
  const path = 'pyproject.toml';
  const document = facts.documents.toml(path);
  if (document.status !== 'ok') return { refused: `${path} cannot be read` };
  const project = tableAt(document.data, 'project');
  const dynamic = project?.dynamic;
  if (Array.isArray(dynamic) && (dynamic as unknown[]).includes('dependencies'))
    return { refused: 'the dependencies are dynamic: add them where the build reads them' };
  const merged: FileChange[] = [];
  if (runtime.length > 0) {
    const change =
      project?.dependencies === undefined
        ? addToTable(facts, path, ['project'], [arrayLine('dependencies', runtime)])
        : addToArray(path, document.text, ['project', 'dependencies'], runtime);
    if ('refused' in change) return change;
    merged.push(change);
  }
  if (development.length > 0) {
    const groups = asTable(document.data['dependency-groups']);
    const change = groups?.dev
      ? addToArray(path, document.text, ['dependency-groups', 'dev'], development)
      : addToTable(facts, path, ['dependency-groups'], [arrayLine('dev', development)]);
    if ('refused' in change) return change;
    merged.push(change);
  }
  return mergeEdits(merged);
}

function inPoetry(facts: ProjectFacts, missing: Missing): readonly FileChange[] | Refusal {
  const poetry = ['tool', 'poetry'];
  return inTables(
    facts,
    missing,
    'pyproject.toml',
    [...poetry, 'dependencies'],
    [...poetry, 'group', 'dev', 'dependencies'],
  );
}

function inTables(
  facts: ProjectFacts,
  { runtime, development }: Missing,
  path: string,
  runtimeTable: readonly string[],
  developmentTable: readonly string[],
): readonly FileChange[] | Refusal {
  const merged: FileChange[] = [];
  for (const [names, table] of [
    [runtime, runtimeTable],
    [development, developmentTable],
  ] as const) {
    if (names.length === 0) continue;
    const lines = names.map((name) => `${/^[\w-]+$/.test(name) ? name : `"${name}"`} = "*"`);
    const change = addToTable(facts, path, table, lines);
    if ('refused' in change) return change;
    merged.push(change);
  }
  return mergeEdits(merged);
}

function inRequirements(
  facts: ProjectFacts,
  { runtime, development, unknown }: Missing,
): readonly FileChange[] | Refusal {
  const notes = unknown.map((module) => `# import ${module}: which distribution is it from?`);
  const changes: FileChange[] = [];
  for (const [path, lines] of [
    ['requirements.txt', runtime.length > 0 ? [...runtime, ...notes] : []],
    ['requirements-dev.txt', development],
  ] as const) {
    if (lines.length === 0) continue;
    if (!facts.paths.has(path)) changes.push({ path, create: `${lines.join('\n')}\n` });
    else {
      const before = facts.snapshot.text(path);
      if (before === undefined) return { refused: `${path} cannot be read` };
      changes.push({ path, edits: [appendLines(before, lines)] });
    }
  }
  return changes;
}

export function arrayLine(key: string, values: readonly string[]): string {
  return values.length === 0
    ? `${key} = []`
    : [`${key} = [`, ...values.map((value) => `    "${value}",`), ']'].join('\n');
}

/** Several changes of one file as one: their edits were all made from the same text. */
export function mergeEdits(changes: readonly FileChange[]): readonly FileChange[] {
  const byPath = new Map<string, FileChange>();
  for (const change of changes) {
    const before = byPath.get(change.path);
    byPath.set(
      change.path,
      before && 'edits' in before && 'edits' in change
        ? { path: change.path, edits: [...before.edits, ...change.edits] }
        : change,
    );
  }
  return [...byPath.values()];
}
