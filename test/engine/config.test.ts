/** The configuration: what each source may say, who wins, and where problems are reported. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rules } from '../../server/src/engine';
import {
  defaultSettings,
  describeProblem,
  resolveConfig,
  settingKeys,
  settings,
  type ConfigSources,
  type ResolvedConfig,
  type Setting,
} from '../../server/src/engine/config';
import { configurationContribution } from '../../server/src/engine/config/manifest';
import { lowerBound } from '../../server/src/engine/config/python-version';
import { nearest } from '../../server/src/engine/config/suggest';

const resolve = (sources: ConfigSources): ResolvedConfig => resolveConfig(sources, rules);
const toml = (text: string): ResolvedConfig => resolve({ seaworthyToml: { path: 'seaworthy.toml', text } });
const pyproject = (text: string): ResolvedConfig => resolve({ pyproject: { path: 'pyproject.toml', text } });
const on = ({ lint }: ResolvedConfig): readonly string[] => [...lint.severities.keys()].sort();
const described = ({ problems }: ResolvedConfig): readonly string[] => problems.map(describeProblem);

describe('settings schema', () => {
  it('has valid defaults: a configuration of all of them is the configuration of none', () => {
    const config = resolve({ editor: defaultSettings });
    assert.deepEqual(config.problems, []);
    assert.deepEqual(config.settings, defaultSettings);
    assert.deepEqual(resolve({}).settings, defaultSettings);
  });

  it('every key refuses a value of another kind and keeps its default', () => {
    for (const key of settingKeys) {
      const bad = (settings[key] as Setting).kind === 'list' ? 'x' : [1];
      const config = resolve({ editor: { [key]: bad } });
      assert.equal(config.problems.length, 1, key);
      assert.match(config.problems[0]?.message ?? '', new RegExp(`'seaworthy\\.${key.replace('.', '\\.')}'`));
      assert.deepEqual(config.settings, defaultSettings, key);
    }
  });

  it('becomes the manifest: every key, with description, scope and order', () => {
    const { properties } = configurationContribution(rules) as {
      properties: Record<string, Record<string, unknown>>;
    };
    assert.deepEqual(
      Object.keys(properties),
      settingKeys.map((key) => `seaworthy.${key}`),
    );
    for (const [key, property] of Object.entries(properties)) {
      assert.ok(
        property['default'] !== undefined && property['markdownDescription'] && property['type'],
        key,
      );
      assert.ok(property['scope'] === 'resource' || property['scope'] === 'window', key);
    }
    const levels = properties['seaworthy.rules']?.['properties'] as Record<string, unknown>;
    assert.deepEqual(
      Object.keys(levels),
      rules.map(({ meta }) => meta.name),
    );
  });
});

describe('sources', () => {
  it('editors may send nested objects, dotted keys, null or nothing', () => {
    assert.equal(resolve({ editor: { analysis: { run: 'onSave', maxFiles: null } } }).run, 'onSave');
    assert.equal(resolve({ editor: { 'analysis.run': 'manual' } }).run, 'manual');
    for (const editor of [undefined, null, {}]) assert.deepEqual(resolve({ editor }).problems, []);
    for (const editor of ['x', 1, []]) assert.equal(resolve({ editor }).problems.length, 1);
  });

  it('files may write keys in kebab or camel case, as tables or dotted', () => {
    for (const text of [
      '[analysis]\nmax-files = 7\n',
      '[analysis]\nmaxFiles = 7\n',
      'analysis.max-files = 7\n',
      'analysis = { max-files = 7 }\n',
    ]) {
      assert.equal(toml(text).maxFiles, 7, text);
      assert.deepEqual(described(toml(text)), []);
    }
    assert.equal(pyproject('[tool.seaworthy.analysis]\nmax-files = 7\n').maxFiles, 7);
  });

  it('the project wins over the editor by key, tables by entry', () => {
    const config = resolve({
      editor: {
        ruleProfile: 'all',
        statusBar: 'off',
        rules: { 'bare-except': 'hint', 'blind-except': 'hint' },
      },
      pyproject: {
        path: 'pyproject.toml',
        text: '[tool.seaworthy]\nrule-profile = "strict"\n[tool.seaworthy.rules]\nbare-except = "error"\n',
      },
    });
    assert.equal(config.settings.ruleProfile, 'strict');
    assert.equal(config.settings.statusBar, 'off');
    assert.equal(config.lint.severities.get('bare-except'), 'error');
    assert.equal(config.lint.severities.get('blind-except'), 'hint');
  });

  it('a bad value in the project leaves that of the editor', () => {
    const config = resolve({
      editor: { ruleProfile: 'all' },
      seaworthyToml: { path: 's', text: 'rule-profile = "al"\n' },
    });
    assert.equal(config.settings.ruleProfile, 'all');
    assert.deepEqual(described(config), ["s:1:1: 'rule-profile' cannot be \"al\"; did you mean 'all'?"]);
  });

  it('seaworthy.toml replaces [tool.seaworthy], which is said, but not requires-python', () => {
    const config = resolve({
      seaworthyToml: { path: 'seaworthy.toml', text: 'enable = false\n' },
      pyproject: {
        path: 'pyproject.toml',
        text: '[project]\nrequires-python = ">=3.12"\n[tool.seaworthy]\nrule-profile = "all"\n',
      },
    });
    assert.equal(config.enable, false);
    assert.equal(config.settings.ruleProfile, 'recommended');
    assert.deepEqual(config.lint.targetVersion, [3, 12]);
    assert.match(described(config).join(), /^pyproject\.toml:3:1: \[tool\.seaworthy\] has no effect/);
  });

  it('a malformed file is one problem with its place; the rest applies', () => {
    const config = resolve({
      editor: { ruleProfile: 'all' },
      pyproject: { path: 'p', text: '[project]\nname = "x"\nx = = 1\n' },
    });
    assert.equal(config.settings.ruleProfile, 'all');
    const [problem] = config.problems;
    assert.equal(problem?.range?.start.line, 2);
    assert.match(problem?.message ?? '', /is not valid TOML/);
  });
});

describe('problems in files', () => {
  const text = [
    '# [tool.seaworthy] in a comment',
    '[tool.seaworthy]',
    'slect = ["a"]',
    'ignore = [ # comment',
    '  "bare-except",',
    '  "bare-exept", "E722",',
    ']',
    'enable = """',
    'slect = 1',
    '"""',
    'status-bar = "off"',
    '[tool.seaworthy."per-file-ignores"]',
    '"a = b" = ["stlye"]',
    '[tool.seaworthy.rules]',
    'bare-except = "warn"',
    'nonsense = "off"',
    '[tool.seaworthy.acknowledge]',
    'ci-present = { reason = "nope" }',
  ].join('\n');

  it('are underlined where they stand', () => {
    const lines = text.split('\n');
    const underlined = pyproject(text).problems.map(({ range }) => {
      assert.ok(range);
      assert.equal(range.start.line, range.end.line);
      return `${range.start.line}:${lines[range.start.line]?.slice(range.start.column, range.end.column)}`;
    });
    assert.deepEqual([...underlined].sort(), [
      '10:status-bar',
      '12:"stlye"',
      '14:bare-except',
      '15:nonsense',
      '17:ci-present',
      '2:slect',
      '5:"E722"',
      '5:"bare-exept"',
      '7:enable',
    ]);
  });

  it('suggest what was meant, codes of other linters too', () => {
    const suggestions = Object.fromEntries(
      pyproject(text).problems.map(({ message, suggestion }) => [message, suggestion]),
    );
    assert.equal(suggestions["unknown setting 'slect'"], 'select');
    assert.equal(suggestions["there is no rule or topic 'bare-exept'"], 'bare-except');
    assert.equal(suggestions["there is no rule or topic 'E722'"], 'bare-except');
    assert.equal(suggestions["there is no rule or topic 'stlye'"], 'style');
    assert.equal(suggestions['\'bare-except\' cannot be "warn"'], 'warning');
    assert.equal(suggestions["there is no rule 'nonsense'"], undefined);
  });

  it('are told in the order in which they stand', () => {
    const { problems } = pyproject(
      '[tool.seaworthy]\nslect = 1\n[tool.seaworthy.acknowledge]\nnope = 1\n[tool.seaworthy.rules]\nbare-except = 1\n',
    );
    assert.deepEqual(
      problems.map(({ range }) => range?.start.line),
      [1, 3, 5],
    );
  });

  it('keep their place in a file with CRLF and a byte order mark', () => {
    const [problem] = toml('\uFEFFenable = true\r\nslect = 1\r\n').problems;
    assert.deepEqual(problem?.range, { start: { line: 1, column: 0 }, end: { line: 1, column: 5 } });
  });

  it('nearest: slips are found, other words are not', () => {
    assert.equal(nearest('MaxFiles', ['max-files', 'run']), 'max-files');
    assert.equal(nearest('ecxept', ['except']), 'except');
    assert.equal(nearest('banana', ['except', 'run']), undefined);
    assert.equal(nearest('x', []), undefined);
  });
});

describe('which rules run', () => {
  const recommended = rules
    .filter(({ meta }) => meta.profile === 'recommended')
    .map(({ meta }) => meta.name)
    .sort();
  const ofTopic = (topic: string): readonly string[] =>
    rules
      .filter(({ meta }) => meta.topic === topic)
      .map(({ meta }) => meta.name)
      .sort();

  it('the profile decides, select replaces it, ignore and off take away', () => {
    assert.deepEqual(on(resolve({})), recommended);
    assert.equal(on(toml('rule-profile = "all"')).length, rules.length);
    assert.deepEqual(on(toml('select = ["errors"]')), ofTopic('errors'));
    assert.deepEqual(
      on(toml('select = ["all"]\nignore = ["errors"]')),
      on(toml('rule-profile = "all"\ntopics.disabled = ["errors"]')),
    );
    assert.ok(!on(toml('rules.bare-except = "off"')).includes('bare-except'));
    assert.deepEqual(on(toml('select = ["bare-except"]\nrules.blind-except = "error"')), ['bare-except']);
  });

  it('the command line starts afresh', () => {
    const seaworthyToml = {
      path: 's',
      text: 'ignore = ["errors"]\ntopics.disabled = ["errors"]\nrules.bare-except = "off"\n',
    };
    const config = resolve({ seaworthyToml, commandLine: { select: ['bare-except'] } });
    assert.deepEqual(on(config), ['bare-except']);
    const left = resolve({ seaworthyToml, commandLine: { select: ['all'], ignore: ['errors'] } });
    assert.deepEqual(
      on(left),
      rules
        .filter(({ meta }) => meta.topic !== 'errors')
        .map(({ meta }) => meta.name)
        .sort(),
    );
    assert.deepEqual(on(resolve({ commandLine: { ignore: ['all'] } })), []);
  });

  it('per-file ignores: equal results are one object, other files keep the general one', () => {
    const config = toml('[per-file-ignores]\n"tests/**" = ["errors"]\n"*_test.py" = ["errors"]\n');
    const inTests = config.lintFor('tests/a/b.py');
    assert.ok(inTests);
    assert.equal(config.lintFor('tests/c.py'), inTests);
    assert.equal(config.lintFor('pkg/x_test.py'), inTests);
    assert.equal(config.lintFor('pkg/a.py'), config.lint);
    assert.ok(![...inTests.severities.keys()].some((name) => ofTopic('errors').includes(name)));
  });

  it('excludes: globs at any depth without a slash, tied to the folder with one', () => {
    const config = toml('[analysis]\nexclude = ["gen", "/build", "docs/*.py", "**/*_pb2.py"]\n');
    for (const path of ['gen/a.py', 'x/gen/b/c.py', 'build/a.py', 'docs/a.py', 'a/b_pb2.py']) {
      assert.equal(config.lintFor(path), undefined, path);
      assert.equal(config.lintForNamed(path), config.lint, path);
    }
    for (const path of ['general.py', 'x/build/a.py', 'docs/x/a.py', '.hidden/a.py']) {
      assert.equal(config.lintFor(path), config.lint, path);
    }
    assert.equal(toml('enable = false').lintFor('a.py'), undefined);
  });
});

