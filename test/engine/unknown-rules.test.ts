/** Comments that name a rule that does not exist. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { settingsFor, unknownRules, type Engine } from '../../server/src/engine/index';
import { createEngine } from '../harness/engine';
import { probeMeta } from '../harness/probe';

let engine: Engine;

/** Each unknown name as it stands in the text, and what was meant. */
function unknown(code: string): string[] {
  const analysis = engine.open('app.py', code, settingsFor([]));
  try {
    return unknownRules(analysis.source, analysis.root, engine.rules).map(
      ({ name, start, end, suggestion }) => {
        assert.equal(code.slice(start, end), name);
        return suggestion === undefined ? name : `${name} > ${suggestion}`;
      },
    );
  } finally {
    analysis.dispose();
  }
}

describe('names in comments', () => {
  before(async () => {
    const rule = (name: string, ...codes: string[]): { meta: ReturnType<typeof probeMeta> } => ({
      meta: {
        ...probeMeta(name),
        equivalents: codes.map((code) => ({
          tool: 'ruff' as const,
          code,
          name: `other-${code.toLowerCase()}`,
        })),
      },
    });
    // None of them is on: a rule that is off exists all the same.
    const rules = [
      rule('bare-except', 'E722', 'W0702'),
      rule('blind-except', 'BLE001', 'S1'),
      rule('naive-datetime', 'S1'),
    ];
    engine = (await createEngine(rules)).engine;
  });
  after(() => assert.equal(engine.parser.liveTrees, 0));

  const cases: readonly (readonly [string, string[]])[] = [
    ['x = 1  # seaworthy: ignore[bare-except]\n', []],
    ['x = 1  # seaworthy: ignore\n# seaworthy: ignore-file\n# seaworthy: ignore[]\n', []],
    ['x = 1  # seaworthy: ignore[bare-excpt]\n', ['bare-excpt > bare-except']],
    ['x = 1  # noqa: E1  # Seaworthy:ignore[ bare_except , zzz,blind-except ] why\n', ['bare_except > bare-except', 'zzz']],
    ['# seaworthy: ignore-file[naive-datetimes]\r\nx = 1\r\n', ['naive-datetimes > naive-datetime']],
    ['x = 1  # seaworthy: ignore[e722, other-w0702, other-BLE001]\n', ['e722 > bare-except', 'other-w0702 > bare-except', 'other-BLE001 > blind-except']],
    ['x = 1  # seaworthy: ignore[S1]\n', ['S1']],
    ['x = "# seaworthy: ignore[bare-excpt]"\n', []],
    ['"""Doc.\n\n# seaworthy: ignore[bare-excpt]\n"""\n', []],
    ['x = f"{1} # seaworthy: ignore[bare-excpt]"\n', []],
    ['def f(:\n  # seaworthy: ignore[bare-excpt]\n', ['bare-excpt > bare-except']],
    ['x = 1  # seaworthy: ignore[bare-excpt\n]\n', []],
  ]; // prettier-ignore
  for (const [code, expected] of cases)
    it(JSON.stringify(code), () => {
      assert.deepEqual(unknown(code), expected);
    });

  it('follows edits', () => {
    const analysis = engine.open('app.py', 'x = 1  # seaworthy: ignore[bare-except]\n', settingsFor([]));
    const seen = (): string[] =>
      unknownRules(analysis.source, analysis.root, engine.rules).map(({ name }) => name);
    assert.deepEqual(seen(), []);
    analysis.update([{ start: 27, end: 31, newText: 'bar' }]);
    assert.deepEqual(seen(), ['bar-except']);
    analysis.update([{ start: 4, end: 4, newText: '"' }]);
    analysis.update([{ start: analysis.source.length - 1, end: analysis.source.length - 1, newText: '"' }]);
    assert.deepEqual(seen(), []);
    analysis.dispose();
  });
});
