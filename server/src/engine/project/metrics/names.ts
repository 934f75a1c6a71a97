/** Names that the metrics collector recognises, after import aliases are resolved. Sets and prefixes only, no logic. */

export const webFrameworks: ReadonlyMap<string, string> = new Map([
  ['fastapi.FastAPI', 'FastAPI'],
  ['flask.Flask', 'Flask'],
  ['quart.Quart', 'Quart'],
  ['starlette.applications.Starlette', 'Starlette'],
  ['litestar.Litestar', 'Litestar'],
  ['sanic.Sanic', 'Sanic'],
  ['bottle.Bottle', 'Bottle'],
  ['falcon.App', 'Falcon'],
  ['falcon.asgi.App', 'Falcon'],
  ['tornado.web.Application', 'Tornado'],
  ['aiohttp.web.Application', 'aiohttp'],
  ['blacksheep.Application', 'BlackSheep'],
  ['robyn.Robyn', 'Robyn'],
  ['connexion.FlaskApp', 'Connexion'],
  ['connexion.AsyncApp', 'Connexion'],
  ['django.core.wsgi.get_wsgi_application', 'Django'],
  ['django.core.asgi.get_asgi_application', 'Django'],
]);

export const loggerFactories: ReadonlySet<string> = new Set([
  'logging.getLogger',
  'structlog.get_logger',
  'structlog.getLogger',
  'structlog.stdlib.get_logger',
  'logbook.Logger',
]);

export const loggingConfigurators: ReadonlySet<string> = new Set([
  'logging.basicConfig',
  'logging.config.dictConfig',
  'logging.config.fileConfig',
  'structlog.configure',
  'structlog.configure_once',
  'loguru.logger.add',
  'loguru.logger.configure',
  'coloredlogs.install',
]);

export const logLevels: ReadonlySet<string> = new Set([
  'debug',
  'info',
  'warning',
  'warn',
  'error',
  'critical',
  'fatal',
  'exception',
  'log',
]);

/** Calls that end the program or the test: a handler that makes one has not swallowed anything. */
export const exitCalls: ReadonlySet<string> = new Set([
  'sys.exit',
  'exit',
  'quit',
  'os._exit',
  'os.abort',
  'pytest.fail',
  'pytest.skip',
  'pytest.exit',
  'sys.excepthook',
]);

export const environmentReaders: ReadonlySet<string> = new Set([
  'os.getenv',
  'os.environ.get',
  'os.environ.pop',
  'os.environb.get',
  'decouple.config',
  'environ.Env',
  'environs.Env',
  'dotenv.load_dotenv',
  'dotenv.dotenv_values',
  'dynaconf.Dynaconf',
  'starlette.config.Config',
]);

export const settingsBases = /\b(?:BaseSettings|Dynaconf|EnvConfig)\b/;

export const ioCalls: ReadonlySet<string> = new Set([
  'open',
  'io.open',
  'os.remove',
  'os.unlink',
  'os.rename',
  'os.replace',
  'os.mkdir',
  'os.makedirs',
  'os.listdir',
  'os.scandir',
  'os.rmdir',
  'os.system',
  'os.popen',
  'sqlite3.connect',
  'psycopg.connect',
  'psycopg2.connect',
  'pymysql.connect',
  'mysql.connector.connect',
  'pymongo.MongoClient',
  'redis.Redis',
  'sqlalchemy.create_engine',
  'urllib.request.urlopen',
  'urllib.request.urlretrieve',
  'smtplib.SMTP',
  'smtplib.SMTP_SSL',
  'ftplib.FTP',
  'socket.socket',
  'socket.create_connection',
  'pandas.read_csv',
  'pandas.read_excel',
  'pandas.read_json',
  'json.load',
  'pickle.load',
  'yaml.safe_load',
  'csv.reader',
]);

export const ioPrefixes: readonly string[] = [
  'requests.',
  'httpx.',
  'aiohttp.',
  'subprocess.',
  'shutil.',
  'urllib3.',
  'boto3.',
];

export const ioMethods: ReadonlySet<string> = new Set([
  'read_text',
  'write_text',
  'read_bytes',
  'write_bytes',
  'execute',
  'executemany',
  'sendall',
  'recv',
]);

/** Calls that hold up the event loop when made inside `async def`. */
export const blockingCalls: ReadonlySet<string> = new Set([
  'time.sleep',
  'os.system',
  'os.wait',
  'os.waitpid',
  'subprocess.run',
  'subprocess.call',
  'subprocess.check_call',
  'subprocess.check_output',
  'subprocess.getoutput',
  'urllib.request.urlopen',
  'urllib.request.urlretrieve',
  'sqlite3.connect',
  'psycopg2.connect',
  'pymysql.connect',
  'socket.create_connection',
  'socket.gethostbyname',
  'input',
]);

export const httpVerbs: ReadonlySet<string> = new Set([
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'head',
  'options',
  'request',
]);

/** Top-level modules whose import says that the file works with more than one thing at a time. */
export const concurrencyModules: ReadonlySet<string> = new Set([
  'asyncio',
  'threading',
  'multiprocessing',
  'concurrent',
  'anyio',
  'trio',
  'gevent',
  'celery',
  'joblib',
]);

export const commandLineModules: ReadonlySet<string> = new Set([
  'argparse',
  'optparse',
  'click',
  'typer',
  'fire',
  'docopt',
]);

/** Calls that may run on import without reading, writing, connecting or failing. */
export const harmlessOnImport: ReadonlySet<string> = new Set([
  ...webFrameworks.keys(),
  ...loggerFactories,
  'fastapi.APIRouter',
  'flask.Blueprint',
  'typer.Typer',
  're.compile',
  'collections.namedtuple',
  'collections.defaultdict',
  'collections.OrderedDict',
  'collections.deque',
  'collections.Counter',
  'typing.TypeVar',
  'typing.NewType',
  'typing.ParamSpec',
  'typing.NamedTuple',
  'typing.TypedDict',
  'typing.cast',
  'pathlib.Path',
  'pathlib.PurePath',
  'decimal.Decimal',
  'fractions.Fraction',
  'datetime.timedelta',
  'datetime.date',
  'datetime.datetime',
  'functools.partial',
  'dataclasses.field',
  'contextvars.ContextVar',
  'threading.Lock',
  'threading.RLock',
  'threading.local',
  'os.getenv',
  'os.environ.get',
  'os.getcwd',
  'string.Template',
  'str.maketrans',
  'dict.fromkeys',
  ...'bool bytes bytearray complex dict enumerate filter float frozenset hasattr getattr int isinstance issubclass iter'.split(
    ' ',
  ),
  ...'len list map max min object ord chr property range repr reversed round set slice sorted str sum super tuple'.split(
    ' ',
  ),
  ...'type zip abs all any divmod format hash hex pow'.split(' '),
]);

export const harmlessPrefixes: readonly string[] = ['os.path.', 'operator.', 'math.', 'itertools.'];
