/**
 * What handlers do is the same before and after the fixes of their rules: generated functions are fixed by the engine and
 * both versions are run under Python. The same exceptions propagate, the same values are returned, and the same text
 * reaches the log; where a fix takes the exception out of a message, the traceback below it still has it.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fixAll, settingsFor } from '../../server/src/engine/index';
import { rules } from '../../server/src/engine/rules/registry.generated';
import { createEngine } from '../harness/engine';
import { findPython } from '../harness/python';
import { seeded, type Random } from '../harness/random';

const python = findPython();

/** Runs both versions of each function; an answer is what each did for every input, or why it did not compile. */
const program = `
import io, json, logging, sys, contextlib

class AppError(Exception):
    pass

def work(x):
    if x == 0: raise ValueError('bad %s {0}')
    if x == 1: raise KeyError('k')
    if x == 2: raise OSError(2, 'no such thing')
    if x == 3: raise AppError('app', x)
    if x == 4: raise RuntimeError()
    return x

class Texts(logging.Handler):
    def __init__(self, texts):
        super().__init__()
        self.texts = texts
        self.setFormatter(logging.Formatter('%(message)s'))
    def emit(self, record):
        self.texts.append([record.getMessage(), self.format(record)])

class Out(io.StringIO):
    def __init__(self, texts):
        super().__init__()
        self.texts = texts
        self.line = ''
    def write(self, text):
        self.line += text
        if self.line.endswith('\\n'):
            self.texts.append([self.line[:-1], self.line[:-1]])
            self.line = ''
        return len(text)

def run(source):
    try:
        code = compile(source, 'snippet', 'exec', dont_inherit=True)
    except SyntaxError as error:
        return f'does not compile: {error}'
    outcomes = []
    for x in range(6):
        texts = []
        logger = logging.getLogger('snippet')
        logger.handlers[:] = [Texts(texts)]
        logger.propagate = False
        logger.setLevel(1)
        space = {'__name__': 'snippet', 'work': work, 'AppError': AppError}
        try:
            exec(code, space)
            with contextlib.redirect_stdout(Out(texts)):
                end = ['returned', repr(space['f'](x))]
        except BaseException as error:
            end = ['raised', type(error).__name__, repr(error.args)]
        outcomes.append([end, texts])
    return outcomes

json.dump([[run(before), run(after)] for before, after in json.load(sys.stdin)], sys.stdout)
`;

type Outcome = readonly [readonly string[], readonly (readonly [string, string])[]];
type Answer = readonly Outcome[] | string;

function runPairs(pairs: readonly (readonly [string, string])[]): [Answer, Answer][] {
  assert.ok(python);
  const { status, stdout, stderr } = spawnSync(python.command, [...python.args, '-I', '-c', program], {
    input: JSON.stringify(pairs),
    encoding: 'utf8',
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    maxBuffer: 1 << 28,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as [Answer, Answer][];
}

const types = [
  'Exception',
  'ValueError',
  '(KeyError, OSError)',
  'AppError',
  'RuntimeError',
  'LookupError',
] as const;

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? line : `    ${line}`));
}

/** Statements of a handler that calls its exception `e`. */
const reactions: readonly [readonly string[], ...(readonly string[])[]] = [
  ['raise'],
  ['raise e'],
  ['raise e  # again'],
  ['raise (e)'],
  ['if x:', '    raise e', 'else:', '    raise'],
  ['for _ in range(2):', '    raise e'],
  ['e = AppError(x)', 'raise e'],
  ['try:', '    work(x + 1)', 'except KeyError as inner:', '    raise inner'],
  ['try:', '    work(x - 1)', 'except Exception:', '    raise e'],
  ['try:', '    work(x)', 'finally:', '    raise e'],
  ['raise TypeError(f"wrapped {x}")'],
  ['raise AppError("wrapped", e)'],
  ['logger.error(f"failed {x}: {e}")'],
  ['logger.error("failed %s", x)'],
  ['logger.error("failed (%s)", e)', 'return -1'],
  ['logger.exception("failed %s: %s", x, e)'],
  ['logger.exception(f"failed {x!r:>4} ({e})")'],
  ['logger.exception("failed: " + str(e))'],
  ['logger.exception("failed {}: {}".format(x, e))', 'raise'],
  ['logger.warning("odd " + str(x))'],
  ['logger.info("value %d of %r" % (x, e))'],
  ['logger.info(', '    f"value {x:03d} "', '    f"{e}",', ')'],
  ['logger.debug(f"{e} came at 100% of {x}")'],
  ['print("failed:", e)'],
  ['print(f"failed {x}")'],
  ['print("first", x)', 'print(f"then {x!r}: {e!r} at 100%")'],
  ['print("going back: %s %%" % x)', 'print("because of", e, "and", x, sep="|")', 'raise'],
  ['print(f"odd {x=}", e)', 'if x == 2:', '    raise AppError("odd") from e'],
  ['return None'],
  ['pass'],
];

