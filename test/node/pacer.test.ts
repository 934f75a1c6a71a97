/** Long work on the main thread lets others in between, and comes to the same end. */
import assert from 'node:assert/strict';
import { beforeEach, it, mock } from 'node:test';
import { Pacer, paced, rest, standBack } from '../../server/src/node/pacer';

/** Time passes where a test says so: on a busy machine, nothing is short. */
let now = 1_000;
mock.method(performance, 'now', () => now);

function busy(milliseconds: number): void {
  now += milliseconds;
}

/** What an earlier test has begun is over. */
beforeEach(async () => {
  busy(1_000);
  await new Promise((resolve) => setImmediate(resolve));
});

/** How often the event loop came round while `work` ran. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isOver = true;
  return turns;
}

it('steps of a millisecond are interrupted after a few, and their outcome comes back', async () => {
  function* steps(): Generator<void, string, void> {
    for (let step = 0; step < 60; step += 1) {
      busy(1);
      yield;
    }
    return 'done';
  }
  let outcome = '';
  const turns = await turnsDuring(async () => (outcome = await paced(steps())));
  assert.equal(outcome, 'done');
  assert.ok(turns >= 20, `${turns} turns of the loop`);
});

it('short work is not interrupted', async () => {
  const pacer = new Pacer();
  await pacer.pause();
  assert.equal(pacer.isDue, false);
  busy(0.5);
  assert.equal(pacer.isDue, false);
});

it('the first piece of work after a pause counts', async () => {
  const pacer = new Pacer();
  await pacer.pause();
  busy(6);
  assert.equal(pacer.isDue, true);
  await pacer.pause();
  assert.equal(pacer.isDue, false);
});

it('what begins where other work ends gets no time of its own', async () => {
  const turns = await turnsDuring(async () => {
    for (let part = 0; part < 20; part += 1) {
      await rest();
      assert.equal(new Pacer().isDue, false);
      busy(2);
      assert.equal(new Pacer().isDue, true);
    }
  });
  assert.ok(turns >= 19, `${turns} turns of the loop`);
});

it('long work stands back for a moment when somebody asks', async () => {
  let steps = 0;
  function* work(): Generator<void, void, void> {
    for (; steps < 5; steps += 1) yield;
  }
  await new Pacer().pause();
  standBack();
  const working = paced(work());
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(steps, 0, 'a second step was begun');
  busy(5);
  await working;
  assert.equal(steps, 5);
});

it('goes on however often somebody asks', { timeout: 10_000 }, async () => {
  const asking = setInterval(() => {
    busy(1);
    standBack();
  }, 1);
  standBack();
  await new Pacer().pause();
  clearInterval(asking);
});
