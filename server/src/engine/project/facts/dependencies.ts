/** Declared dependencies, pins, lock files and the Python version, from every format that Python projects use. */
import { pathSet } from '../paths';
import type { HealthEvidence } from '../../../protocol/health';
import { filterInSteps, type Steps } from '../../steps';
import { readHatch, readPipfile, readPixi, readPyproject } from './dependencies-toml';
import { asStrings, asTable, lineOf, type Documents, type Table } from './documents';
import type { SourceFile } from './totals';

export interface Dependency {
  readonly name: string;
  readonly pinned: boolean;
  readonly path: string;
  readonly line: number;
  readonly development: boolean;
}

export interface PythonVersion {
  readonly specifier: string;
  readonly path: string;
  readonly line: number;
}

export interface DependencyFacts {
  readonly declared: readonly Dependency[];
  readonly lockFiles: readonly string[];
  readonly python: PythonVersion | undefined;
  /** Files that could declare something but could not be read: no absence can be concluded. */
  readonly broken: readonly string[];
}

const lockFilePattern =
  /^(?:uv\.lock|poetry\.lock|pdm\.lock|Pipfile\.lock|pixi\.lock|conda-lock\.ya?ml|pylock(?:\.[\w-]+)?\.toml)$/;
const requirementsPattern = /^(?:[\w.-]*requirements[\w.-]*|requirements\/[\w.-]+)\.(?:txt|in)$/;

const environmentPattern = /^(?:conda\/)?[\w.-]*environment[\w.-]*\.ya?ml$/;

/** Stands for names that only running the build would tell. */
export const computedName = '(computed)';

export function computedDependency(path: string, line: number): Dependency {
  return { name: computedName, pinned: false, path, line, development: false };
}

/** Files by which tools choose an interpreter: pyenv and uv, asdf, mise, and platforms that run the project. */
function versionFiles(documents: Documents): readonly PythonVersion[] {
  return versionPatterns.flatMap(([path, pattern]): PythonVersion[] => {
    const file = documents.plain(path);
    const found = file.status === 'ok' ? pattern.exec(file.data) : null;
    return file.status === 'ok' && found?.[1] !== undefined
      ? [{ specifier: found[1], path, line: lineOf(file.data, pattern) }]
      : [];
  });
}

