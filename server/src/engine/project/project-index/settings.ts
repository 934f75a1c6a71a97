/** Dependencies and environment variables that code uses and the project's files do not mention. */
import type { MissingDependency } from '../../lint/project-queries';
import { declareDistribution } from '../actions/declare-dependencies';
import { computedName, normalizeName, requirementFiles } from '../facts/dependencies';
import { distributionOf, isProvided } from '../facts/distributions';
import { asString, asStrings, tableAt } from '../facts/documents';
import { fileRole } from '../facts/roles';
import { exampleFiles, exampleKeys, systemVariable } from '../facts/variables';
import { standardLibrary } from '../../semantics/standard-library';
import { memo } from './modules';
import { operationsOf } from './operations';
import type { ProjectFacts } from '../facts';
import type { IndexPart, Queries } from './index';

export function settingsQueries(
  index: IndexPart,
): Pick<Queries, 'undeclaredDependency' | 'undocumentedVariable'> {
  const { facts } = index;
  const declarations = once(() => declarationsOf(index));
  const example = once(() => exampleFiles(facts)[0]);
  // Many files ask for the same one, and each answer reads the manifest again.
  const missing = memo((distribution) => missingDependency(facts, distribution, declarations()?.file ?? ''));
  const documented = once(() => exampleKeys(facts));
  const hasLocal = once(() => [...facts.paths].some((other) => /(?:^|\/)\.env(?:\.\w+)?$/.test(other)));
  return {
    undeclaredDependency: (path, module) => {
      const known = declarations();
      if (!known || standardLibrary.has(module) || facts.imports.isFirstParty(module)) return undefined;
      if (['generated', 'example', 'tooling'].includes(fileRole(path))) return undefined;
      const distribution = distributionOf(module);
      // A distribution that is not well known cannot be told from one that is declared under another name.
      if (distribution === undefined || isProvided(module, known.names)) return undefined;
      return missing(distribution);
    },
    undocumentedVariable: (path, name) => {
      if (systemVariable.test(name) || fileRole(path) === 'test') return undefined;
      const file = example();
      if (file !== undefined) return documented().has(name) ? undefined : { file, exists: true };
      return hasLocal() ? { file: '.env.example', exists: false } : undefined;
    },
  };
}

interface Declarations {
  readonly names: ReadonlySet<string>;
  /** Where a new one belongs. */
  readonly file: MissingDependency['file'];
}

/** Undefined when the project declares nothing, or when what it declares cannot be read in full. */
function declarationsOf({ facts }: IndexPart): Declarations | undefined {
  const { declared, broken } = facts.dependencies;
  if (broken.length > 0 || declared.some(({ name }) => name === computedName)) return undefined;
  const requirements = requirementFiles([...facts.paths]);
  if (requirements.some((path) => refersElsewhere(facts.snapshot.text(path) ?? '', path, requirements)))
    return undefined;
  const setup = facts.documents.plain('setup.py');
  if (setup.status === 'ok' && /setup\s*\([^)]*\*\*|install_requires\s*=\s*[^\s[]/.test(setup.data))
    return undefined;
  const names = new Set(declared.map(({ name }) => name));
  const pyproject = facts.pyproject.status === 'ok' ? facts.pyproject : undefined;
  const project = pyproject && tableAt(pyproject.data, 'project');
  const own = asString(project?.name) ?? asString(tableAt(pyproject?.data, 'tool', 'poetry')?.name);
  if (own !== undefined) names.add(normalizeName(own));
  if (asStrings(project?.dynamic).includes('dependencies')) return undefined;
  const file = targetFile(requirements, project !== undefined, pyproject?.data);
  return file === undefined ? undefined : { names, file };
}

function targetFile(
  requirements: readonly string[],
  hasProject: boolean,
  pyproject: unknown,
): string | undefined {
  const hasOther = tableAt(pyproject, 'tool', 'poetry', 'dependencies') !== undefined;
  if (hasProject || hasOther) return 'pyproject.toml';
  return (
    ['requirements.in', 'requirements/base.in', 'requirements.txt', 'requirements/base.txt'].find((path) =>
      requirements.includes(path),
    ) ?? requirements[0]
  );
}

/** `-r other.txt` of a file that was not read; `-e .` takes the requirements of a setup script. */
function refersElsewhere(text: string, path: string, known: readonly string[]): boolean {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  return [...text.matchAll(/^\s*(?:-r|--requirement)[ =]\s*(\S+)/gm)].some(
    ([, name = '']) => !known.includes(normalized(folder + name)),
  );
}

function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function once<T>(compute: () => T): () => T {
  let cell: { readonly value: T } | undefined;
  return () => (cell ??= { value: compute() }).value;
}

function missingDependency(facts: ProjectFacts, distribution: string, file: string): MissingDependency {
  if (file !== 'pyproject.toml')
    return { distribution, file, change: { kind: 'append-line', path: file, line: distribution } };
  const changes = declareDistribution(facts, distribution);
  const [change] = ('refused' in changes ? undefined : operationsOf(changes, facts)) ?? [];
  return change ? { distribution, file, change } : { distribution, file };
}
