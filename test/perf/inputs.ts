/** What is measured on: the interpreter's own library, packages of Debian, and trees written for the purpose. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { debianCorpus } from '../harness/corpora';
import { findPython, standardLibrary as libraryOf } from '../harness/python';
import { random } from './statistics';

export interface Tree {
  readonly name: string;
  readonly folder: string;
  /** Absolute. */
  readonly files: readonly string[];
  readonly megabytes: number;
}

export function standardLibrary(): string {
  const python = findPython();
  if (!python) throw new Error('python3 is needed for its standard library');
  return libraryOf(python);
}

/** A string says why it cannot be had here. */
export function debianTree(name: string, packageName: string): Tree | string {
  const corpus = debianCorpus(packageName);
  return typeof corpus === 'string' ? corpus : treeOf(name, corpus.folder);
}

export function treeOf(name: string, folder: string, { maxDepth = 30 } = {}): Tree {
  const files = pythonFilesBelow(folder, maxDepth);
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  return { name, folder, files, megabytes: bytes / 1e6 };
}

function pythonFilesBelow(folder: string, maxDepth: number): string[] {
  const found: string[] = [];
  const walk = (path: string, depth: number): void => {
    if (depth > maxDepth) return;
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const full = join(path, entry.name);
      if (entry.isDirectory()) walk(full, depth + 1);
      else if (entry.isFile() && entry.name.endsWith('.py')) found.push(full);
    }
  };
  walk(folder, 1);
  return found.sort();
}

/** Runs `use` with a folder that is gone afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same modules several times side by side: more of exactly the same. */
export function copies(tree: Tree, count: number, folder: string): Tree {
  for (let copy = 0; copy < count; copy += 1) {
    for (const file of tree.files) {
      const target = join(folder, `copy${copy}`, relative(tree.folder, file));
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(file, target);
    }
  }
  return treeOf(`${count} x ${tree.name}`, folder);
}

/** Texts of about so many lines. Real ones: a slice, a module, the tests of `socket`, and several modules in a row. */
export function editedTexts(): readonly {
  readonly name: string;
  readonly text: string;
  readonly limit: number;
}[] {
  const library = standardLibrary();
  const read = (...parts: string[]): string => readFileSync(join(library, ...parts), 'utf8');
  const tests = existsSync(join(library, 'test', 'test_socket.py'));
  const large = tests ? read('test', 'test_socket.py') : firstLines(modules(library), 6_700);
  const huge = `${large}\n${modules(library)}`;
  return [
    { name: 'dataclasses.py, its head', text: firstLines(read('dataclasses.py'), 500), limit: 10 },
    { name: 'argparse.py', text: read('argparse.py'), limit: 10 },
    { name: tests ? 'test_socket.py' : 'several modules', text: large, limit: 10 },
    { name: 'test_socket.py and several modules', text: firstLines(huge, 15_000), limit: 15 },
  ];
}

/** Large modules of the library in a row: as many lines as anyone asks for. */
export function modules(library = standardLibrary()): string {
  const names = [
    'typing',
    'argparse',
    'tarfile',
    'inspect',
    'pathlib',
    'subprocess',
    'zipfile',
    'datetime',
    'threading',
  ];
  const present = names.map((name) => join(library, `${name}.py`)).filter((path) => existsSync(path));
  return present.map((path) => readFileSync(path, 'utf8')).join('\n');
}

/** About so many lines: cut before a statement of the module, so that the text stays sound. */
export function firstLines(text: string, count: number): string {
  const lines = text.split('\n').slice(0, count + 1);
  let end = lines.length - 1;
  while (end > 0 && !/^(def|class|import|from) /.test(lines[end] ?? '')) end -= 1;
  // Decorators and comments belong to what comes next.
  while (end > 0 && /^[@#]/.test(lines[end - 1] ?? '')) end -= 1;
  return `${lines.slice(0, end).join('\n')}\n`;
}

/** Pieces of an ordinary application; `%` is a number of the file's own. */
const pieces = [
  'def load_%(path, default={}):\n    try:\n        with open(path) as file:\n            return json.load(file)\n    except:\n        return default\n',
  'def fetch_%(url):\n    response = requests.get(url)\n    print("fetched", url, response.status_code)\n    return response.json()\n',
  'class Store%:\n    """Keeps values by key."""\n\n    def __init__(self, path: Path) -> None:\n        self.path = path\n        self.values: dict[str, int] = {}\n\n    def add(self, key: str, value: int) -> None:\n        if key in self.values:\n            raise KeyError(key)\n        self.values[key] = value\n\n    def total(self) -> int:\n        return sum(value for value in self.values.values() if value > 0)\n',
  'def parse_%(line: str) -> tuple[str, int]:\n    name, _, rest = line.partition(":")\n    try:\n        return name, int(rest)\n    except ValueError as error:\n        logger.error("bad line {}: {}", line, error)\n        raise RuntimeError("bad line")\n',
  'async def poll_%(queue, limit: int = 10):\n    while limit > 0:\n        item = await queue.get()\n        if item is None:\n            break\n        limit -= 1\n        yield item\n',
  'PRICES_% = {"apple": 1.25, "pear": 0.75, "plum": 2.5}\n\n\ndef price_%(name, amount=1):\n    return PRICES_%.get(name, 0) * amount\n',
] as const; // prettier-ignore

const head =
  'import json\nimport logging\nfrom pathlib import Path\n\nimport requests\n\nlogger = logging.getLogger(__name__)\n';

/** Writes a project of so many modules, 100 a package, each of about 2 kB; the same for the same number. */
export function writeProject(folder: string, files: number): Tree {
  const next = random(files);
  for (let index = 0; index < files; index += 1) {
    const parent = join(folder, `package${Math.floor(index / 100)}`);
    const name = index % 100 === 0 ? '__init__' : `module${index % 100}`;
    mkdirSync(parent, { recursive: true });
    const chosen = Array.from({ length: 8 }, (_, at) =>
      (pieces[Math.floor(next() * pieces.length)] ?? '').replaceAll('%', `${index}_${at}`),
    );
    writeFileSync(join(parent, `${name}.py`), [head, ...chosen].join('\n\n'));
  }
  writeFileSync(join(folder, 'pyproject.toml'), '[project]\nname = "bench"\nversion = "1"\n');
  return treeOf(`written project of ${files.toLocaleString('en')} files`, folder);
}
