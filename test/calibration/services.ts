/** Services as teams run them, none perfect: each has another set of tools. Written for this set. */
import type { Files } from '../engine/project/support';
import { ignored, licence, prices, pricesTest, readme, workflow } from './parts';

const uvService: Files = {
  'pyproject.toml': `[project]
name = "shop"
version = "1.4.0"
description = "Sells things."
readme = "README.md"
license = "MIT"
requires-python = ">=3.11"
dependencies = ["fastapi>=0.110", "httpx>=0.27", "structlog>=24", "sentry-sdk>=2"]

[dependency-groups]
dev = ["pytest", "ruff", "mypy"]

[tool.ruff]
line-length = 100

[tool.ruff.format]
docstring-code-format = true

[tool.mypy]
strict = true

[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = ["--strict-markers"]
`,
  'uv.lock': 'version = 1\n',
  '.gitignore': ignored,
  '.env.example': 'DATABASE_URL=\nRATES_URL=\n',
  'README.md': readme,
  'shop/__init__.py': '',
  'shop/prices.py': prices,
  'shop/main.py': `"""The service."""

import os

import httpx
import sentry_sdk
import structlog
from fastapi import FastAPI

from shop.prices import parse

structlog.configure()
sentry_sdk.init()
logger = structlog.get_logger()
app = FastAPI()


@app.get("/health")
async def health() -> dict[str, str]:
    """Whether the database answers."""
    return {"status": "ok", "database": os.environ["DATABASE_URL"].split(":")[0]}


@app.get("/rate")
async def rate() -> str:
    """Today's rate."""
    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.get(os.environ["RATES_URL"])
    try:
        return str(parse(answer.text))
    except ValueError:
        logger.exception("bad rate", text=answer.text)
        raise
`,
  'tests/test_prices.py': pricesTest('shop.prices'),
  Dockerfile:
    'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install .\nUSER 1000\nCMD ["uvicorn", "shop.main:app"]\n',
  '.dockerignore': '.git\n.env\n',
  '.github/workflows/ci.yml': workflow(['uv run ruff check .', 'uv run mypy shop', 'uv run pytest']),
  '.github/dependabot.yml': 'version: 2\nupdates: []\n',
};

const djangoSite: Files = {
  'manage.py':
    'import sys\n\nif __name__ == "__main__":\n    from django.core.management import execute_from_command_line\n\n    execute_from_command_line(sys.argv)\n',
  'requirements.txt': 'Django==5.1.2\npsycopg==3.2.1\nsentry-sdk==2.14.0\n',
  'requirements-dev.txt': 'pytest-django==4.9.0\nruff==0.6.0\n',
  '.python-version': '3.12\n',
  'pyproject.toml':
    '[tool.ruff]\n\n[tool.ruff.format]\n\n[tool.pytest.ini_options]\ntestpaths = ["tests"]\n\n[tool.mypy]\ncheck_untyped_defs = true\n',
  '.gitignore': ignored,
  '.env.example': 'DJANGO_SECRET_KEY=\nDATABASE_URL=\n',
  'README.md': readme,
  'site_config/__init__.py': '',
  'site_config/settings.py': `"""Settings from the environment."""

import os

import sentry_sdk

sentry_sdk.init()
SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
DATABASES = {"default": {"NAME": os.environ["DATABASE_URL"]}}
ROOT_URLCONF = "site_config.urls"
LOGGING = {
    "version": 1,
    "formatters": {"json": {"()": "pythonjsonlogger.jsonlogger.JsonFormatter"}},
}
`,
  'site_config/urls.py':
    'from django.urls import path\n\nfrom shop.views import health\n\nurlpatterns = [path("healthz/", health)]\n',
  'shop/__init__.py': '',
  'shop/prices.py': prices,
  'shop/views.py': `"""Views."""

from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:
    """Alive."""
    return HttpResponse("ok")
`,
  'tests/test_prices.py': pricesTest('shop.prices'),
  'azure-pipelines.yml':
    'steps:\n  - script: pip install -r requirements-dev.txt\n  - script: ruff check .\n  - script: pytest\n',
  'renovate.json': '{}\n',
  Dockerfile: 'FROM python:3.12-slim\nCOPY . .\nUSER app\n',
};

