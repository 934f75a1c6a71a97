/** The grading model: its arithmetic, and the properties that hold for every combination of outcomes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { checks, type Outcome } from '../../../server/src/engine/project';
import { gradeOverall, gradeTopics, type TopicGrade } from '../../../server/src/engine/project/grade';
import { gradeStages } from '../../../server/src/engine/project/stage';
import {
  resolveChecks,
  type RawResult,
  type ResolveSettings,
} from '../../../server/src/engine/project/resolve';

const settings: ResolveSettings = { acknowledgements: {}, disabledTopics: new Set(), tiny: false };
const none = new Set<never>();

type Short = number | 'nm' | 'na';

function outcome(short: Short, caps = false): Outcome {
  if (short === 'nm') return { state: 'not-measured', score: null, evidence: [], reason: '' };
  if (short === 'na') return { state: 'not-applicable', score: null, evidence: [], reason: '' };
  const state = short === 1 ? 'pass' : short === 0 ? 'fail' : 'partial';
  return { state, score: short, evidence: [], reason: '', ...(caps ? { caps: true as const } : {}) };
}

function rawOf(shorts: Readonly<Record<string, Short>>, caps: readonly string[] = []): readonly RawResult[] {
  return checks.map(({ meta }) => ({
    meta,
    outcome: outcome(shorts[meta.name] ?? 'na', caps.includes(meta.name)),
  }));
}

function gradeRaw(raw: readonly RawResult[], with_: Partial<ResolveSettings> = {}) {
  const resolved = resolveChecks(raw, { ...settings, ...with_ });
  const topics = gradeTopics(resolved, none, with_.tiny ?? false);
  return { resolved, topics, overall: gradeOverall(topics).score, counted: gradeOverall(topics).counted };
}

function topicOf(raw: readonly RawResult[], id: string, with_: Partial<ResolveSettings> = {}): TopicGrade {
  const found = gradeRaw(raw, with_).topics.find((topic) => topic.id === id);
  assert.ok(found);
  return found;
}

describe('topic score', () => {
  it('practices earn by weight', () => {
    const topic = topicOf(
      rawOf({ 'linter-configured': 1, 'formatter-configured': 0, 'pre-commit-configured': 0.5 }),
      'style',
    );
    assert.equal(topic.status, 'scored');
    assert.equal(topic.score, (100 * (8 + 2)) / 16);
  });

  it('hygiene only deducts, and never below zero', () => {
    const clean = topicOf(
      rawOf({ 'linter-configured': 1, 'formatter-configured': 0, 'finding-density': 1 }),
      'style',
    );
    const bad = topicOf(
      rawOf({ 'linter-configured': 1, 'formatter-configured': 0, 'finding-density': 0.5 }),
      'style',
    );
    assert.equal(clean.score, 100 * (8 / 12));
    assert.equal(bad.score, 100 * (8 / 12 - 3 / 18));
    assert.equal(
      topicOf(rawOf({ 'linter-configured': 0, 'formatter-configured': 0, 'finding-density': 0 }), 'style')
        .score,
      0,
    );
  });

  it('hygiene alone makes no grade, but can lower the overall score', () => {
    assert.equal(topicOf(rawOf({ 'blocking-in-async': 1 }), 'concurrency').status, 'clean');
    const others = { 'linter-configured': 1, 'formatter-configured': 1 } as const;
    const lowered = gradeRaw(rawOf({ ...others, 'blocking-in-async': 0.5 }));
    assert.equal(lowered.topics.find((topic) => topic.id === 'concurrency')?.score, 50);
    assert.equal(lowered.overall, (100 * 9 + 50 * 6) / 15);
    const half = gradeRaw(
      rawOf({ 'linter-configured': 0, 'formatter-configured': 1, 'blocking-in-async': 0.9 }),
    );
    assert.ok(!half.counted.has('concurrency'));
  });

  it('one lone check makes no good grade', () => {
    assert.equal(topicOf(rawOf({ 'linter-configured': 1 }), 'style').status, 'clean');
    assert.equal(topicOf(rawOf({ 'linter-configured': 0 }), 'style').score, 0);
  });

  it('is not scored when less than half of its weight was measured', () => {
    const topic = topicOf(
      rawOf({
        'linter-configured': 'nm',
        'formatter-configured': 1,
        'finding-density': 'nm',
        'pre-commit-configured': 'nm',
      }),
      'style',
    );
    assert.equal(topic.status, 'not-measured');
    assert.equal(topic.coverage, 4 / 22);
    const two = {
      'linter-configured': 'nm',
      'finding-density': 'nm',
      'formatter-configured': 1,
      'pre-commit-configured': 1,
    } as const;
    assert.equal(topicOf(rawOf(two), 'style').status, 'not-measured');
    // Most of the weight, but a single answer of two.
    assert.equal(
      topicOf(rawOf({ 'linter-configured': 1, 'pre-commit-configured': 'nm' }), 'style').status,
      'not-measured',
    );
    assert.equal(
      topicOf(rawOf({ 'linter-configured': 1, 'formatter-configured': 0, 'finding-density': 'nm' }), 'style')
        .status,
      'scored',
    );
    assert.equal(topicOf(rawOf({ 'linter-configured': 'nm' }), 'style').status, 'not-measured');
  });

  it('half measured, it joins the overall score only where it raises it', () => {
    const style = (score: number) => ({ 'linter-configured': score, 'formatter-configured': score });
    const typing = (score: number) => ({
      'annotated-functions': 'nm' as const,
      'type-checker-configured': score,
    });
    const below = gradeRaw(rawOf({ ...style(1), ...typing(0) }));
    assert.deepEqual([below.overall, [...below.counted]], [100, ['style']]);
    const above = gradeRaw(rawOf({ ...style(0), ...typing(1) }));
    assert.deepEqual([above.overall, [...above.counted].sort()], [(100 * 10) / 19, ['style', 'typing']]);
  });

  it('is not applicable without applicable checks', () => {
    assert.equal(topicOf(rawOf({}), 'style').status, 'not-applicable');
    assert.equal(gradeRaw(rawOf({})).overall, null);
  });

  it('a failed gate caps topic and overall grade until it is acknowledged', () => {
    const all = Object.fromEntries(checks.map(({ meta }) => [meta.name, 1]));
    const raw = rawOf({ ...all, 'hardcoded-secrets': 0 }, ['hardcoded-secrets']);
    assert.equal(topicOf(raw, 'configuration').score, 49);
    assert.equal(gradeRaw(raw).overall, 69);
    const acknowledged = { acknowledgements: { 'hardcoded-secrets': { reason: 'test-data' as const } } };
    assert.equal(topicOf(raw, 'configuration', acknowledged).score, 100);
    assert.equal(gradeRaw(raw, acknowledged).overall, 100);
    assert.equal(
      gradeRaw(raw, { acknowledgements: { 'hardcoded-secrets': { reason: 'remediated' } } }).overall,
      100,
    );
    assert.equal(
      topicOf(rawOf({ ...all, 'env-file-ignored': 0 }), 'configuration').score,
      100 * (1 - 6 / 26),
    );
  });
});

describe('prerequisites and acknowledgements', () => {
  const resolvedOf = (
    shorts: Readonly<Record<string, Short>>,
    name: string,
    with_: Partial<ResolveSettings> = {},
  ) => gradeRaw(rawOf(shorts), with_).resolved.find((one) => one.meta.name === name);

  it('an unmet prerequisite skips, it does not fail', () => {
    const skipped = resolvedOf({ 'ci-present': 0, 'ci-runs-tests': 0 }, 'ci-runs-tests');
    assert.equal(skipped?.state, 'not-applicable');
    assert.equal(skipped?.skippedBy, 'ci-present');
  });

  it('an unmeasured prerequisite makes the check unmeasured', () => {
    assert.equal(
      resolvedOf({ 'ci-present': 'nm', 'ci-runs-tests': 0 }, 'ci-runs-tests')?.state,
      'not-measured',
    );
  });

  it('an acknowledged prerequisite counts as met', () => {
    const found = resolvedOf({ 'ci-present': 0, 'ci-runs-tests': 0 }, 'ci-runs-tests', {
      acknowledgements: { 'ci-present': { reason: 'not-detected' } },
    });
    assert.equal(found?.state, 'fail');
  });

  it('acknowledged as not applicable leaves the sum, as not detected counts as met', () => {
    const one = { 'linter-configured': 1, 'formatter-configured': 0, 'pre-commit-configured': 0 } as const;
    const score = (reason: 'not-applicable' | 'not-detected') =>
      topicOf(rawOf(one), 'style', { acknowledgements: { 'formatter-configured': { reason } } }).score;
    assert.equal(score('not-applicable'), 100 * (8 / 12));
    assert.equal(score('not-detected'), 100 * (12 / 16));
  });

  it('prerequisites exist and have no cycles', () => {
    const byName = new Map(checks.map((check) => [check.meta.name, check.meta]));
    const visit = (name: string, path: readonly string[]): void => {
      assert.ok(!path.includes(name), `${[...path, name].join(' -> ')}`);
      const meta = byName.get(name);
      assert.ok(meta, `${name} does not exist`);
      for (const required of meta.requires ?? []) visit(required, [...path, name]);
    };
    for (const name of byName.keys()) visit(name, []);
  });
});

describe('properties', () => {
  const short = fc.oneof(
    fc.constantFrom<Short>(0, 1, 'nm', 'na'),
    fc.integer({ min: 1, max: 9 }).map((tenths): Short => tenths / 10),
  );
  const independent = checks.map((check) => check.meta.name);
  const project = fc.tuple(
    fc.array(short, { minLength: independent.length, maxLength: independent.length }),
    fc.nat(independent.length - 1),
    fc.boolean(),
  );
  // Prerequisites are left out: a met one brings new checks in, which is a change of what is asked, not of an answer.
  const plain = checks.map(({ meta }) => ({ ...meta, requires: [] }));
  const build = (shorts: readonly Short[], gateFails: boolean): RawResult[] =>
    plain.map((meta, index) => ({
      meta,
      outcome: outcome(shorts[index] ?? 'na', gateFails && meta.kind === 'gate' && shorts[index] === 0),
    }));
  const score = (raw: readonly RawResult[]) => gradeRaw(raw).overall;

  it('improving a check never lowers the overall score', () => {
    fc.assert(
      fc.property(project, fc.integer({ min: 0, max: 10 }), ([shorts, at, gates], tenths) => {
        const before = shorts[at];
        if (typeof before !== 'number' || tenths / 10 <= before) return;
        const [low, high] = [
          score(build(shorts, gates)),
          score(
            build(
              shorts.map((one, index) => (index === at ? tenths / 10 : one)),
              gates,
            ),
          ),
        ];
        if (low !== null && high !== null) assert.ok(high >= low - 1e-9, `${low} -> ${high}`);
      }),
      { numRuns: 5000 },
    );
  });

  it('not measuring a check never scores less than failing it', () => {
    fc.assert(
      fc.property(project, ([shorts, at, gates]) => {
        const put = (value: Short) =>
          score(
            build(
              shorts.map((one, index) => (index === at ? value : one)),
              gates,
            ),
          );
        const [failed, unknown] = [put(0), put('nm')];
        if (failed !== null && unknown !== null)
          assert.ok(unknown >= failed - 1e-9, `${failed} -> ${unknown}`);
      }),
      { numRuns: 5000 },
    );
  });

  it('scores stay between 0 and 100', () => {
    fc.assert(
      fc.property(project, ([shorts, , gates]) => {
        const overall = score(build(shorts, gates));
        assert.ok(overall === null || (overall >= 0 && overall <= 100));
      }),
    );
  });
});

describe('stages', () => {
  const repeatable = {
    'dependencies-declared': 1,
    'dependencies-locked': 1,
    'requires-python': 1,
    'env-ignored': 1,
  } as const;
  const reached = (shorts: Readonly<Record<string, Short>>): string[] =>
    gradeStages(resolveChecks(rawOf(shorts), settings)).flatMap((stage) => (stage.reached ? stage.id : []));

  it('are reached with most of the must-haves', () => {
    assert.deepEqual(reached({ ...repeatable, 'env-ignored': 0, 'linter-configured': 0 }), [
      'script',
      'repeatable',
    ]);
    assert.deepEqual(
      reached({ ...repeatable, 'linter-configured': 1, 'formatter-configured': 0, 'test-functions': 0 }),
      ['script', 'repeatable', 'linted'],
    );
  });

  it('are not reached on the strength of lower stages alone', () => {
    assert.deepEqual(reached({ ...repeatable, 'linter-configured': 0 }), ['script', 'repeatable']);
    assert.deepEqual(reached({ ...repeatable, 'linter-configured': 0, 'formatter-configured': 1 }), [
      'script',
      'repeatable',
    ]);
  });
});
