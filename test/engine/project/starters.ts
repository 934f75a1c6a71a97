/** Projects as beginners have them, one a kind, long enough for every check to have an opinion. */
import type { Files } from './support';

/** Plain functions, to reach the size at which a program is asked for a log. */
function filler(count: number): string {
  return Array.from(
    { length: count },
    (_, index) => `\n\ndef step_${index}(value):\n    total = value + ${index}\n    return total * 2\n`,
  ).join('');
}

const helpers = `def greeting():\n    return "hello"\n${filler(40)}`;

const flaskService: Files = {
  'app.py': `from flask import Flask

from helpers import greeting

DATABASE_URL = "sqlite:///shop.db"
PORT = 5000
app = Flask(__name__)


@app.route("/")
def index():
    return greeting()


if __name__ == "__main__":
    app.run(port=PORT)
`,
  'helpers.py': helpers,
};

const fastapiService: Files = {
  'shop/__init__.py': '',
  'shop/main.py': `"""The service."""
from fastapi import (
    FastAPI,
)

from .helpers import greeting

app = FastAPI(
    title="Shop",
)
BASE_URL = "https://shop.example.org"


@app.get("/")
async def index():
    return greeting()
`,
  'shop/helpers.py': helpers,
  'pyproject.toml': '# The shop.\n[project]\nname = "shop"\nversion = "1.0"\ndependencies = ["fastapi"]\n',
  'README.md': '# Shop\n\nA small shop that sells greetings.\n',
  LICENSE: 'MIT License\n\nPermission is hereby granted, free of charge, to any person\n',
};

const djangoService: Files = {
  'manage.py': `"""Django's command line."""
import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_project.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
`,
  'site_project/__init__.py': '',
  'site_project/settings.py': `from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
ROOT_URLCONF = "site_project.urls"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = []
MIDDLEWARE = []
SECRET_KEY = "for tests only"
`,
  'site_project/urls.py': `from django.urls import path
from django.http import HttpResponse


def index(request):
    return HttpResponse("index")


urlpatterns = [
    path("", index),
]
`,
  'site_project/wsgi.py': `import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_project.settings")

application = get_wsgi_application()
`,
  'site_project/helpers.py': helpers,
  'requirements.txt': 'Django\n',
};

const commandLine: Files = {
  'tool.py': `import argparse
import yaml

from helpers import greeting

ENDPOINT = "https://api.example.org"


def main():
    parser = argparse.ArgumentParser()
    parser.parse_args([])
    print(greeting())


if __name__ == "__main__":
    main()
`,
  'helpers.py': helpers,
  'requirements.txt': 'requests==2.31.0  # pinned\n',
  'requirements-dev.txt': 'pytest\n',
  '.gitlab-ci.yml': 'stages: [build]\n\nbuild:\n  stage: build\n  script:\n    - echo build\n',
};

const packagedLibrary: Files = {
  'setup.py': `from setuptools import setup

setup(name="texts", version="1.0", packages=["texts"], install_requires=[], python_requires=">=3.9")
`,
  'texts/__init__.py': 'from .words import greeting\n',
  'texts/words.py': `def greeting() -> str:\n    return "hello"\n\n\ndef shout(text: str) -> str:\n    return text.upper()\n`,
  'README.rst': 'Texts\n=====\n\nHelpers for short texts.\n',
  '.github/workflows/build.yml':
    'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo build\n',
};

const poetryTool: Files = {
  'pyproject.toml': `[tool.poetry]
name = "tool"
version = "0.1.0"
description = "A tool."

[tool.poetry.dependencies]
python = "^3.11"
`,
  'poetry.lock': '',
  'tool/__init__.py': '',
  'tool/core.py': `import requests\n\nfrom tool.helpers import greeting\n\n\ndef main():\n    print(greeting(), requests.__name__)\n`,
  'tool/helpers.py': helpers,
};

const pipfileScript: Files = {
  Pipfile: '[packages]\nrequests = "*"\n\n[requires]\npython_version = "3.11"\n',
  'fetch.py': `import requests\nimport rich\n\nfrom helpers import greeting\n\n\ndef main():\n    print(requests.__name__, rich.__name__, greeting())\n`,
  'helpers.py': helpers,
  '.circleci/config.yml': 'version: 2.1\njobs: {}\n',
};

/** A file that people have cared for: comments, groups, and tools that are configured already. */
const caredFor: Files = {
  'pyproject.toml': `# The words of the shop.
[build-system]
requires = ["hatchling"]  # nothing else
build-backend = "hatchling.build"

[project]
name = "words"
# Raised by the release script.
version = "2.1"
requires-python = ">=3.11"
dependencies = [
    # For the command line.
    "click>=8",  # the last one
]

[project.optional-dependencies]
test = ["pytest>=8", "hypothesis"]

[dependency-groups]
dev = ["ruff", {include-group = "types"}]
types = ["mypy"]

[tool.ruff]  # lint only, so far
line-length = 88
`,
  'src/words/__init__.py': '"""Words."""\n\nfrom words.plain import greeting\n\n__all__ = ["greeting"]\n',
  'src/words/core.py': `"""The words."""\n\nimport click\nimport rich\n\n\ndef show() -> None:\n    click.echo(rich.__name__)\n${filler(40)}`,
  'src/words/plain.py': 'def greeting():\n    return "hello"\n',
  'README.md': '# Words\n\nAll the words of a shop.\n',
};

/** One folder of scripts, written on Windows. */
const requirementsScript: Files = {
  'report.py': `import os\r\n\r\nimport requests\r\n\r\nfrom helpers import greeting\r\n\r\n\r\ndef main():\r\n    print(greeting(), os.environ["REPORT_KEY"], requests.__name__)\r\n\r\n\r\nif __name__ == "__main__":\r\n    main()\r\n`,
  'helpers.py': helpers.replaceAll('\n', '\r\n'),
  'requirements.txt': '# Pinned by hand.\r\nurllib3==2.2.0\r\n',
  'setup.cfg': '[flake8]\r\nmax-line-length = 100\r\n',
  '.gitignore': '*.log\r\n',
};

export const starters: Readonly<Record<string, Files>> = {
  flaskService,
  fastapiService,
  djangoService,
  commandLine,
  packagedLibrary,
  poetryTool,
  pipfileScript,
  caredFor,
  requirementsScript,
};
