// Past gradings: which are kept, what caused a change, and what a trend is told against.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  mostGradings,
  noHistory,
  overallTrend,
  pointOf,
  topicTrend,
  withGrading,
  type FolderHistory,
} from '../../client/src/common/health/history';
import { HistoryStore } from '../../client/src/common/health/history-store';
import type { CheckState, HealthCheck, HealthReport } from '../../server/src/protocol';
import { check, report, topic } from './samples';

const graded = (
  overall: number,
  checks: readonly HealthCheck[],
  more: Partial<HealthReport> = {},
): HealthReport => report({ overall, topics: [topic(checks)], ...more });
const one = (state: CheckState, more: Partial<HealthCheck> = {}): HealthCheck => check('c', state, more);
const inCode = { evidence: [{ path: 'app.py', line: 3, text: '' }] };
const inConfig = { evidence: [{ path: 'pyproject.toml', line: 1, text: '' }] };

function after(...reports: readonly HealthReport[]): FolderHistory {
  return reports.reduce((history, next, at) => withGrading(history, next, at), noHistory);
}

describe('history', () => {
  it('keeps a grading when the score moved by a point, and the same grading only once', () => {
    const history = after(graded(50, [one('fail')]), graded(50, [one('fail')]), graded(50.4, [one('fail')]));
    assert.deepEqual(
      history.gradings.map(({ overall, cause }) => [overall, cause]),
      [[50, 'first']],
    );
    const again = withGrading(history, graded(50.4, [one('fail')]), 9);
    assert.equal(again, history, 'nothing to write');
    assert.equal(after(graded(50, []), graded(51, [])).gradings.length, 2);
    assert.equal(withGrading(noHistory, graded(0, [], { overall: null }), 1), noHistory);
  });

  it('names the cause of a change and the check behind it', () => {
    const causeOf = (before: HealthCheck, then: HealthCheck, more: Partial<HealthReport> = {}): unknown => {
      const last = after(graded(40, [before]), graded(60, [then], more)).gradings.at(-1);
      return [last?.cause, ...(last?.checks ?? [])];
    };
    const name = 'Title of c';
    assert.deepEqual(causeOf(one('fail'), one('pass', inConfig)), ['configuration', name]);
    assert.deepEqual(causeOf(one('fail', inCode), one('pass')), ['configuration', name]);
    assert.deepEqual(causeOf(one('fail'), one('pass', inCode)), ['code', name]);
    assert.deepEqual(causeOf(one('pass', { kind: 'hygiene' }), one('fail', { kind: 'hygiene', ...inCode })), [
      'code',
      name,
    ]);
    assert.deepEqual(causeOf(one('not-measured'), one('pass')), ['measured', name]);
    assert.deepEqual(causeOf(one('fail'), one('acknowledged', { score: 100 })), ['acknowledged', name]);
    assert.deepEqual(causeOf(one('fail'), one('pass'), { model: 2 }), ['model']);
  });

  it('names the weightiest of several changes first, and no more than three', () => {
    const checks = (state: CheckState): HealthCheck[] =>
      [1, 9, 4, 2].map((weight) => check(`w${weight}`, state, { weight, score: state === 'pass' ? 100 : 0 }));
    const last = after(graded(10, checks('fail')), graded(90, checks('pass'))).gradings.at(-1);
    assert.deepEqual(last?.checks, ['Title of w9', 'Title of w4', 'Title of w2']);
  });

  it('is bounded', () => {
    const many = Array.from({ length: mostGradings + 30 }, (_, index) => graded((index * 7) % 90, []));
    const { gradings } = after(...many);
    assert.equal(gradings.length, mostGradings);
    assert.equal(gradings.at(-1)?.overall, ((mostGradings + 29) * 7) % 90);
  });

  it('tells trends against the first grading while there is no earlier session', () => {
    const history = after(graded(10, []), graded(21, []));
    assert.deepEqual(overallTrend(history, graded(32, [])), { delta: 22, since: 0, fromBaseline: false });
    assert.equal(overallTrend(after(graded(10, [])), graded(10, [])), undefined);
  });

  it('tells trends against the baseline, else the earlier session, and never against another model', () => {
    const old = pointOf(graded(40, []), 5);
    const now = graded(46.4, []);
    const history = { ...noHistory, session: old };
    assert.deepEqual(overallTrend(history, now), { delta: 6, since: 5, fromBaseline: false });
    assert.deepEqual(overallTrend({ ...history, baseline: pointOf(graded(50, []), 7) }, now), {
      delta: -4,
      since: 7,
      fromBaseline: true,
    });
    assert.equal(overallTrend(history, { ...now, model: 2 }), undefined);
    assert.equal(overallTrend(history, graded(40.3, [])), undefined);
    assert.equal(overallTrend(noHistory, now), undefined);
    assert.equal(topicTrend(history, report({ topics: [topic([], { score: 90 })] }), 'errors')?.delta, 8);
  });
});

describe('the store of histories', () => {
  const memento = (): { values: Map<string, unknown>; get: <T>(key: string) => T | undefined } => {
    const values = new Map<string, unknown>();
    return { values, get: <T>(key: string) => values.get(key) as T | undefined };
  };
  const store = (memory: ReturnType<typeof memento>): HistoryStore =>
    new HistoryStore(
      {
        keys: () => [...memory.values.keys()],
        get: memory.get,
        // Storage is JSON: what is kept must survive that.
        update: (key: string, value: unknown) => {
          memory.values.set(key, JSON.parse(JSON.stringify(value)));
          return Promise.resolve();
        },
      },
      () => 1000,
    );
  const folder = 'file:///w';
  const health = (overall: number): Parameters<HistoryStore['accept']>[0] => ({
    folder,
    workspaceFolder: folder,
    name: 'w',
    state: 'graded',
    pythonFiles: 1,
    report: graded(overall, [one('fail')]),
  });

  it('is there again in the next session, whose trend is told against this one', () => {
    const memory = memento();
    store(memory).accept(health(40));
    const next = store(memory);
    next.accept(health(60));
    const history = next.get(folder);
    assert.deepEqual(
      history.gradings.map(({ overall }) => overall),
      [40, 60],
    );
    assert.equal(overallTrend(history, graded(60, []))?.delta, 20);
  });

  it('sets and clears a baseline, and forgets what it does not know', () => {
    const memory = memento();
    const first = store(memory);
    first.setBaseline(health(70), true);
    assert.equal(overallTrend(store(memory).get(folder), graded(60, []))?.fromBaseline, true);
    first.setBaseline(health(70), false);
    assert.equal(store(memory).get(folder).baseline, undefined);
    memory.values.set(`seaworthy.history:${folder}`, { version: 99, gradings: 'no' });
    assert.deepEqual(store(memory).get(folder), noHistory);
  });

  it('leaves out gradings that are not finished', () => {
    const memory = memento();
    store(memory).accept({ ...health(40), state: 'scanning' });
    assert.equal(memory.values.size, 0);
  });
});
