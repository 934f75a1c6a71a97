/**
 * Adds a first test that really passes: it imports the most used public function whose module runs nothing on import,
 * checks it, and configures pytest so that the import works.
 */
import { eachInSteps, filterInSteps, findInSteps, type Steps } from '../../steps';
import { normalizeName } from '../facts/dependencies';
import type { ProjectFacts } from '../facts';
import type { SourceFile } from '../facts/totals';
import type { PublicFunction } from '../metrics/types';
import { importable, isModulePath, type Importable } from './importable';
import { appendToToml, insertBelowHeader } from './pyproject';
import type { FileChange, ProjectAction, Refusal } from './types';

interface Candidate extends Importable {
  readonly target: PublicFunction;
}

export const addFirstTest: ProjectAction = {
  name: 'add-first-test',
  title: 'Add a first test',
  check: 'test-functions',
  *run(facts) {
    if (facts.inTests.testFunctions > 0) return { refused: 'already there' };
    const candidate = yield* choose(facts);
    if (!candidate) return { refused: yield* whyNone(facts) };
    const folder = testFolder(facts);
    const path = `${folder}/test_${candidate.module.split('.').at(-1) ?? 'module'}.py`;
    if (facts.paths.has(path)) return { refused: `${path} is there already, without a test function in it` };
    const configuration = configurePytest(facts, folder, candidate.base);
    if ('refused' in configuration) return configuration;
    const needs =
      candidate.thirdParty.length > 0 ? ` It needs ${candidate.thirdParty.join(', ')} to be installed.` : '';
    return {
      label: `Add a first test for ${candidate.module}`,
      files: [{ path, create: testText(candidate) }, ...configuration.files],
      followUp: `Run pytest (python -m pip install pytest), then replace the assertion by one about what ${candidate.target.name} returns.${needs}`,
    };
  },
};

function* choose(facts: ProjectFacts): Steps<Candidate | undefined> {
  const declared = new Set(facts.dependencies.declared.map((one) => one.name));
  const isMissing = (module: string): boolean => !declared.has(normalizeName(module));
  const undeclared = new Set(facts.imports.thirdParty.map((one) => one.module).filter(isMissing));
  const files = yield* filterInSteps(
    facts.sources.code,
    (file) => file.metrics.publicFunctions.length > 0 && !needsOneOf(file, undeclared),
  );
  if (files.length === 0) return undefined;
  const byUses = yield* targetsByUses(files, yield* countUses(facts));
  let best: Candidate | undefined;
  // Whoever imports a file that was looked at needs at least as much.
  const lookedAt = new Set<string>();
  for (const { file, target } of byUses) {
    if (!isModulePath(file.path)) continue;
    // Following imports is what takes long, in a large project.
    const found = yield* importable(facts, file, lookedAt);
    lookedAt.add(file.path);
    if (!found || found.thirdParty.some(isMissing)) continue;
    if (!best || found.thirdParty.length < best.thirdParty.length) best = { ...found, target };
    if (best.thirdParty.length === 0) break;
  }
  return best;
}

interface Target {
  readonly file: SourceFile;
  readonly target: PublicFunction;
}

/** The files with the most used functions first, else in the order of their paths, with what to test in each. */
function* targetsByUses(
  files: readonly SourceFile[],
  uses: ReadonlyMap<string, number>,
): Steps<readonly Target[]> {
  // Thousands of files have a handful of counts: only those need sorting.
  const byCount = new Map<number, Target[]>();
  yield* eachInSteps(files, (file) => {
    const functions = file.metrics.publicFunctions
      .filter((one) => /^[A-Za-z]\w*$/.test(one.name) && !/^test/i.test(one.name))
      .map((one) => ({ one, count: one.name === 'main' ? -1 : (uses.get(one.name) ?? 0) }))
      .sort((a, b) => b.count - a.count || a.one.line - b.one.line);
    // A function with a known result makes a real test; without one, the most used function is imported.
    const target = functions.find(({ one }) => one.literal !== undefined) ?? functions[0];
    if (!target) return;
    const count = functions[0]?.count ?? 0;
    const known = byCount.get(count);
    if (known) known.push({ file, target: target.one });
    else byCount.set(count, [{ file, target: target.one }]);
  });
  return [...byCount].sort(([a], [b]) => b - a).flatMap(([, targets]) => targets);
}

