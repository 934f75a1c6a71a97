/**
 * What well-known functions raise, and how exception classes relate: facts of the Python documentation and of the
 * documentation of the libraries named. Grouped by what is raised; each line reads `exceptions: functions`.
 *
 * Left out on purpose: `TypeError`, `AttributeError` of wrong calls and the like, which are mistakes in the program and
 * should stay visible, and `KeyboardInterrupt`, `SystemExit` and `MemoryError`, which nobody should swallow.
 */

/** Subclasses of each class, one level. What is not named stands directly below `Exception`. */
const hierarchy = parseLines(`
  BaseException: Exception KeyboardInterrupt SystemExit GeneratorExit BaseExceptionGroup asyncio.CancelledError
  ArithmeticError: FloatingPointError OverflowError ZeroDivisionError decimal.DecimalException
  decimal.DecimalException: decimal.InvalidOperation
  ImportError: ModuleNotFoundError zipimport.ZipImportError
  ModuleNotFoundError: importlib.metadata.PackageNotFoundError
  LookupError: IndexError KeyError
  KeyError: zoneinfo.ZoneInfoNotFoundError
  NameError: UnboundLocalError
  OSError: BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError
  OSError: IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError
  OSError: requests.RequestException urllib.error.URLError shutil.Error smtplib.SMTPException gzip.BadGzipFile
  OSError: socket.gaierror socket.herror ssl.SSLError PIL.UnidentifiedImageError
  ConnectionError: BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError
  urllib.error.URLError: urllib.error.HTTPError
  requests.RequestException: requests.ConnectionError requests.HTTPError requests.Timeout requests.TooManyRedirects
  requests.RequestException: requests.JSONDecodeError
  RuntimeError: NotImplementedError RecursionError
  SyntaxError: IndentationError xml.etree.ElementTree.ParseError
  IndentationError: TabError
  ValueError: UnicodeError json.JSONDecodeError binascii.Error tomllib.TOMLDecodeError tomli.TOMLDecodeError
  ValueError: statistics.StatisticsError ipaddress.AddressValueError toml.TomlDecodeError
  UnicodeError: UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError
  subprocess.SubprocessError: subprocess.CalledProcessError subprocess.TimeoutExpired
  pickle.PickleError: pickle.PicklingError pickle.UnpicklingError
  sqlite3.Error: sqlite3.DatabaseError sqlite3.InterfaceError
  sqlite3.DatabaseError: sqlite3.IntegrityError sqlite3.OperationalError sqlite3.ProgrammingError
  configparser.Error: configparser.NoSectionError configparser.NoOptionError configparser.ParsingError
  http.client.HTTPException: http.client.BadStatusLine http.client.IncompleteRead http.client.InvalidURL
`);

/** Other names of the same class. */
export const exceptionAliases: ReadonlyMap<string, string> = new Map([
  ['IOError', 'OSError'],
  ['EnvironmentError', 'OSError'],
  ['WindowsError', 'OSError'],
  ['socket.error', 'OSError'],
  ['select.error', 'OSError'],
  ['os.error', 'OSError'],
  ['socket.timeout', 'TimeoutError'],
  ['json.decoder.JSONDecodeError', 'json.JSONDecodeError'],
  ['requests.exceptions.RequestException', 'requests.RequestException'],
  ['requests.exceptions.ConnectionError', 'requests.ConnectionError'],
  ['requests.exceptions.HTTPError', 'requests.HTTPError'],
  ['requests.exceptions.Timeout', 'requests.Timeout'],
  ['requests.exceptions.JSONDecodeError', 'requests.JSONDecodeError'],
  ['urllib.request.HTTPError', 'urllib.error.HTTPError'],
  ['urllib.request.URLError', 'urllib.error.URLError'],
]);

