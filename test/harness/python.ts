/** The Python interpreter as the judge of what compiles. One process answers for any number of texts. */
import { spawnSync } from 'node:child_process';

export interface Interpreter {
  readonly command: string;
  readonly args: readonly string[];
  readonly version: string;
}

const candidates: readonly (readonly [string, ...string[]])[] = [['python3'], ['python'], ['py', '-3']];

/** The first Python 3 that answers; undefined where there is none. */
export function findPython(): Interpreter | undefined {
  for (const [command, ...args] of candidates) {
    const { status, stdout } = spawnSync(command, [...args, '--version'], { encoding: 'utf8' });
    const version = /^Python (3\.\S+)/.exec(stdout ?? '')?.[1];
    if (status === 0 && version !== undefined) return { command, args, version };
  }
  return undefined;
}

/** Compiles texts, or files as bytes so that a coding line counts. */
const program = `
import json, sys, warnings
warnings.simplefilter('ignore')
answers = []
task = json.load(sys.stdin)
for item in task['items']:
    try:
        if task['files']:
            with open(item, 'rb') as file:
                item = file.read()
        compile(item, 'block.py', 'exec', dont_inherit=True)
        answers.append(None)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        answers.append(f'{type(error).__name__}: {error}')
json.dump(answers, sys.stdout)
`;

/** For each text, what the compiler objects to; undefined where it compiles. */
export function compileAll(python: Interpreter, texts: readonly string[]): (string | undefined)[] {
  return compile(python, texts, false);
}

/** The same for files, by absolute path. */
export function compileFiles(python: Interpreter, files: readonly string[]): (string | undefined)[] {
  return compile(python, files, true);
}

function compile(python: Interpreter, items: readonly string[], files: boolean): (string | undefined)[] {
  if (items.length === 0) return [];
  const { status, stdout, stderr } = spawnSync(python.command, [...python.args, '-I', '-c', program], {
    input: JSON.stringify({ items, files }),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8', PYTHONUTF8: '1' },
  });
  if (status !== 0) throw new Error(`python3 ended with ${status}: ${stderr}`);
  return (JSON.parse(stdout) as (string | null)[]).map((answer) => answer ?? undefined);
}

interface Entry {
  readonly name: string;
  readonly text: string;
  /** The text before fixes; absent for an original. */
  readonly original?: string;
}

/** Collects texts while tests run, and compiles them all at the end. */
export class CompileQueue {
  readonly #entries: Entry[] = [];

  addOriginal(name: string, text: string): void {
    this.#entries.push({ name, text });
  }

  /** A fixed text has to compile when its original does. */
  addFixed(name: string, text: string, original: string): void {
    if (text !== original) this.#entries.push({ name, text, original });
  }

  get size(): number {
    return this.#entries.length;
  }

  run(python: Interpreter): string[] {
    const texts = [
      ...new Set(
        this.#entries.flatMap(({ text, original }) => (original === undefined ? [text] : [text, original])),
      ),
    ];
    const answers = compileAll(python, texts);
    const objections = new Map(texts.map((text, index) => [text, answers[index]]));
    return this.#entries.flatMap(({ name, text, original }) => {
      const objection = objections.get(text);
      if (objection === undefined) return [];
      if (original === undefined) {
        return [
          `${name}: does not compile (${objection}); if that is the point, say \`invalid\` in the info string`,
        ];
      }
      return objections.get(original) === undefined
        ? [`${name}: no longer compiles (${objection}):\n${text}`]
        : [];
    });
  }
}

/** The folder of the interpreter's standard library. */
export function standardLibrary(python: Interpreter): string {
  const ask = 'import sysconfig; print(sysconfig.get_path("stdlib"))';
  const { status, stdout, stderr } = spawnSync(python.command, [...python.args, '-I', '-c', ask], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`python3 does not say where its library is: ${stderr}`);
  return stdout.trim();
}