describe('target version', () => {
  it('is the lower bound of a specifier', () => {
    const cases: Readonly<Record<string, readonly [number, number] | undefined>> = {
      '>=3.9': [3, 9],
      '>= 3.10, <4': [3, 10],
      '<4,>=3.8,!=3.9.*': [3, 8],
      '~=3.11': [3, 11],
      '~=3.11.2': [3, 11],
      '==3.12.*': [3, 12],
      '>3.8': [3, 9],
      '>3.8.1': [3, 8],
      '^3.9': [3, 9],
      '3.10.4': [3, 10],
      '>=3': [3, 0],
      '^3.8 || ^3.12': [3, 8],
      '<4': undefined,
      '*': undefined,
      '': undefined,
    };
    for (const [specifier, expected] of Object.entries(cases))
      assert.deepEqual(lowerBound(specifier), expected, specifier);
  });

  it('comes from the setting, requires-python or Poetry, in this order', () => {
    const project = '[project]\nrequires-python = ">=3.10"\n';
    const poetry = '[tool.poetry.dependencies]\npython = "^3.11"\n';
    assert.deepEqual(pyproject(project + poetry).lint.targetVersion, [3, 10]);
    assert.deepEqual(pyproject(poetry).lint.targetVersion, [3, 11]);
    assert.deepEqual(
      pyproject(`${project}[tool.seaworthy]\ntarget-version = "py312"\n`).lint.targetVersion,
      [3, 12],
    );
    assert.deepEqual(resolve({}).lint.targetVersion, [3, 9]);
    assert.match(described(toml('target-version = 3.10')).join(), /in quotes/);
  });
});

describe('acknowledgements', () => {
  it('are a reason, or a reason with a note', () => {
    const config = toml(
      '[acknowledge]\nci-present = "not-detected"\ndependencies-locked = { reason = "remediated", note = "elsewhere" }\nbuild-system = "why not"\nci-presnt = "remediated"\n',
    );
    assert.deepEqual(config.acknowledgements, {
      'ci-present': { reason: 'not-detected' },
      'dependencies-locked': { reason: 'remediated', note: 'elsewhere' },
    });
    const [reason, check, ...others] = config.problems;
    assert.ok(reason?.allowed?.includes('test-data'));
    assert.equal(check?.suggestion, 'ci-present');
    assert.deepEqual(others, []);
  });
});
