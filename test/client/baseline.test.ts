// What has changed since the baseline, as the command tells it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scoreChangeText, sinceBaseline } from '../../client/src/common/health/baseline';
import { pointOf } from '../../client/src/common/health/history';
import type { HealthCheck, HealthReport } from '../../server/src/protocol';
import { check, report, topic } from './samples';

function graded(overall: number | null, checks: readonly HealthCheck[], score: number | null): HealthReport {
  const style = topic([check('of-style', 'pass')], { id: 'style', title: 'Style', score: 50 });
  return report({ overall, topics: [topic(checks, { score }), style] });
}

const before = graded(
  60,
  [
    check('broken', 'pass'),
    check('worse', 'partial', { score: 50 }),
    check('better', 'fail', { score: 10 }),
    check('mended', 'partial', { score: 40 }),
    check('excused', 'fail'),
    check('unmeasured', 'fail'),
    check('same', 'fail', { score: 20 }),
  ],
  40,
);
const after = graded(
  66.4,
  [
    check('mended', 'pass'),
    check('excused', 'acknowledged', { score: 100 }),
    check('better', 'partial', { score: 30 }),
    check('worse', 'partial', { score: 20 }),
    check('broken', 'fail'),
    check('added', 'fail'),
    check('unmeasured', 'not-measured', { score: null }),
    check('same', 'fail', { score: 20.2 }),
  ],
  45,
);

describe('since the baseline', () => {
  it('names what is new first, then what is worse, better and fixed', () => {
    const comparison = sinceBaseline(pointOf(before, 7), after);
    assert.ok(comparison);
    assert.equal(comparison.since, 7);
    assert.deepEqual(
      comparison.checks.map(({ kind, id }) => `${kind} ${id}`),
      ['new broken', 'new added', 'worse worse', 'better better', 'fixed mended', 'fixed excused'],
    );
    assert.equal(scoreChangeText(comparison.overall), '60 → 66 ▲6');
  });

  it('tells only topics whose score has changed, the most changed first', () => {
    const comparison = sinceBaseline(pointOf(before, 7), after);
    assert.deepEqual(
      comparison?.topics.map(({ title, was, now }) => [title, was, now]),
      [['Errors and logging', 40, 45]],
    );
    const other = {
      ...after,
      topics: after.topics.map((one) => ({ ...one, score: one.id === 'style' ? 90 : 45 })),
    };
    assert.deepEqual(
      sinceBaseline(pointOf(before, 7), other)?.topics.map(({ title }) => title),
      ['Style', 'Errors and logging'],
    );
  });

  it('is empty for the same grading, and says nothing across models', () => {
    const same = sinceBaseline(pointOf(after, 7), after);
    assert.deepEqual([same?.topics, same?.checks], [[], []]);
    assert.equal(sinceBaseline({ ...pointOf(before, 7), model: after.model + 1 }, after), undefined);
  });

  it('writes scores that come, go, fall and stay', () => {
    assert.equal(scoreChangeText({ was: null, now: 40 }), '– → 40');
    assert.equal(scoreChangeText({ was: 40, now: null }), '40 → –');
    assert.equal(scoreChangeText({ was: 40.4, now: 33.6 }), '40 → 34 ▼6');
    assert.equal(scoreChangeText({ was: 40, now: 40.4 }), '40 → 40');
  });
});
