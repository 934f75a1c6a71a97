/** Calls that hold up the thread that makes them, by qualified name, and which rule speaks of each. */

export type BlockingKind = 'sleep' | 'http' | 'io';

const requestVerbs = ['get', 'options', 'head', 'post', 'put', 'patch', 'delete', 'request'];

function methods(owners: readonly string[], names: readonly string[]): string[] {
  return owners.flatMap((owner) => names.map((name) => `${owner}.${name}`));
}

const sessions = ['Session()', 'session()', 'sessions.Session()', 'sessions.session()'].map(
  (name) => `requests.${name}`,
);

const http = [
  ...methods(['requests', 'requests.api', ...sessions], requestVerbs),
  ...methods(sessions, ['send']),
  ...methods(['httpx', 'httpx.Client()'], [...requestVerbs, 'stream']),
  ...methods(['httpx.Client()'], ['send']),
  'urllib.request.urlopen',
  'urllib.request.urlretrieve',
  'urllib3.request',
  ...methods(['urllib3.PoolManager()', 'urllib3.ProxyManager()'], ['request', 'urlopen']),
  ...methods(
    ['http.client.HTTPConnection()', 'http.client.HTTPSConnection()'],
    ['connect', 'request', 'getresponse'],
  ),
];

const databases = ['sqlite3', 'psycopg2', 'psycopg', 'pymysql', 'MySQLdb'];

const io = [
  'builtins.open',
  'builtins.input',
  'io.open',
  'io.open_code',
  'codecs.open',
  ...methods(['pathlib.Path()'], ['open', 'read_text', 'read_bytes', 'write_text', 'write_bytes']),
  ...methods(
    ['subprocess'],
    ['run', 'call', 'check_call', 'check_output', 'getoutput', 'getstatusoutput', 'Popen'],
  ),
  ...methods(
    ['os'],
    (
      'system popen wait wait3 wait4 waitid waitpid posix_spawn posix_spawnp ' +
      'spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe'
    ).split(' '),
  ),
  ...methods(
    ['shutil'],
    ['copy', 'copy2', 'copyfile', 'copytree', 'rmtree', 'make_archive', 'unpack_archive'],
  ),
  ...methods(databases, ['connect']),
  ...databases.flatMap((module) =>
    methods(
      [`${module}.connect()`, `${module}.connect().cursor()`],
      ['execute', 'executemany', 'executescript', 'commit', 'fetchall'],
    ),
  ),
];

/** What gives another path of a path, as a qualified name has it. */
const pathSteps = 'absolute expanduser joinpath relative_to resolve with_name with_stem with_suffix'.split(
  ' ',
);
const derivedPath = new RegExp(
  `^pathlib\\.Path(?:\\.(?:cwd|home))?\\(\\)(?:\\.parent|\\.(?:${pathSteps.join('|')})\\(\\))*(?=\\.\\w+$)`,
);

/** How calling `qualified`, as `Names.qualifiedName` gives it, blocks; undefined when it does not. */
export function blockingKind(qualified: string): BlockingKind | undefined {
  return blockingCalls.get(qualified.replace(derivedPath, 'pathlib.Path()'));
}

const blockingCalls: ReadonlyMap<string, BlockingKind> = new Map<string, BlockingKind>([
  ['time.sleep', 'sleep'],
  ...http.map((name): [string, BlockingKind] => [name, 'http']),
  ...io.map((name): [string, BlockingKind] => [name, 'io']),
]);

/** What `calls` of a rule for one kind looks for. */
export function blockingNames(kind: BlockingKind): { readonly words: string[]; readonly modules: string[] } {
  const names = [...blockingCalls].flatMap(([name, own]) => (own === kind ? [name] : []));
  return {
    words: names.map((name) => name.slice(name.lastIndexOf('.') + 1)),
    modules: [...new Set(names.map((name) => name.split('.', 1)[0] ?? name))],
  };
}