/** What a file needs itself needs no following. */
function needsOneOf({ metrics }: SourceFile, modules: ReadonlySet<string>): boolean {
  if (modules.size === 0) return false;
  return metrics.imports.some(({ module, guard }) => guard === undefined && modules.has(topOf(module)));
}

/** Without making a list of its parts: all imports of a project are looked at. */
function topOf(module: string): string {
  const end = module.indexOf('.');
  return end < 0 ? module : module.slice(0, end);
}

/** How often each name is imported from somewhere in the project. */
function* countUses(facts: ProjectFacts): Steps<ReadonlyMap<string, number>> {
  const uses = new Map<string, number>();
  yield* eachInSteps(facts.sources.all, ({ metrics }) => {
    for (const one of metrics.imports) {
      if (!one.names?.length) continue;
      const root = topOf(one.module);
      if (root !== '' && !facts.imports.isFirstParty(root)) continue;
      for (const name of one.names) uses.set(name, (uses.get(name) ?? 0) + 1);
    }
  });
  return uses;
}

function* whyNone(facts: ProjectFacts): Steps<string> {
  const file = yield* findInSteps(facts.sources.code, (one) => one.metrics.importEffects.count > 0);
  if (file) {
    const line = file.metrics.importEffects.lines[0] ?? 1;
    return `importing ${file.path} would run code (line ${line}): put what it does behind if __name__ == "__main__" first`;
  }
  return facts.sources.code.length === 0
    ? 'there is no module to test'
    : 'no module with a public function can be imported on its own';
}

function testFolder(facts: ProjectFacts): string {
  const configured = facts.tools.pytest?.testPaths?.split(/\s+/)[0];
  if (configured !== undefined && /^[\w-]+(?:\/[\w-]+)*$/.test(configured)) return configured;
  const paths = [...facts.paths];
  return !paths.some((path) => path.startsWith('tests/')) &&
    paths.some((path) => /^test\/[^/]*\.py$/.test(path))
    ? 'test'
    : 'tests';
}

function testText({ module, target }: Candidate): string {
  const { name, literal } = target;
  const assertion =
    literal === undefined
      ? `assert callable(${name})`
      : /^(?:True|False|None)$/.test(literal)
        ? `assert ${name}() is ${literal}`
        : `assert ${name}() == ${literal}`;
  const test = literal === undefined ? `test_${name}_can_be_imported` : `test_${name}_returns_its_value`;
  return [
    `"""Tests of ${module}."""`,
    '',
    `from ${module} import ${name}`,
    '',
    '',
    `def ${test}() -> None:`,
    `    ${assertion}`,
    '',
  ].join('\n');
}

/** The import path and the test folder, in whichever file configures pytest already. */
function configurePytest(
  facts: ProjectFacts,
  folder: string,
  base: string,
): { readonly files: readonly FileChange[] } | Refusal {
  const pythonPath = base === '' ? '.' : base;
  const { pytest, broken } = facts.tools;
  if (!pytest) {
    const unreadable = broken.find((path) => /^(?:pyproject\.toml|tox\.ini|setup\.cfg)$/.test(path));
    if (unreadable !== undefined && unreadable !== 'pyproject.toml')
      return { refused: `${unreadable} does not parse: fix it first` };
    const lines = [
      '[tool.pytest.ini_options]',
      `testpaths = ["${folder}"]`,
      `pythonpath = ["${pythonPath}"]`,
      'addopts = ["--strict-markers", "--strict-config"]',
    ];
    const change = appendToToml(facts, 'pyproject.toml', `${lines.join('\n')}\n`);
    return 'refused' in change ? change : { files: [change] };
  }
  if (pytest.pythonPath?.split(/\s+/).includes(pythonPath)) return { files: [] };
  if (pytest.pythonPath !== undefined)
    return { refused: `pythonpath in ${pytest.path} does not name ${pythonPath}: add it there first` };
  const text = facts.snapshot.text(pytest.path) ?? '';
  const toml = pytest.path.endsWith('.toml');
  if (toml && !(text.split(/\r\n|\n/)[pytest.line - 1] ?? '').includes(pytest.text)) {
    return { refused: `add pythonpath = ["${pythonPath}"] to the pytest options in ${pytest.path} first` };
  }
  const change = insertBelowHeader(
    pytest.path,
    text,
    pytest.line,
    toml ? `pythonpath = ["${pythonPath}"]` : `pythonpath = ${pythonPath}`,
  );
  return 'refused' in change ? change : { files: [change] };
}
