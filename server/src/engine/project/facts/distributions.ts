/**
 * Which distribution an import comes from. Only well-known names are in here: guessing a distribution for an unknown
 * module would tell people to install whatever somebody has published under that name.
 */
import { normalizeName } from './dependencies';

/** Modules whose distribution has another name. */
const renamed: Readonly<Record<string, string>> = {
  attr: 'attrs',
  bs4: 'beautifulsoup4',
  cairosvg: 'CairoSVG',
  charset_normalizer: 'charset-normalizer',
  corsheaders: 'django-cors-headers',
  cpuinfo: 'py-cpuinfo',
  Crypto: 'pycryptodome',
  cv2: 'opencv-python',
  dateutil: 'python-dateutil',
  decouple: 'python-decouple',
  discord: 'discord.py',
  django_filters: 'django-filter',
  docx: 'python-docx',
  dotenv: 'python-dotenv',
  email_validator: 'email-validator',
  environ: 'django-environ',
  factory: 'factory-boy',
  fitz: 'PyMuPDF',
  flask_cors: 'flask-cors',
  flask_login: 'flask-login',
  flask_migrate: 'flask-migrate',
  flask_sqlalchemy: 'flask-sqlalchemy',
  flask_wtf: 'flask-wtf',
  git: 'GitPython',
  github: 'PyGithub',
  gi: 'PyGObject',
  jose: 'python-jose',
  jwt: 'PyJWT',
  Levenshtein: 'python-Levenshtein',
  magic: 'python-magic',
  markdown: 'Markdown',
  MySQLdb: 'mysqlclient',
  nacl: 'PyNaCl',
  OpenSSL: 'pyOpenSSL',
  openpyxl: 'openpyxl',
  PIL: 'Pillow',
  pkg_resources: 'setuptools',
  pptx: 'python-pptx',
  prometheus_client: 'prometheus-client',
  psycopg2: 'psycopg2-binary',
  pydantic_settings: 'pydantic-settings',
  pythonjsonlogger: 'python-json-logger',
  pytest_asyncio: 'pytest-asyncio',
  pytest_mock: 'pytest-mock',
  rest_framework: 'djangorestframework',
  ruamel: 'ruamel.yaml',
  sentry_sdk: 'sentry-sdk',
  serial: 'pyserial',
  skimage: 'scikit-image',
  sklearn: 'scikit-learn',
  slack_sdk: 'slack-sdk',
  slugify: 'python-slugify',
  socks: 'PySocks',
  speech_recognition: 'SpeechRecognition',
  telegram: 'python-telegram-bot',
  typing_extensions: 'typing-extensions',
  usb: 'pyusb',
  websocket: 'websocket-client',
  whitenoise: 'whitenoise',
  wx: 'wxPython',
  xdg: 'pyxdg',
  yaml: 'PyYAML',
  zmq: 'pyzmq',
};

/** Well-known modules whose distribution has their own name. */
const sameName: ReadonlySet<string> = new Set(
  (
    'aiofiles aiohttp aiosqlite alembic altair annotated_types anthropic anyio apscheduler argon2 arrow asgiref asyncpg ' +
    'authlib babel backoff bcrypt black blinker bokeh boto3 botocore bottle brotli cachetools celery certifi cffi ' +
    'channels chardet click colorama coverage cryptography cycler dacite dash dask databases datasets deepdiff distro ' +
    'django docker docopt duckdb dynaconf elasticsearch environs execnet faiss faker falcon fabric fastapi feedparser ' +
    'filelock fire flask freezegun fsspec gensim geopandas gevent google gradio greenlet grpc gunicorn h11 h2 h5py ' +
    'httpcore httpx huggingface_hub humanize hypercorn hypothesis idna imageio importlib_metadata invoke ipython ' +
    'isodate itsdangerous jax jinja2 joblib jsonpickle jsonschema jupyter kafka keyring keras kombu langchain lightgbm ' +
    'litestar locust logbook loguru lxml mako markupsafe marshmallow matplotlib mock more_itertools motor moto ' +
    'msgpack multidict mypy mysql nest_asyncio networkx nltk nox numba numpy oauthlib openai orjson packaging pandas ' +
    'paramiko passlib peewee pendulum pexpect phonenumbers pika pint platformdirs playwright plotly pluggy polars ' +
    'prettytable prompt_toolkit psutil psycopg pyarrow pyautogui pycountry pydantic pygame pygments pyinstaller ' +
    'pymongo pymysql pyodbc pyparsing pyperclip pypdf pyramid pytest pytz qrcode quart rapidfuzz redis regex requests ' +
    'requests_oauthlib responses respx retry rich ruff sanic scipy scrapy seaborn selenium sendgrid sh shapely six ' +
    'slowapi sniffio spacy sqlalchemy sqlmodel sqlparse starlette statsmodels streamlit stripe structlog sympy tabulate ' +
    'tenacity tensorflow termcolor textual tiktoken toml tomli tomlkit toolz torch torchvision tornado tox tqdm ' +
    'transformers trio tweepy twilio typer tzlocal ujson urllib3 uvicorn uvloop validators vcr watchdog watchfiles ' +
    'websockets werkzeug wtforms xgboost xlrd xlsxwriter xmltodict yarl zstandard'
  ).split(' '),
);

/** What comes with another distribution and is used through it. */
const comesWith: Readonly<Record<string, readonly string[]>> = {
  _pytest: ['pytest'],
  botocore: ['boto3'],
  click: ['flask', 'typer'],
  dateutil: ['pandas'],
  jinja2: ['flask', 'quart'],
  markupsafe: ['flask', 'jinja2'],
  numpy: ['pandas', 'scipy', 'scikit-learn', 'matplotlib', 'torch', 'tensorflow'],
  pydantic: ['fastapi', 'sqlmodel', 'pydantic-settings'],
  pluggy: ['pytest'],
  starlette: ['fastapi'],
  urllib3: ['requests'],
  werkzeug: ['flask'],
  attr: ['pytest', 'aiohttp'],
};

/** The distribution to declare for a module; undefined where that is not well known. */
export function distributionOf(module: string): string | undefined {
  return renamed[module] ?? (sameName.has(module) ? module.replaceAll('_', '-') : undefined);
}

/** Whether one of the declared distributions may provide the module: every doubt counts as yes. */
export function isProvided(module: string, declared: ReadonlySet<string>): boolean {
  const own = normalizeName(module);
  const known = renamed[module];
  if (declared.has(own) || (known !== undefined && declared.has(normalizeName(known)))) return true;
  if ((comesWith[module] ?? []).some((other) => declared.has(other))) return true;
  for (const name of declared) {
    // python-magic, magic-bin, types of one namespace such as google-cloud-storage.
    if (name.split('-').includes(own) || name === `py${own}` || name === `${own}py`) return true;
    if (own.includes('-') && name.includes(own)) return true;
    if (known !== undefined && name.startsWith(normalizeName(known).replace(/-(?:binary|python)$/, '')))
      return true;
  }
  return false;
}