/** By qualified name; `()` stands for an instance, `.*` ends a family of names. `-` raises nothing worth a handler. */
const functions = parseLines(`
  ValueError: builtins.int builtins.float builtins.complex builtins.chr builtins.bytes.fromhex
  ValueError: datetime.datetime.strptime datetime.datetime.fromisoformat datetime.date.fromisoformat
  ValueError: datetime.time.fromisoformat datetime.datetime datetime.date datetime.time time.strptime
  ValueError: uuid.UUID ipaddress.* base64.* binascii.* math.* shlex.split urllib.parse.urlparse urllib.parse.urlsplit
  ValueError: random.randint random.sample hashlib.new unicodedata.name codecs.decode
  ValueError OverflowError: datetime.datetime.fromtimestamp datetime.date.fromtimestamp time.mktime dateutil.parser.*
  ValueError OverflowError: datetime.datetime.utcfromtimestamp dateutil.parser.parse
  OverflowError: math.exp math.pow math.factorial
  ValueError SyntaxError: ast.literal_eval
  ValueError ZeroDivisionError: fractions.Fraction
  SyntaxError: ast.parse builtins.compile
  StopIteration: builtins.next
  AttributeError: builtins.getattr builtins.delattr
  KeyError: unicodedata.lookup pwd.getpwnam pwd.getpwuid grp.getgrnam grp.getgrgid
  KeyError: os.environ.pop
  IndexError: random.choice collections.deque().pop collections.deque().popleft heapq.heappop
  LookupError: codecs.lookup contextvars.ContextVar().get
  ImportError: builtins.__import__ importlib.import_module importlib.reload
  importlib.metadata.PackageNotFoundError: importlib.metadata.*
  OSError: builtins.open builtins.open().* io.open io.open().* codecs.open os.* shutil.* tempfile.* gzip.* bz2.*
  OSError: pathlib.Path().* pathlib.Path.cwd pathlib.Path.home socket.* ssl.* select.* smtplib.* mmap.* fcntl.*
  OSError: termios.tcgetattr signal.pause PIL.Image.open logging.FileHandler fileinput.* webbrowser.*
  OSError: subprocess.* asyncio.open_connection asyncio.start_server
  OSError EOFError: telnetlib.*
  OSError ValueError: pandas.read_csv pandas.read_json pandas.read_excel numpy.loadtxt numpy.load signal.signal
  OSError TypeError: inspect.getsource inspect.getsourcelines inspect.getfile
  ValueError TypeError: inspect.signature
  OSError zipfile.BadZipFile: zipfile.*
  OSError tarfile.TarError: tarfile.*
  OSError lzma.LZMAError: lzma.*
  OSError imaplib.IMAP4.error: imaplib.*
  OSError EOFError ftplib.Error: ftplib.*
  OSError http.client.HTTPException: http.client.*
  OSError paramiko.SSHException: paramiko.*
  urllib.error.URLError TimeoutError: urllib.request.urlopen urllib.request.urlretrieve
  urllib.error.URLError TimeoutError: urllib.request.build_opener().open
  OSError http.client.HTTPException: urllib.request.urlopen().*
  json.JSONDecodeError: json.loads json.load json.JSONDecoder().decode
  TypeError: json.dumps json.dump
  requests.RequestException: requests.*
  httpx.HTTPError: httpx.*
  httpx.HTTPError ValueError: httpx.Response().json
  aiohttp.ClientError asyncio.TimeoutError: aiohttp.*
  urllib3.exceptions.HTTPError: urllib3.*
  sqlite3.Error: sqlite3.*
  psycopg2.Error: psycopg2.*
  psycopg.Error: psycopg.*
  pymysql.MySQLError: pymysql.*
  mysql.connector.Error: mysql.connector.*
  redis.RedisError: redis.*
  pymongo.errors.PyMongoError: pymongo.*
  yaml.YAMLError: yaml.*
  tomllib.TOMLDecodeError: tomllib.*
  tomli.TOMLDecodeError: tomli.*
  toml.TomlDecodeError: toml.loads
  csv.Error: csv.*
  configparser.Error: configparser.*
  pickle.UnpicklingError EOFError: pickle.load pickle.loads
  pickle.PicklingError: pickle.dump pickle.dumps
  struct.error: struct.*
  zlib.error: zlib.*
  re.error: re.compile re.match re.search re.fullmatch re.sub re.split re.findall re.finditer
  decimal.InvalidOperation: decimal.Decimal
  statistics.StatisticsError: statistics.*
  locale.Error: locale.setlocale
  zoneinfo.ZoneInfoNotFoundError: zoneinfo.ZoneInfo
  xml.etree.ElementTree.ParseError: xml.etree.ElementTree.fromstring xml.etree.ElementTree.XML
  OSError xml.etree.ElementTree.ParseError: xml.etree.ElementTree.parse xml.etree.ElementTree.iterparse
  xml.parsers.expat.ExpatError: xml.dom.minidom.parseString
  OSError xml.parsers.expat.ExpatError: xml.dom.minidom.parse
  queue.Empty: queue.Queue().get queue.Queue().get_nowait
  queue.Full: queue.Queue().put_nowait
  asyncio.TimeoutError: asyncio.wait_for
  asyncio.QueueEmpty: asyncio.Queue().get_nowait
  getopt.GetoptError: getopt.*
  jwt.PyJWTError: jwt.*
  -: builtins.print builtins.len builtins.isinstance builtins.issubclass builtins.str builtins.repr builtins.ascii
  -: builtins.list builtins.dict builtins.set builtins.frozenset builtins.tuple builtins.range builtins.enumerate
  -: builtins.zip builtins.map builtins.filter builtins.sorted builtins.reversed builtins.sum builtins.abs
  -: builtins.any builtins.all builtins.bool builtins.type builtins.id builtins.hash builtins.callable
  -: builtins.hasattr builtins.setattr builtins.round builtins.bytes builtins.bytearray builtins.hex
  -: builtins.vars builtins.dir builtins.globals builtins.locals builtins.super builtins.format builtins.object
  -: builtins.min builtins.max builtins.iter builtins.slice builtins.oct builtins.bin builtins.ord builtins.pow
  -: builtins.list().* builtins.set().add builtins.dict().* builtins.str.* builtins.input
  -: logging.* time.* os.path.* os.getenv os.environ.get os.environ.setdefault os.environ.copy os.fspath
  -: os.urandom os.getpid os.cpu_count os.environ.items os.environ.update pathlib.Path pathlib.PurePath.*
  -: pathlib.Path().exists pathlib.Path().is_file pathlib.Path().is_dir pathlib.Path().joinpath
  -: pathlib.Path().with_suffix pathlib.Path().with_name pathlib.Path().as_posix pathlib.PurePath
  -: datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.date.today datetime.timedelta
  -: datetime.datetime.now().* csv.writer csv.DictWriter math.floor math.ceil math.isclose
  -: re.escape re.compile().* json.JSONEncoder json.JSONDecoder random.random random.shuffle random.uniform
  -: collections.* itertools.* functools.* operator.* string.* textwrap.* html.* secrets.* platform.* copy.copy
  -: shutil.which shutil.get_terminal_size tempfile.gettempdir glob.glob glob.iglob fnmatch.* sys.stdout.write
  -: sys.stderr.write sys.stdout.flush sys.stderr.flush sys.exc_info sys.getsizeof sys.getrecursionlimit
  -: sys.exit builtins.exit builtins.quit os._exit warnings.warn traceback.* gc.collect threading.Lock
  -: threading.Event threading.current_thread queue.Queue asyncio.sleep asyncio.Queue asyncio.Lock uuid.uuid4
  -: uuid.uuid1 socket.socket socket.gethostname subprocess.list2cmdline contextlib.suppress configparser.ConfigParser
  -: requests.Session requests.session sqlite3.Row hashlib.md5 hashlib.sha1 hashlib.sha256 hashlib.sha512
  -: base64.b64encode base64.urlsafe_b64encode base64.encodebytes binascii.hexlify urllib.parse.urlencode
  -: urllib.parse.quote urllib.parse.quote_plus urllib.parse.unquote urllib.parse.urljoin urllib.request.Request
  -: urllib.request.build_opener struct.calcsize io.StringIO io.BytesIO argparse.ArgumentParser contextvars.ContextVar
  -: importlib.metadata.distributions requests.get().headers.get zlib.crc32 zlib.adler32 yaml.dump
`);

