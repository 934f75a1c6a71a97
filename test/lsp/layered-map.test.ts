/** A map laid over another reads as their copy would. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { laidOver } from '../../server/src/lsp/health/layered-map';

it('reads as a copy with the entries put in', () => {
  const base = new Map([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
  const top = new Map([
    ['b', 20],
    ['d', 40],
  ]);
  const copy = new Map([...base, ...top]);
  const laid = laidOver(base, top);
  assert.deepEqual([...laid], [...copy]);
  assert.deepEqual([...laid.keys()], [...copy.keys()]);
  assert.deepEqual([...laid.values()], [...copy.values()]);
  assert.deepEqual([...laid.entries()], [...copy.entries()]);
  assert.equal(laid.size, 4);
  const visited: unknown[] = [];
  laid.forEach((value, key) => visited.push([key, value]));
  assert.deepEqual(visited, [...copy]);
  for (const key of ['a', 'b', 'c', 'd', 'e']) {
    assert.equal(laid.get(key), copy.get(key));
    assert.equal(laid.has(key), copy.has(key));
  }
});

it('is the lower map itself where nothing is laid over it', () => {
  const base = new Map([['a', 1]]);
  assert.equal(laidOver(base, new Map()), base);
});
