/** A module that no test imports: whatever it does, the tests pass. */
import type { ModuleView, ProjectReport, ProjectView, PublicName } from '../../lint/project-rule';
import { defineProjectRule } from '../../lint/rule';

interface Data {
  readonly module: string;
  readonly names: readonly PublicName[];
}

/** Modules that hold data, or that run a program: their tests would test nothing of their own. */
const untestedByNature =
  /(?:^|\/)(?:__init__|__main__|__version__|_version|settings|config|conf|constants|consts|types|typing|enums|exceptions|errors|models|schemas|urls|wsgi|asgi|manage|admin|apps|setup|conftest|version)\.py$|(?:^|\/)(?:settings|migrations)\//;

export default defineProjectRule<Data>({
  meta: {
    name: 'module-without-tests',
    topic: 'testing',
    summary: 'A module with public functions is imported by no test.',
    severity: 'hint',
    profile: 'recommended',
    scope: 'file',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      untested: 'No test imports `{module}`: {count} public {functions} can break without anybody noticing.',
      noTests:
        'The project has no test at all; `{module}`, with {count} public {functions}, is a good place to begin.',
    },
    docs: {
      why:
        'A module that no test imports is not covered by anything: a typing error in it survives every run of the test ' +
        'suite and is found by users. The first test of a module is the dearest; once it is there, the next ones are cheap.',
      bad: [
        {
          path: 'shop/prices.py',
          code: 'def total(items):\n    return sum(items)\n',
          files: {
            'shop/__init__.py': '',
            'shop/orders.py': 'def order(item):\n    return item\n',
            'tests/test_orders.py':
              'from shop.orders import order\n\n\ndef test_order():\n    assert order("tea") == "tea"\n',
          },
        },
      ],
      good: [
        {
          path: 'shop/prices.py',
          code: 'def total(items):\n    return sum(items)\n',
          files: {
            'shop/__init__.py': '',
            'tests/test_prices.py':
              'from shop.prices import total\n\n\ndef test_total():\n    assert total([1]) == 1\n',
          },
        },
        {
          path: 'shop/constants.py',
          code: 'def rate():\n    return 2\n',
          files: {
            'shop/__init__.py': '',
            'tests/test_other.py': 'def test_nothing():\n    assert True\n',
          },
        },
      ],
      guards: [
        'modules without public functions',
        '`__init__`, `__main__`, settings, constants, types, exceptions, models, migrations',
        'what a test imports through the `__init__.py` of a package',
        'tests, examples, tools, generated and vendored code; notebooks and scripts',
        'in a project without any test, every module but one',
      ],
      fixes:
        'Creates `tests/test_<module>.py` with a skipped test for each public function, so that the run stays green and the ' +
        'list of what is missing is short.',
    },
  },
  checkProject: findUntested,
  fixProject({ data }, project) {
    const path = data && testPath(data.module, project);
    if (!data || path === undefined) return [];
    return [
      {
        title: `Create ${path} with a skipped test for each function`,
        applicability: 'safe',
        edits: [],
        files: [{ kind: 'create', path, text: testText(data) }],
      },
    ];
  },
});

/** One after another: a large project has thousands. */
function* findUntested(project: ProjectView): Iterable<ProjectReport<Data> | undefined> {
  if (project.isTiny || project.profile === 'notebook') return;
  let most: ModuleView | undefined;
  for (const module of project.modules) {
    yield undefined;
    const { functions, isTested, path } = module;
    if (isTested || functions.length === 0 || untestedByNature.test(path)) continue;
    if (project.hasTests) yield reportOf(module, 'untested');
    else if (!most || functions.length > most.functions.length) most = module;
  }
  if (most && project.profile !== 'script') yield reportOf(most, 'noTests');
}

function reportOf({ path, module, functions: names }: ModuleView, message: string): ProjectReport<Data> {
  const count = names.length;
  return {
    path,
    line: names[0]?.line ?? 1,
    message,
    values: { module, count, functions: count === 1 ? 'function' : 'functions' },
    data: { module, names },
  };
}

/** Undefined where the module cannot be imported by its name. */
function testPath(module: string, { paths }: ProjectView): string | undefined {
  const parts = module.split('.');
  if (parts.some((part) => !/^[A-Za-z_]\w*$/.test(part))) return undefined;
  const candidates = [parts.at(-1) ?? module, parts.slice(-2).join('_'), parts.join('_')];
  return candidates.map((name) => `tests/test_${name}.py`).find((path) => !paths.has(path));
}

function testText({ module, names }: Data): string {
  const imported = [...new Set(names.map(({ name }) => name))].sort();
  const oneLine = `from ${module} import ${imported.join(', ')}`;
  const statement =
    oneLine.length <= 88
      ? oneLine
      : `from ${module} import (\n${imported.map((name) => `    ${name},\n`).join('')})`;
  const tests = imported.map(
    (name) =>
      `def test_${name}() -> None:\n    assert callable(${name})\n    pytest.skip("not written yet")\n`,
  );
  return `"""Tests of ${module}."""\n\nimport pytest\n\n${statement}\n\n\n${tests.join('\n\n')}`;
}
