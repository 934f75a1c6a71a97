/** Projects near the line between the kinds: courses that do some things well, and modest programs that people rely on. */
import type { Files } from '../engine/project/support';
import { ignored, licence, prices, pricesTest, readme } from './parts';

/** The last week of a course: tests and requirements are there, and nothing is looked at by a machine. */
const courseWithTests: Files = {
  'README.md': '# Week 8\n\nA bank with tests. Run pytest.\n',
  'requirements.txt': 'pytest\nrequests\n',
  'bank.py': `import json
import requests

accounts = {}

def load(name):
    try:
        file = open(name)
        accounts.update(json.load(file))
        print("loaded", name)
    except Exception as error:
        print("could not load", error)

def rate(currency):
    answer = requests.get("https://api.example.org/rates/" + currency)
    return answer.json()["rate"]

def deposit(name, amount):
    accounts[name] = accounts.get(name, 0) + amount
    print(name, "has", accounts[name])
    return accounts[name]
`,
  'test_bank.py': `from bank import deposit

def test_deposit():
    assert deposit("ada", 5) == 5
`,
};

/** A tutorial about containers: an image and a lock, and code that the reader copies. */
const dockerTutorial: Files = {
  'README.md': '# Flask in Docker\n\nBuild the image and open the page.\n',
  'requirements.txt': 'flask==3.0.0\nredis==5.0.0\n',
  Dockerfile:
    'FROM python:3.12\nCOPY . /app\nRUN pip install -r /app/requirements.txt\nCMD ["python", "/app/app.py"]\n',
  'app.py': `from flask import Flask
import redis

app = Flask(__name__)
cache = redis.Redis(host="redis", port=6379)

@app.route("/")
def hello():
    try:
        count = cache.incr("hits")
    except:
        count = 0
    print("somebody came")
    return "seen " + str(count)

if __name__ == "__main__":
    app.run(host="0.0.0.0", debug=True)
`,
};

/** A template with every file of tooling, and a program of ten lines that nobody has tested. */
const templateUser: Files = {
  'pyproject.toml':
    '[project]\nname = "game"\nversion = "0.1.0"\nrequires-python = ">=3.12"\ndependencies = ["pygame"]\n',
  'uv.lock': 'version = 1\n',
  '.gitignore': ignored,
  'README.md': readme,
  'main.py': `import pygame

pygame.init()
screen = pygame.display.set_mode((640, 480))
x = 0
lives = 3

def move(step):
    global x
    x = x + step
    print("at", x)

while lives > 0:
    for event in pygame.event.get():
        if event.type == pygame.QUIT:
            lives = 0
    move(1)
    try:
        pygame.display.flip()
    except Exception:
        pass
`,
};

/** An internal program: no package and no types, but tests, a linter, logs and a pipeline. */
const modestJob: Files = {
  'requirements.txt': 'httpx==0.27.0\n',
  '.python-version': '3.12\n',
  '.gitignore': ignored,
  'README.md': readme,
  'setup.cfg': '[flake8]\nmax-line-length = 100\n[tool:pytest]\ntestpaths = tests\n',
  '.env.example': 'RATES_URL=\n',
  '.gitlab-ci.yml':
    'test:\n  image: python:3.12\n  script:\n    - pip install -r requirements.txt pytest flake8\n    - flake8\n    - pytest\n',
  'job/__init__.py': '',
  'job/prices.py': prices,
  'job/__main__.py': `import logging
import os

import httpx

from job.prices import parse

logger = logging.getLogger(__name__)


def main():
    logging.basicConfig(level=logging.INFO)
    try:
        answer = httpx.get(os.environ["RATES_URL"], timeout=10)
        answer.raise_for_status()
    except httpx.HTTPError:
        logger.exception("no rates today")
        raise SystemExit(1)
    logger.info("price %s", parse(answer.text))


if __name__ == "__main__":
    main()
`,
  'tests/test_prices.py': pricesTest('job.prices'),
};

/** A library of ten years ago that is still kept: setup.py, tox, flake8, no annotations. */
const olderLibrary: Files = {
  'setup.py': `from setuptools import setup

setup(name="prices", version="3.2", packages=["prices"], python_requires=">=3.9", license="MIT")
`,
  'tox.ini':
    '[tox]\nenvlist = py39,py313\n[testenv]\ndeps = pytest\ncommands = pytest\n[flake8]\nmax-line-length = 100\n[pytest]\ntestpaths = tests\n',
  '.travis.yml': 'language: python\nscript:\n  - tox\n  - flake8\n',
  '.gitignore': ignored,
  'README.rst': 'Prices\n======\n\nPrices and how they add up.\n',
  LICENSE: licence,
  'prices/__init__.py': 'from .core import parse, total\n',
  'prices/core.py': prices.replace(/: (?:str|list\[Decimal\])(?=[,)])| -> Decimal/g, ''),
  'tests/test_core.py': pricesTest('prices.core'),
};

export const borderlineTutorials: Readonly<Record<string, Files>> = {
  courseWithTests,
  dockerTutorial,
  templateUser,
};
export const borderlinePrograms: Readonly<Record<string, Files>> = { modestJob, olderLibrary };
