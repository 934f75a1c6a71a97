/**
 * What a logging call writes equals what the `print` before it wrote: written-out and generated snippets, converted by
 * the engine and run under Python, all in one process.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { loggingCall, type CallOptions } from '../../server/src/engine/lint/logging/call';
import {
  formattedMessage,
  hasEffects,
  lazyCall,
  messageEdit,
} from '../../server/src/engine/lint/logging/lazy';
import { levelOf } from '../../server/src/engine/lint/logging/level';
import { applyEdits } from '../../server/src/engine/syntax/edits';
import { SourceText } from '../../server/src/engine/syntax/text';
import { PythonParser } from '../../server/src/engine/syntax/parser';
import { builtinNames } from '../../server/src/engine/semantics/python-names';
import { grammarBytes } from '../harness/engine';
import { findPython } from '../harness/python';
import { seeded } from '../harness/random';
import { handWritten, randomMessage, randomPrint } from './log-message.snippets';

const python = findPython();
const parser = await PythonParser.load(grammarBytes());

function convert(source: string, options: CallOptions = { style: 'percent' }): string | undefined {
  const tree = parser.parse(source);
  try {
    const call = tree.rootNode.descendantsOfType('call')[0];
    const list = call?.childForFieldName('arguments');
    assert.ok(list, source);
    const place = {
      text: source,
      hasBuiltin: (name: string) => builtinNames.has(name),
      hasOwnFormats: false,
    };
    return loggingCall(
      list,
      { ...place, ...(options.without ? { exception: options.without.name } : {}) },
      options,
    )?.arguments;
  } finally {
    parser.release(tree);
  }
}

/** Runs pairs of calls; each answer is what both wrote, or null where the first raised. */
const program = `
import contextlib, io, json, logging, sys, warnings
warnings.simplefilter('ignore')

class Loguru:
    def info(self, message, *args):
        self.stream.write((message.format(*args) if args else message) + '\\n')

class Point:
    def __init__(self): self.x, self.y = 1, -2.5
    def __repr__(self): return f'Point({self.x}, 100%)'
    def bump(self): self.x += 1; return self.x

def names():
    return {'a': 5, 'b': -7.25, 's': 'é % {x} \\\\ "q" \\U0001f600', 't': (1, 'two'), 'd': {'k': 'v%', 'n': {}}, 'one': (1,),
            'l': [3, 1, 2], 'p': Point(), 'n': None, 'yes': True, 'w': 12, 'empty': {}, 'e': ValueError('bad % {0}'),
            'big': 1e20, 'inf': float('inf'), 'f': lambda value: value}

def run(source, stream, logger):
    space = names()
    space['logger'] = logger
    try:
        with contextlib.redirect_stdout(stream):
            exec(compile(source, 'snippet', 'exec', dont_inherit=True), space)
    except SyntaxError as error:
        return f'does not compile: {error}'
    except Exception as error:
        return None if logger is None else f'raised {error!r}'
    return stream.getvalue()

def standard(stream):
    logger = logging.Logger('test')
    logger.addHandler(logging.StreamHandler(stream))
    return logger

answers = []
for before, logged, style in json.load(sys.stdin):
    stream = io.StringIO()
    expected = run(before, stream, standard(stream) if style == 'lazy' else None)
    if expected is not None and expected.startswith('raised'):
        expected = None
    stream = io.StringIO()
    if style != 'brace':
        logger = standard(stream)
    else:
        logger = Loguru()
        logger.stream = stream
    answers.append(None if expected is None else [expected, run(logged, stream, logger)])
json.dump(answers, sys.stdout)
`;

interface Pair {
  /** A print, or for `lazy` a logging call whose message formats itself. */
  readonly before: string;
  readonly logged: string;
  readonly style: CallOptions['style'] | 'lazy';
}