/** By method name, whatever the receiver: names that mean the same thing on everything that has them. */
const methods = parseLines(`
  UnicodeError: decode encode
  ValueError: index strptime fromisoformat json
  IndexError: popleft
  KeyError: popitem
  OSError: read_text read_bytes write_text write_bytes mkdir rmdir unlink iterdir touch symlink_to
  OSError: recv recvfrom sendall getpeername getsockname setsockopt
  -: append extend insert clear copy sort reverse add discard update keys values items setdefault
  -: strip lstrip rstrip lower upper title capitalize casefold swapcase split rsplit splitlines partition rpartition
  -: join replace startswith endswith find rfind count isdigit isalpha isalnum isspace isnumeric isdecimal islower
  -: isupper zfill ljust rjust center expandtabs removeprefix removesuffix translate
  -: isoformat strftime total_seconds is_file is_dir as_posix is_absolute with_suffix with_name
`);

const parents: ReadonlyMap<string, string> = new Map(
  hierarchy.flatMap(({ head, names }) => names.map((name) => [name, head.join(' ')] as const)),
);
const functionTable = tableOf(functions);
const methodTable = tableOf(methods);

/** What a function raises by its qualified name; an empty list is "nothing", undefined "not known". */
export function functionRaises(qualified: string): readonly string[] | undefined {
  const exact = functionTable.get(qualified);
  if (exact) return exact;
  // The nearest family wins: `os.path.*` before `os.*`.
  for (let dot = qualified.lastIndexOf('.'); dot > 0; dot = qualified.lastIndexOf('.', dot - 1)) {
    const family = functionTable.get(`${qualified.slice(0, dot)}.*`);
    if (family) return family;
  }
  return undefined;
}

export function methodRaises(name: string): readonly string[] | undefined {
  return methodTable.get(name);
}

export function canonicalException(name: string): string {
  const plain = name.startsWith('builtins.') ? name.slice('builtins.'.length) : name;
  return exceptionAliases.get(plain) ?? plain;
}

/** True when `except wanted` would catch `raised`. Classes that the table does not know stand below `Exception`. */
export function isCaughtBy(raised: string, wanted: string): boolean {
  for (let name: string | undefined = raised; name !== undefined; name = parentOf(name)) {
    if (name === wanted) return true;
  }
  return false;
}

function parentOf(name: string): string | undefined {
  if (name === 'BaseException') return undefined;
  return parents.get(name) ?? 'Exception';
}

interface Line {
  readonly head: readonly string[];
  readonly names: readonly string[];
}

function parseLines(text: string): Line[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [head = '', names = ''] = line.split(':');
    return { head: words(head), names: words(names) };
  });
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function tableOf(lines: readonly Line[]): Map<string, readonly string[]> {
  return new Map(
    lines.flatMap(({ head, names }) => {
      const types = head[0] === '-' ? [] : head;
      return names.map((name) => [name, types] as const);
    }),
  );
}