function handler(random: Random): string[] {
  const isRaiser = random.below(3) === 0;
  const named = isRaiser && random.below(2) === 0 ? '' : ' as e';
  const lines = isRaiser
    ? [named === '' ? 'raise' : 'raise e']
    : Array.from({ length: 1 + random.below(3) }, () => [...random.pick(reactions)]).flat();
  return [`except ${random.pick(types)}${named}:`, ...indented(lines)];
}

function tried(random: Random, depth: number): string[] {
  const body = ['value = work(x)'];
  if (random.below(3) === 0) body.push('text = """', 'a', '  b"""', 'value = (value, text)');
  if (depth < 2 && random.below(3) === 0) body.push(...tried(random, depth + 1));
  body.push('return value');
  const handlers = Array.from({ length: 1 + random.below(2) }, () => handler(random)).flat();
  const last = random.below(5) === 0 ? ['finally:', '    x = 9'] : [];
  // A docstring-like text must not be shifted by what stands around it.
  return [
    'try:',
    ...body.map((line) => (line === 'a' || line === '  b"""' ? line : `    ${line}`)),
    ...handlers,
    ...last,
  ];
}

function randomFunction(random: Random): string {
  const wrapped = random.below(3) === 0;
  const body = tried(random, 0);
  const inner = wrapped ? ['for _ in range(1):', ...indented(body)] : body;
  return [
    'import logging',
    '',
    'logger = logging.getLogger("snippet")',
    '',
    '',
    'def f(x):',
    ...indented(inner),
    '    return "end"',
    '',
  ].join('\n');
}

/** Fixes that keep every message as it is. */
const exact = ['verbose-raise', 'useless-try-except', 'raise-without-from', 'logging-f-string'];
/** Fixes that take the exception out of the end of a message. */
const shortening = [
  'error-instead-of-exception',
  'verbose-log-message',
  'print-in-except',
  'print-instead-of-logging',
];

async function compare(names: readonly string[], seed: number, isExact: boolean): Promise<void> {
  const { engine, crashes } = await createEngine(rules.filter(({ meta }) => names.includes(meta.name)));
  const settings = settingsFor(engine.rules);
  const random = seeded(seed);
  const applied = new Map<string, number>();
  const pairs: [string, string][] = [];
  for (let count = 0; count < 1000; count += 1) {
    const before = randomFunction(random);
    const fixed = fixAll(engine, 'app.py', before, settings, { upTo: 'unsafe' });
    assert.ok(!fixed.gaveUp, before);
    for (const [rule, times] of fixed.applied) applied.set(rule, (applied.get(rule) ?? 0) + times);
    if (fixed.text !== before) pairs.push([before, fixed.text]);
  }
  const wrong: string[] = [];
  runPairs(pairs).forEach(([before, after], index) => {
    const problem = differenceOf(before, after, isExact);
    if (problem !== undefined) wrong.push(`${problem}\n${pairs[index]?.join('\n--- becomes ---\n') ?? ''}`);
  });
  assert.deepEqual(wrong.slice(0, 3), [], `${wrong.length} of ${pairs.length} differ`);
  assert.deepEqual(crashes, []);
  for (const name of names)
    assert.ok((applied.get(name) ?? 0) > 20, `${name} was applied ${applied.get(name) ?? 0} times`);
}

function differenceOf(before: Answer, after: Answer, isExact: boolean): string | undefined {
  // Not every generated function compiles; a fixed one has to when its original does.
  if (typeof before === 'string') return undefined;
  if (typeof after === 'string') return after;
  for (const [x, [end, texts]] of before.entries()) {
    const [endAfter, textsAfter] = after[x] ?? [[], []];
    const place = `for ${x}: ${JSON.stringify([end, texts])} was, ${JSON.stringify([endAfter, textsAfter])} is`;
    if (JSON.stringify(end) !== JSON.stringify(endAfter) || texts.length !== textsAfter.length) return place;
    for (const [index, [message, whole]] of texts.entries()) {
      const [messageAfter = '', wholeAfter = ''] = textsAfter[index] ?? [];
      if (message === messageAfter) continue;
      // What is no longer in the message is in the traceback below it.
      const removed = message.slice(messageAfter.length).replace(/^[\s:(]+|\)$/g, '');
      const isShorter = message.startsWith(messageAfter) && wholeAfter.includes(removed);
      if (isExact || !isShorter || whole === wholeAfter) return place;
    }
  }
  return undefined;
}

describe('handlers do the same after the fixes', { skip: python ? false : 'no python3' }, () => {
  it('when the messages stay as they are', () => compare(exact, 20261124, true));
  it('when messages leave the exception to the traceback', () =>
    compare([...exact, ...shortening], 20261125, false));
});
