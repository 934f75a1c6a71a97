/** Types that Python guarantees: results of builtins and of methods of `str` and `bytes`, return types of dunders. */

function table(rows: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [type, names] of Object.entries(rows)) for (const name of names.split(' ')) map.set(name, type);
  return map;
}

/** Results that do not depend on the arguments' types. */
export const builtinResults = table({
  int: 'len int hash id ord',
  str: 'str repr ascii chr hex oct bin format input',
  bool: 'bool isinstance issubclass callable hasattr any all',
  float: 'float',
  complex: 'complex',
  bytes: 'bytes',
  bytearray: 'bytearray',
  range: 'range',
  None: 'print setattr delattr',
  'list[str]': 'dir',
  'dict[str, Any]': 'globals locals vars',
});

/** By qualified name, what well-known functions of the standard library give back, whatever they are given. */
export const libraryResults: ReadonlyMap<string, string> = table({
  bool: 'os.path.exists os.path.isfile os.path.isdir os.path.islink os.path.isabs math.isnan math.isinf math.isfinite math.isclose hmac.compare_digest secrets.compare_digest inspect.iscoroutinefunction',
  int: 'os.getpid os.path.getsize math.floor math.ceil math.factorial math.comb math.gcd random.randint random.randrange time.time_ns time.monotonic_ns time.perf_counter_ns zlib.crc32 secrets.randbelow calendar.timegm',
  float:
    'time.time time.monotonic time.perf_counter time.process_time random.random random.uniform random.gauss os.path.getmtime os.path.getctime ' +
    'math.sqrt math.sin math.cos math.tan math.exp math.log math.log2 math.log10 math.hypot math.atan2 math.radians math.degrees math.fsum',
  str: 'json.dumps os.getcwd getpass.getpass getpass.getuser platform.system platform.node platform.python_version socket.gethostname textwrap.dedent textwrap.fill textwrap.indent traceback.format_exc secrets.token_hex secrets.token_urlsafe urllib.parse.quote_plus html.escape html.unescape inspect.cleandoc tempfile.gettempdir',
  bytes:
    'os.urandom secrets.token_bytes base64.b64encode base64.b64decode base64.urlsafe_b64encode base64.urlsafe_b64decode pickle.dumps zlib.compress zlib.decompress gzip.compress gzip.decompress',
  'list[str]': 'shlex.split textwrap.wrap',
});

const shared = {
  bool: 'startswith endswith isalpha isdigit isalnum isspace islower isupper istitle isascii',
  int: 'find rfind index rindex count',
};

const sameType =
  'lower upper strip lstrip rstrip title capitalize swapcase replace center ljust rjust zfill expandtabs join ' +
  'removeprefix removesuffix translate';

/** By receiver type, the result of each method. */
export const methodResults: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    'str',
    table({
      ...shared,
      bool: `${shared.bool} isdecimal isnumeric isidentifier isprintable`,
      str: `${sameType} format format_map casefold`,
      bytes: 'encode',
      'list[str]': 'split rsplit splitlines',
      'tuple[str, str, str]': 'partition rpartition',
    }),
  ],
  [
    'bytes',
    table({
      ...shared,
      bytes: sameType,
      str: 'decode hex',
      'list[bytes]': 'split rsplit splitlines',
      'tuple[bytes, bytes, bytes]': 'partition rpartition',
    }),
  ],
]);

const dunders = table({
  str: '__str__ __repr__ __format__',
  bytes: '__bytes__',
  int: '__len__ __length_hint__ __hash__ __index__ __int__',
  float: '__float__',
  complex: '__complex__',
  bool: '__bool__ __contains__ __instancecheck__ __subclasscheck__',
  None: '__init__ __post_init__ __init_subclass__ __set_name__ __del__ __setattr__ __delattr__ __setitem__ __delitem__ __set__ __delete__',
});

/** What the interpreter itself demands, or ignores, of a special method's result. */
export function dunderResult(name: string): string | undefined {
  return dunders.get(name);
}

/** Calls that never come back. */
export const neverReturns: ReadonlySet<string> = new Set([
  'sys.exit',
  'os._exit',
  'os.abort',
  'builtins.exit',
  'builtins.quit',
  'typing.assert_never',
  'typing_extensions.assert_never',
  'pytest.fail',
  'pytest.skip',
  'pytest.exit',
  'pytest.xfail',
]);

/** Context managers that may swallow an exception: the code after the `with` is reachable. */
export const swallowers =
  /(?:^|\.)(?:suppress|raises|assertRaises\w*|ExitStack|AsyncExitStack|subTest|ignored|catch|TaskGroup|move_on_after)$/;
