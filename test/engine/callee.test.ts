/** What a call calls, as rules ask before they look closer. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { calleeOf } from '../../server/src/engine/syntax/calls';
import { createEngine } from '../harness/engine';

const { engine } = await createEngine([]);

/** Of the outermost call of a statement. */
function callee(code: string): string {
  const tree = engine.parser.parse(code);
  try {
    const [call] = tree.rootNode.descendantsOfType('call');
    assert.ok(call);
    const { node, word, isPlain } = calleeOf(call, code);
    assert.equal(calleeOf(call, code).node, node, 'asked again about the same call');
    return `${word}${isPlain ? ' alone' : ''}`;
  } finally {
    engine.parser.release(tree);
  }
}

it('the callee is its last word, alone or behind something', () => {
  assert.equal(callee('open(p)'), 'open alone');
  assert.equal(callee('io.open(p)'), 'open');
  assert.equal(callee('requests.Session() . get (url)'), 'get');
  assert.equal(callee('Path(a).open()'), 'open');
  assert.equal(callee('größe(1)'), 'größe alone');
  assert.equal(callee('(f)(1)'), '');
  assert.equal(callee('handlers["x"](1)'), '');
  assert.equal(callee('f\\\n.g(1)'), 'g');
});
