/** Long work on the main thread lets others in between, and comes to the same end. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Pacer, paced, rest, standBack } from '../../server/src/node/pacer';

function busy(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

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
  assert.ok(turns >= 6, `${turns} turns of the loop`);
});

it('short work is not interrupted', async () => {
  const pacer = new Pacer();
  await pacer.pause();
  assert.equal(pacer.isDue, false);
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

it('long work stands back for a moment when somebody asks, and goes on however often they do', async () => {
  let steps = 0;
  function* work(): Generator<undefined, void, void> {
    for (; steps < 5; steps += 1) yield;
  }
  await new Pacer().pause();
  standBack();
  const working = paced(work());
  await new Promise((resolve) => setTimeout(resolve, 1));
  assert.ok(steps <= 1, `${steps} steps at once`);
  const asking = setInterval(standBack, 1);
  await working;
  clearInterval(asking);
  assert.equal(steps, 5);
});
