/** Sample projects from a single script to a finished service. */
import type { Files } from './support';

const module = `"""Text helpers."""
import re
import logging

logger = logging.getLogger(__name__)
WORD = re.compile(r"\\w+")


def slugify(text: str, separator: str = "-") -> str:
    """Lower-case words joined by a separator."""
    words = WORD.findall(text.lower())
    logger.debug("found %d words", len(words))
    return separator.join(words)


def default_name() -> str:
    return "unnamed"
`;

const tutorial = `import requests
import json

API_URL = "https://api.example.org/v1"
data = {}


def load(name):
    try:
        response = requests.get(API_URL + "/" + name)
        data[name] = response.json()
    except Exception as error:
        print("failed", error)
    with open("cache.json", "w") as handle:
        json.dump(data, handle)
    print("loaded", name)
    return data


def show(name):
    print(data[name])


load("first")
show("first")
`;

export const hello: Files = { 'hello.py': 'print("hello")\n' };

export const script: Files = { 'fetch.py': tutorial, 'helpers.py': module };

export const flatWithRequirements: Files = {
  'app.py': `from helpers import slugify\n\n\ndef main():\n    print(slugify("A B"))\n\n\nif __name__ == "__main__":\n    main()\n`,
  'helpers.py': module,
  'requirements.txt': 'requests==2.31.0\nflask\n',
  '.gitignore': '*.pyc\n',
};

export const library: Files = {
  'pyproject.toml': `# Metadata of the library.
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "texts"
version = "1.0"
requires-python = ">=3.11"  # oldest we test
dependencies = []
`,
  'src/texts/__init__.py': 'from .words import slugify\n\n__all__ = ["slugify"]\n',
  'src/texts/words.py': module,
  'README.md': '# texts\n',
};

export const service: Files = {
  'pyproject.toml': `[project]
name = "shop"
version = "1.0"
requires-python = ">=3.11"
dependencies = ["fastapi", "httpx"]

[tool.mypy]
strict = true
`,
  'uv.lock': 'version = 1\n',
  'shop/__init__.py': '',
  'shop/main.py': `import logging
import os

from fastapi import FastAPI

from shop.prices import total

logging.basicConfig(level=os.environ.get("LOG_LEVEL", "INFO"))
logger = logging.getLogger(__name__)
app = FastAPI()


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/total")
async def read_total() -> float:
    database = os.environ["DATABASE_URL"]
    logger.info("using %s", database[:5])
    return total([1.0, 2.0])
`,
  'shop/prices.py': `def total(prices: list[float]) -> float:
    return sum(prices)


def currency() -> str:
    return "EUR"
`,
  '.github/workflows/ci.yml': `on: [push]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: uv run mypy shop
`,
};

export const samples: Readonly<Record<string, Files>> = {
  hello,
  script,
  flatWithRequirements,
  library,
  service,
};