const flaskService: Files = {
  'requirements.txt': 'flask==3.0.3\ngunicorn==22.0.0\nprometheus-client==0.20.0\n',
  'setup.cfg':
    '[tool:pytest]\ntestpaths = tests\naddopts = --strict-markers\n\n[mypy]\nstrict = True\n\n[flake8]\nmax-line-length = 100\n',
  '.gitignore': ignored,
  'README.md': readme,
  LICENSE: licence,
  Makefile: 'lint:\n\tflake8 billing\n\ttypes:\n\tmypy billing\n\ntest:\n\tpytest\n\nformat:\n\tblack .\n',
  'billing/__init__.py': '',
  'billing/prices.py': prices,
  'billing/app.py': `"""The service."""

import logging
import os

from flask import Flask
from prometheus_client import Counter

logging.basicConfig(level=os.environ.get("LOG_LEVEL", "INFO"))
logger = logging.getLogger(__name__)
requests_seen = Counter("requests", "Requests")
app = Flask(__name__)


@app.get("/ready")
def ready() -> dict[str, str]:
    """Ready for requests."""
    requests_seen.inc()
    return {"status": "ready"}
`,
  'tests/test_prices.py': pricesTest('billing.prices'),
  Jenkinsfile: 'pipeline {\n  stages {\n    stage("test") { steps { sh "make test lint" } }\n  }\n}\n',
  Dockerfile: 'FROM python:3.12-slim\nCOPY . .\nRUN pip install -r requirements.txt\nUSER nobody\n',
  '.dockerignore': '.git\n',
};

const pdmWorker: Files = {
  'pyproject.toml': `[project]
name = "worker"
version = "3.1"
requires-python = ">=3.11"
description = "Works through a queue."
dependencies = ["redis"]

[project.scripts]
worker = "worker.main:main"

[tool.pdm.dev-dependencies]
dev = ["pytest", "ruff", "basedpyright"]

[tool.basedpyright]

[tool.ruff]

[tool.ruff.format]
`,
  'pdm.lock': '',
  'pytest.ini': '[pytest]\ntestpaths = tests\nxfail_strict = true\n',
  '.gitignore': ignored,
  'README.md': readme,
  'worker/__init__.py': '',
  'worker/prices.py': prices,
  'worker/main.py': `"""Start of the worker."""

import asyncio
import logging
import os

import redis.asyncio

logger = logging.getLogger(__name__)


async def work(url: str) -> None:
    """Until the queue is empty."""
    queue = redis.asyncio.from_url(url)
    try:
        async with asyncio.TaskGroup() as tasks:
            while job := await queue.lpop("jobs"):
                tasks.create_task(handle(job))
    except* ValueError:
        logger.exception("a job failed")
        raise


async def handle(job: str) -> None:
    """One job."""
    await asyncio.sleep(0)
    logger.info("done: %s", job)


def main() -> None:
    """Command."""
    logging.basicConfig(level=logging.INFO)
    asyncio.run(work(os.environ["REDIS_URL"]))
`,
  'tests/test_prices.py': pricesTest('worker.prices'),
  '.circleci/config.yml':
    'version: 2.1\njobs:\n  test:\n    steps:\n      - checkout\n      - run: pdm run ruff check\n      - run: pdm run pytest\n',
};

const pipenvApi: Files = {
  Pipfile:
    '[packages]\nflask = "==3.0.3"\nsentry-sdk = "*"\n\n[dev-packages]\npytest = "*"\n\n[requires]\npython_version = "3.12"\n',
  'Pipfile.lock': '{}\n',
  'tox.ini':
    '[testenv]\ncommands = pytest\n\n[flake8]\nmax-line-length = 100\n\n[pytest]\ntestpaths = tests\nxfail_strict = true\n',
  '.gitignore': ignored,
  '.env.example': 'DATABASE_URL=\n',
  'README.md': readme,
  'mypy.ini': '[mypy]\nstrict = True\n',
  'lefthook.yml': 'pre-commit:\n  commands:\n    lint:\n      run: flake8\n',
  'api/__init__.py': '',
  'api/prices.py': prices,
  'api/app.py': `"""The service."""

import logging
import os

import sentry_sdk
from flask import Flask

logging.basicConfig(level=logging.INFO)
logger = logging.getLogger(__name__)
sentry_sdk.init()
app = Flask(__name__)
DATABASE = os.environ["DATABASE_URL"]


@app.get("/livez")
def alive() -> str:
    """Alive."""
    logger.info("asked")
    return "ok"
`,
  'tests/test_prices.py': pricesTest('api.prices'),
  Procfile: 'web: gunicorn api.app:app\n',
  '.github/workflows/ci.yml': workflow(['pipenv run flake8', 'pipenv run mypy api', 'pipenv run pytest']),
};

export const services: Readonly<Record<string, Files>> = {
  uvService,
  djangoSite,
  flaskService,
  pdmWorker,
  pipenvApi,
};
