// Writes the table of public names of standard library modules that people import with `*`. Run by hand with the newest
// Python at hand (`node scripts/stdlib-names.mjs`): the answer depends on it, so no test repeats it.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { root } from './bootstrap.mjs';

const modules =
  `array ast asyncio base64 binascii bisect bz2 calendar cgi cmath cmd codecs collections collections.abc
  concurrent.futures configparser contextlib copy csv ctypes ctypes.util ctypes.wintypes curses dataclasses datetime decimal
  difflib dis distutils.core email enum errno fcntl filecmp fnmatch fractions ftplib functools gc getopt getpass glob
  gzip hashlib heapq hmac html http http.client http.server importlib inspect io itertools json keyword locale logging
  math mimetypes multiprocessing numbers opcode operator os os.path pathlib pickle platform pprint queue random re
  select selectors shlex shutil signal smtplib socket socketserver sqlite3 ssl stat statistics string struct subprocess
  sys tarfile tempfile textwrap threading time timeit tkinter tkinter.colorchooser tkinter.constants tkinter.filedialog
  tkinter.messagebox tkinter.scrolledtext tkinter.simpledialog tkinter.ttk token tokenize traceback turtle types typing
  unicodedata unittest unittest.mock urllib.error urllib.parse urllib.request uuid warnings wave weakref webbrowser
  xml.dom xml.dom.minidom xml.etree.ElementTree xml.sax zipfile zlib`.split(/\s+/);

const program = `
import importlib, json, sys, warnings
warnings.simplefilter('ignore')
table = {}
for name in json.load(sys.stdin):
    try:
        module = importlib.import_module(name)
    except ImportError:
        continue
    public = getattr(module, '__all__', None) or [each for each in vars(module) if not each.startswith('_')]
    table[name] = sorted(set(public))
json.dump([table, '%d.%d' % sys.version_info[:2]], sys.stdout)
`;

const output = execFileSync('python3', ['-I', '-c', program], {
  input: JSON.stringify(modules),
  encoding: 'utf8',
});
const [table, version] = /** @type {[Record<string, string[]>, string]} */ (JSON.parse(output));
const entries = Object.entries(table).map(([name, names]) => `  ['${name}', '${names.join(' ')}'],`);
const content = `// Written by scripts/stdlib-names.mjs with Python ${version}. Do not edit.

/** What \`from module import *\` binds, for modules of the standard library: names joined by spaces. */
/* prettier-ignore */
export const standardLibraryNames: ReadonlyMap<string, string> = new Map([
${entries.join('\n')}
]);
`;
const path = 'server/src/engine/semantics/standard-library-names.generated.ts';
writeFileSync(
  join(root, path),
  await format(content, { parser: 'typescript', printWidth: 110, singleQuote: true }),
);
process.stdout.write(`${path}: ${Object.keys(table).length} modules of Python ${version}\n`);