const versionPatterns: readonly (readonly [string, RegExp])[] = [
  ['.python-version', /^\s*(?:python-?|cpython-?)?([\w.+-]+)/],
  ['.tool-versions', /^python\s+([\w.+-]+)/m],
  ['mise.toml', /^\s*python\s*=\s*["']([\w.+-]+)["']/m],
  ['.mise.toml', /^\s*python\s*=\s*["']([\w.+-]+)["']/m],
  ['runtime.txt', /^\s*python-([\w.]+)/],
];

export function requirementFiles(paths: readonly string[]): readonly string[] {
  return paths.filter(isRequirements);
}

function isRequirements(path: string): boolean {
  return requirementsPattern.test(path);
}

export function* collectDependencies(
  paths: readonly string[],
  documents: Documents,
  files: readonly SourceFile[],
): Steps<DependencyFacts> {
  const present = pathSet(paths);
  const declared: Dependency[] = [];
  const broken: string[] = [];
  const python: PythonVersion[] = [];
  const tables = (path: string, read: (text: string, data: Table) => void) => {
    const file = documents.toml(path);
    if (file.status === 'ok') read(file.text, file.data);
    else if (file.status === 'broken') broken.push(path);
  };
  tables('pyproject.toml', (text, data) => {
    readPyproject(text, data, declared, python);
  });
  for (const path of yield* filterInSteps(paths, isRequirements)) {
    // What pip-compile wrote beside its source says the same, with versions.
    if (path.endsWith('.in') && present.has(path.replace(/\.in$/, '.txt'))) continue;
    const file = documents.plain(path);
    if (file.status === 'ok') declared.push(...readRequirements(file.data, path));
    else broken.push(path);
  }
  const setupConfig = documents.ini('setup.cfg');
  if (setupConfig.status === 'ok') {
    const options = setupConfig.data.get('options');
    const requires = options?.values.get('install_requires');
    for (const line of requires?.value.split('\n') ?? [])
      pushRequirement(declared, line, 'setup.cfg', requires?.line ?? 1);
    for (const [extra, names] of setupConfig.data.get('options.extras_require')?.values ?? []) {
      for (const line of names.value.split('\n'))
        pushRequirement(declared, line, 'setup.cfg', names.line, extra !== '');
    }
    const specifier = options?.values.get('python_requires');
    if (specifier) python.push({ specifier: specifier.value, path: 'setup.cfg', line: specifier.line });
  } else if (setupConfig.status === 'broken') broken.push('setup.cfg');

  const setup = documents.plain('setup.py');
  if (setup.status === 'ok') readSetupScript(setup.data, declared, python);
  else if (setup.status === 'broken') broken.push('setup.py');

  tables('Pipfile', (text, data) => {
    readPipfile(text, data, declared, python);
  });
  tables('pixi.toml', (text, data) => {
    readPixi(text, 'pixi.toml', data, declared, python);
  });
  tables('hatch.toml', (text, data) => {
    readHatch(text, 'hatch.toml', data, declared);
  });
  for (const path of yield* filterInSteps(paths, (one) => environmentPattern.test(one))) {
    const environment = documents.yaml(path);
    if (environment.status === 'ok')
      readEnvironment(environment.text, path, environment.data[0], declared, python);
    else if (environment.status === 'broken') broken.push(path);
  }
  for (const { path, metrics } of yield* filterInSteps(
    files,
    (file) => file.metrics.inlineScript !== undefined,
  )) {
    const script = metrics.inlineScript;
    for (const value of script?.dependencies ?? []) pushRequirement(declared, value, path, script?.line ?? 1);
    if (script?.requiresPython !== undefined)
      python.push({ specifier: script.requiresPython, path, line: script.line });
  }
  readSessions(documents, declared);
  python.push(...versionFiles(documents));

  return {
    declared,
    lockFiles: yield* filterInSteps(paths, (path) => lockFilePattern.test(path)),
    python: python[0],
    broken,
  };
}

export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

export function pushRequirement(
  into: Dependency[],
  text: string,
  path: string,
  line: number,
  development = false,
): void {
  const link = /^\s*(?:-e\s+|--editable[\s=]+)?(\S+:\/\/\S+)[#&]egg=([\w.-]+)/.exec(text);
  if (link) {
    const [, address = '', egg = ''] = link;
    into.push({ name: normalizeName(egg), pinned: /@[0-9a-f]{7,}\b/.test(address), path, line, development });
    return;
  }
  const requirement = text
    .replace(/^\uFEFF/, '')
    .replace(/(?:^|\s)#.*$/, '')
    .trim();
  if (requirement === '' || requirement.startsWith('-')) return;
  const name = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?/.exec(requirement)?.[0];
  if (name === undefined) return;
  const pinned =
    /={2,3}\s*(?!\S*\*)[\w.]/.test(requirement) || /@\s*\S+:\/\/\S+@[0-9a-f]{7,}/.test(requirement);
  into.push({ name: normalizeName(name), pinned, path, line, development });
}

function readRequirements(text: string, path: string): Dependency[] {
  const found: Dependency[] = [];
  const development = /dev|test|lint|doc/i.test(path);
  let continued = false;
  for (const [index, line] of text.split(/\r\n|\n/).entries()) {
    if (!continued) pushRequirement(found, line, path, index + 1, development);
    continued = /\\\s*$/.test(line);
  }
  return found;
}

/** setup.py is code: only the literal lists in it are readable without running it. */
function readSetupScript(text: string, declared: Dependency[], python: PythonVersion[]): void {
  const path = 'setup.py';
  const requires = /install_requires\s*=\s*\[((?:[^\]"'#]|#[^\n]*|"[^"\n]*"|'[^'\n]*')*)\]/.exec(text);
  const line = lineOf(text, /install_requires\s*=/);
  for (const [, , value = ''] of requires?.[1]?.replace(/^\s*#.*$/gm, '').matchAll(/(["'])(.*?)\1/g) ?? [])
    pushRequirement(declared, value, path, line);
  if (!requires && /install_requires\s*=/.test(text)) {
    declared.push(computedDependency(path, line));
  }
  const extras = /extras_require\s*=\s*\{([^}]*)\}/.exec(text);
  for (const [, , value = ''] of extras?.[1]?.matchAll(/(["'])([^"']+)\1(?!\s*:)/g) ?? [])
    pushRequirement(declared, value, path, lineOf(text, /extras_require\s*=/), true);
  const specifier = /python_requires\s*=\s*(["'])(.*?)\1/.exec(text)?.[2];
  if (specifier !== undefined) python.push({ specifier, path, line: lineOf(text, /python_requires\s*=/) });
}

/** What tox and nox install for the sessions that they run. */
function readSessions(documents: Documents, declared: Dependency[]): void {
  const tox = documents.ini('tox.ini');
  for (const [name, section] of tox.status === 'ok' ? tox.data : []) {
    const deps = /^testenv\b/.test(name) ? section.values.get('deps') : undefined;
    for (const line of deps?.value.split('\n') ?? [])
      // `py39: pytest` is for some environments only.
      pushRequirement(declared, line.replace(/^[\w,!{}-]+:\s+/, ''), 'tox.ini', deps?.line ?? 1, true);
  }
  const nox = documents.plain('noxfile.py');
  for (const call of nox.status === 'ok' ? nox.data.matchAll(/\.install\(([^()]*)\)/g) : []) {
    const line = nox.status === 'ok' ? nox.data.slice(0, call.index).split('\n').length : 1;
    for (const [, , value = ''] of (call[1] ?? '').matchAll(/(["'])([^"'\n]+)\1/g))
      pushRequirement(declared, value, 'noxfile.py', line, true);
  }
}

function readEnvironment(
  text: string,
  path: string,
  data: unknown,
  declared: Dependency[],
  python: PythonVersion[],
): void {
  const entries = asTable(data)?.dependencies;
  if (!Array.isArray(entries)) return;
  const line = lineOf(text, /^dependencies\s*:/m);
  for (const entry of entries as unknown[]) {
    if (typeof entry === 'string') {
      const match = /^(?:[\w-]+::)?([A-Za-z0-9_.-]+)\s*(.*)$/.exec(entry);
      const name = match?.[1] ?? '';
      const version = match?.[2] ?? '';
      if (name === 'python') python.push({ specifier: version.replace(/^=+/, ''), path, line });
      else if (name !== 'pip' && name !== '') {
        declared.push({
          name: normalizeName(name),
          pinned: /^=+\s*\d[\w.]*/.test(version),
          path,
          line,
          development: false,
        });
      }
    } else {
      for (const value of asStrings(asTable(entry)?.pip)) pushRequirement(declared, value, path, line);
    }
  }
}

export function evidenceOf(dependency: Dependency, text: string): HealthEvidence {
  return { path: dependency.path, line: dependency.line, text };
}