function runPairs(pairs: readonly Pair[]): ([string, string] | null)[] {
  assert.ok(python);
  const input = JSON.stringify(pairs.map(({ before, logged, style }) => [before, logged, style]));
  const { status, stdout, stderr } = spawnSync(python.command, [...python.args, '-I', '-c', program], {
    input,
    encoding: 'utf8',
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    maxBuffer: 1 << 28,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as ([string, string] | null)[];
}

function compare(sources: readonly string[]): { compared: number; converted: number } {
  const pairs = sources.flatMap((before) =>
    (['percent', 'brace'] as const).flatMap((style): Pair[] => {
      const converted = convert(before, { style });
      return converted === undefined ? [] : [{ before, logged: `logger.info(${converted})`, style }];
    }),
  );
  return comparePairs(pairs);
}

function comparePairs(pairs: readonly Pair[]): { compared: number; converted: number } {
  const wrong: string[] = [];
  let compared = 0;
  runPairs(pairs).forEach((answer, index) => {
    const pair = pairs[index];
    if (!answer || !pair || answer[0].startsWith('does not compile')) return;
    compared += 1;
    if (answer[0] !== answer[1]) wrong.push(`${pair.before}\n${pair.logged}\n${JSON.stringify(answer)}`);
  });
  assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} of ${compared} differ`);
  return { compared, converted: pairs.length };
}

/** `logger.info(message)` with the message's values as arguments. */
function lazily(message: string): { readonly pair: Pair; readonly isSafe: boolean } | undefined {
  const before = `logger.info(${message})`;
  const tree = parser.parse(before);
  try {
    const list = tree.rootNode.descendantsOfType('argument_list')[0];
    const node = list?.firstNamedChild;
    assert.ok(list && node, message);
    if (list.namedChildCount !== 1 || hasEffects(node)) return undefined;
    const place = {
      text: before,
      hasBuiltin: (name: string) => builtinNames.has(name),
      hasOwnFormats: false,
      exception: 'e',
    };
    const formatted = formattedMessage(node, place);
    const lazy = formatted && lazyCall(formatted.pieces);
    if (!lazy || formatted.notTuple !== undefined) return undefined;
    const logged = applyEdits(before, [messageEdit(node, lazy, new SourceText(before))]);
    return { pair: { before, logged, style: 'lazy' }, isSafe: lazy.isPlain };
  } finally {
    parser.release(tree);
  }
}

describe(
  'a message with arguments writes what the formatted one wrote',
  { skip: python ? false : 'no python3' },
  () => {
    it('for each written-out form', () => {
      const pairs = handWritten.flatMap((print) => {
        const message = /^print\(([\s\S]*)\)$/.exec(print)?.[1] ?? '';
        return lazily(message)?.pair ?? [];
      });
      const { compared } = comparePairs(pairs);
      assert.ok(compared > 30, `only ${compared} could be compared`);
    });

    it('for generated messages', () => {
      const random = seeded(20261123);
      const converted = Array.from({ length: 5000 }, () => lazily(randomMessage(random))).filter(
        (one) => one !== undefined,
      );
      const { compared } = comparePairs(converted.map(({ pair }) => pair));
      const safe = converted.filter(({ isSafe }) => isSafe).length;
      assert.ok(compared > 1500 && safe > 300, `${compared} compared, ${safe} of them safe`);
    });
  },
);

describe('a logging call writes what print wrote', { skip: python ? false : 'no python3' }, () => {
  it('for each written-out form', () => {
    const { compared, converted } = compare(handWritten);
    assert.equal(compared, converted, 'a written-out form does not run');
    assert.ok(
      compared > 1.8 * handWritten.length,
      `only ${compared} of ${2 * handWritten.length} were converted`,
    );
  });

  it('for generated prints', () => {
    const random = seeded(20261122);
    const { compared } = compare(Array.from({ length: 3000 }, () => randomPrint(random)));
    assert.ok(compared > 3000, `only ${compared} could be compared`);
  });
});

describe('the source of a logging call', () => {
  const conversions: readonly (readonly [string, string | undefined])[] = [
    ['print("a", x)', '"a %s", x'],
    ["print(f'{x!r:>5} {y:,}')", `'%5r %s', x, f'{y:,}'`],
    // Python 3.12 lets quotes come back inside a replacement field; outside they are harmless.
    ['print(f"{d["k"]} {n:d}")', '"%s %d", d["k"], n'],
    ['print("path:", r"C:\\dir")', 'r"path: C:\\dir"'],
    ['print("{:.2f}".format(x))', '"%.2f", x'],
    ['print("%s" % x)', '"%s" % x'],
    ['print(\n    "one "\n    f"{x}",  \n)', '\n    "one "\n    "%s",\n    x,  \n'],
    ['print(x, y, sep=s)', undefined],
    ['print(*xs)', undefined],
    ['print("a", end="")', undefined],
    ['print("a", file=log)', undefined],
    ['print("a",  # why\n x)', undefined],
    ['print()', undefined],
    ['print(x for x in y)', undefined],
    ['print("a", **options)', undefined],
  ];
  for (const [source, expected] of conversions) {
    it(JSON.stringify(source), () => assert.equal(convert(source), expected));
  }

  const shortened: readonly (readonly [string, string])[] = [
    ['print(f"Error: {e}")', '"fallback"'],
    ['print("An unexpected error occurred:", e)', '"An unexpected error occurred"'],
    ['print(f"[ERROR] {type(e).__name__}: {e}")', '"fallback"'],
    ['print(f"Failed: {e=}")', '"Failed"'],
    ['print(f"{x=} {e = }")', '"x=%r", x'],
    ['print("e=", e)', '"fallback"'],
    ['print(f"Could not read {path} ({e})")', '"Could not read %s", path'],
    ['print("Failed:", e)', '"Failed"'],
    ['print("Failed", type(e).__name__, e)', '"Failed"'],
    ['print("Failed: " + str(e) + ".")', '"Failed"'],
    ['print("Failed: %s" % e)', '"Failed"'],
    ['print("Failed {}: {}".format(x, e))', '"Failed %s", x'],
    ["print(f'Failed \\'{e}\\'')", "'Failed'"],
    ['print(e)', '"fallback"'],
    ['print(f"{e}!")', '"fallback"'],
    ['print(f"Failed because of {e}")', '"Failed because of %s", e'],
    ['print(f"{e} happened")', '"%s happened", e'],
    ['print(f"Status {e.code}")', '"Status %s", e.code'],
    ['print("Failed: " f"{e}")', '"Failed"'],
  ];
  for (const [source, expected] of shortened) {
    it(`${source} without the exception`, () => {
      const without = { name: 'e', fallback: 'fallback' };
      assert.equal(convert(source, { style: 'percent', without }), expected);
    });
  }

  it('takes the level from the words', () => {
    const levels = [
      'Error: x',
      'could not open',
      'no errors found',
      'WARNING low disk',
      'DEBUG failed',
      'done',
      'retrying',
    ];
    assert.deepEqual(levels.map(levelOf), ['error', 'error', 'info', 'warning', 'debug', 'info', 'warning']);
  });
});
