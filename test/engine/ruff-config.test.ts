/** Ruff's configuration as `--defer ruff` reads it: selectors, layers, globs, default rules. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isLeftToRuff,
  pinnedRuff,
  readRuffFile,
  ruffProject,
  type RuffProject,
} from '../../server/src/engine/config/ruff';
import { rules } from '../../server/src/engine/rules/registry.generated';

function project(...texts: readonly string[]): RuffProject {
  const chain = texts.map((text) => {
    const file = readRuffFile('ruff.toml', text);
    assert.ok(file, text);
    return file;
  });
  return ruffProject(chain, undefined);
}

const selected: readonly (readonly [string, string, boolean, string])[] = [
  ['', 'E722', true, 'on by default'],
  ['', 'BLE001', true, 'on by default since 0.16'],
  ['', 'T201', false, 'off by default'],
  ['required-version = ">=0.9,<0.16"', 'BLE001', false, 'off by default before 0.16'],
  ['required-version = "==0.9.4"', 'E722', true, 'on by default before, too'],
  ['required-version = ">=0.9"', 'BLE001', true, 'a lower bound rules nothing out'],
  ['lint.select = ["T20"]', 'T201', true, 'a prefix'],
  ['lint.select = ["T20"]', 'E722', false, 'select takes the place of the defaults'],
  ['lint.extend-select = ["T20"]', 'E722', true, 'extend-select adds to the defaults'],
  ['lint.ignore = ["B"]', 'B006', false, 'ignore takes from the defaults'],
  ['lint.select = ["B"]', 'BLE001', false, 'B is not BLE'],
  ['lint.select = ["S"]', 'SIM115', false, 'S is not SIM'],
  ['lint.select = ["PL"]', 'PLW1508', true, 'PL is all of Pylint'],
  ['lint.select = ["ALL"]', 'DTZ003', true, 'ALL'],
  ['lint.select = ["ALL"]\nlint.ignore = ["T20"]', 'T201', false, 'ignore with ALL'],
  ['lint.select = ["T201"]\nlint.ignore = ["T20"]', 'T201', true, 'the more specific one decides'],
  ['lint.select = ["T20"]\nlint.ignore = ["T20"]', 'T201', false, 'ignore wins among equals'],
  ['lint.select = ["print"]', 'T201', true, 'the name of the rule'],
  ['select = ["T20"]', 'T201', true, 'the old place'],
  ['select = ["E"]\n[lint]\nselect = ["T20"]', 'T201', true, 'the new place wins'],
  ['lint.select = ["T20"]\nlint.extend-ignore = ["T201"]', 'T201', false, 'extend-ignore'],
];

describe('codes that Ruff has on', () => {
  for (const [text, code, expected, why] of selected) {
    it(`${why}: ${code}`, () => {
      assert.equal(project(text).reports(code, code === 'T201' ? 'print' : undefined, 'a.py'), expected);
    });
  }

  it('extend: what the file itself says comes on top of the other', () => {
    const base = 'lint.select = ["E", "T20"]\nlint.ignore = ["E722"]';
    assert.equal(project('', base).reports('T201', undefined, 'a.py'), true);
    assert.equal(project('', base).reports('E722', undefined, 'a.py'), false);
    assert.equal(project('lint.extend-select = ["E722"]', base).reports('E722', undefined, 'a.py'), true);
    assert.equal(project('lint.ignore = ["T201"]', base).reports('T201', undefined, 'a.py'), false);
    assert.equal(project('lint.select = ["B"]', base).reports('T201', undefined, 'a.py'), false);
  });
});

describe('files', () => {
  const reports = (text: string, path: string): boolean => {
    const found = project(text);
    return !found.isExcluded(path) && found.reports('E722', undefined, path);
  };
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['[lint.per-file-ignores]\n"tests/*" = ["E"]', 'tests/unit/test_a.py', false],
    ['[lint.per-file-ignores]\n"tests/*" = ["E"]', 'shop/a.py', true],
    ['[lint.per-file-ignores]\n"cli.py" = ["E722"]', 'shop/cli.py', false],
    ['[lint.per-file-ignores]\n"!src/**" = ["E"]', 'tools/a.py', false],
    ['[lint.per-file-ignores]\n"!src/**" = ["E"]', 'src/a.py', true],
    ['[lint.per-file-ignores]\n"*.py" = ["T20"]', 'a.py', true],
    ['[lint.extend-per-file-ignores]\n"a.py" = ["ALL"]', 'a.py', false],
    ['exclude = ["legacy"]', 'shop/legacy/a.py', false],
    ['extend-exclude = ["gen/*.py"]', 'gen/a.py', false],
    ['lint.exclude = ["a.py"]', 'a.py', false],
    ['exclude = ["legacy"]', 'shop/a.py', true],
  ];
  for (const [text, path, expected] of cases) {
    it(`${JSON.stringify(text)}: ${path}`, () => assert.equal(reports(text, path), expected));
  }
});

describe('what is left to Ruff', () => {
  const left = (name: string, text: string, messageId?: string): boolean => {
    const rule = rules.find(({ meta }) => meta.name === name);
    assert.ok(rule);
    const [first = ''] = Object.keys(rule.meta.messages);
    return isLeftToRuff(rule, messageId ?? first, 'a.py', project(text));
  };

  it('a rule whose code suffices', () => {
    assert.equal(left('bare-except', ''), true);
    assert.equal(left('bare-except', 'lint.select = ["F"]'), false);
  });

  it('not a rule that finds more than Ruff, whatever is on', () => {
    assert.equal(left('hardcoded-secret', 'lint.select = ["ALL"]'), false);
    assert.equal(left('missing-timeout', 'lint.select = ["ALL"]'), false);
    assert.equal(left('script-without-main-guard', 'lint.select = ["ALL"]'), false);
  });

  it('of a rule that finds more, what the code is about', () => {
    const both = (rule: string, text: string, more: string): boolean[] => [
      left(rule, text),
      left(rule, text, more),
    ];
    assert.deepEqual(both('mutable-default-argument', 'lint.select = ["B"]', 'named'), [true, false]);
    assert.deepEqual(both('assert-in-except', 'lint.select = ["PT"]', 'uncalled'), [true, false]);
    assert.deepEqual(both('error-instead-of-exception', 'lint.select = ["TRY"]', 'lostElsewhere'), [
      true,
      false,
    ]);
    assert.deepEqual(both('mutable-default-argument', 'lint.select = ["E"]', 'named'), [false, false]);
  });

  it('a rule of several codes only where all of them are on', () => {
    assert.equal(left('naive-datetime', 'lint.select = ["DTZ"]'), true);
    assert.equal(left('naive-datetime', 'lint.select = ["DTZ003"]'), false);
  });
});

describe('configuration files', () => {
  it('pyproject.toml counts with [tool.ruff] only; what cannot be read counts for nothing', () => {
    assert.equal(readRuffFile('pyproject.toml', '[project]\nname = "shop"\n'), undefined);
    assert.ok(readRuffFile('pyproject.toml', '[tool.ruff]\n'));
    assert.equal(readRuffFile('ruff.toml', 'select = [\n'), undefined);
    assert.equal(readRuffFile('ruff.toml', 'extend = "../ruff.toml"\n')?.extend, '../ruff.toml');
  });

  it('the pinned version of Ruff', () => {
    assert.equal(pinnedRuff(['[[package]]\nname = "ruff"\nversion = "0.9.4"\n']), '0.9.4');
    const hook = 'repos:\n  - repo: https://github.com/astral-sh/ruff-pre-commit\n    rev: v0.12.1\n';
    assert.equal(pinnedRuff(['', hook]), '0.12.1');
    assert.equal(pinnedRuff(['ruff>=0.4\n']), undefined);
    assert.equal(ruffProject([], '0.12.1').reports('BLE001', undefined, 'a.py'), false);
  });
});
