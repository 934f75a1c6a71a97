/** Libraries and commands as teams run them: each has another set of tools, and leaves something out. */
import type { Files } from '../engine/project/support';
import { hooks, ignored, licence, prices, pricesTest, readme, workflow } from './parts';

const hatchLibrary: Files = {
  'pyproject.toml': `[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "prices"
dynamic = ["version"]
description = "Prices."
readme = "README.md"
license = "MIT"
requires-python = ">=3.11"
dependencies = []

[project.optional-dependencies]
test = ["pytest", "coverage"]

[tool.coverage.run]
branch = true

[tool.pyright]
typeCheckingMode = "strict"

[tool.pytest.ini_options]
testpaths = ["tests"]
xfail_strict = true
`,
  '.gitignore': ignored,
  'README.md': readme,
  LICENSE: licence,
  'ruff.toml': 'line-length = 100\n\n[format]\n',
  'src/prices/__init__.py': 'from .core import parse, total\n\n__all__ = ["parse", "total"]\n',
  'src/prices/core.py': prices,
  'src/prices/py.typed': '',
  'tests/test_core.py': pricesTest('prices.core'),
  '.pre-commit-config.yaml': hooks('ruff-check', 'ruff-format'),
  '.github/workflows/ci.yml': workflow(['ruff check .', 'pyright', 'coverage run -m pytest'], ''),
};

const setuptoolsLibrary: Files = {
  'setup.py': 'from setuptools import setup\n\nsetup()\n',
  'setup.cfg': `[metadata]
name = prices
version = 2.0
description = Prices
long_description = file: README.rst
license = MIT

[options]
packages = find:
python_requires = >=3.11
install_requires =

[options.extras_require]
test = pytest

[flake8]
max-line-length = 100

[mypy]
disallow_untyped_defs = True
check_untyped_defs = True
`,
  'tox.ini':
    '[tox]\nenvlist = py311, py312\n\n[testenv]\ncommands =\n    pytest\n    flake8 prices\n\n[pytest]\ntestpaths = tests\n',
  '.coveragerc': '[run]\nbranch = True\n',
  '.gitignore': '*.pyc\n__pycache__/\nvenv/\n',
  'README.rst': 'Prices\n======\n\nA library of prices.\n',
  'LICENSE.txt': licence,
  'prices/__init__.py': 'from prices.core import parse, total  # noqa: F401\n',
  'prices/core.py': prices,
  'tests/__init__.py': '',
  'tests/test_core.py': pricesTest('prices.core'),
  '.travis.yml': 'language: python\nscript: tox\n',
};

const poetryCli: Files = {
  'pyproject.toml': `[tool.poetry]
name = "pricer"
version = "0.9.0"
description = "Prices on the command line."
readme = "README.md"
license = "MIT"

[tool.poetry.dependencies]
python = "^3.11"
click = "^8.1"

[tool.poetry.group.dev.dependencies]
pytest = "^8"

[tool.poetry.scripts]
pricer = "pricer.cli:main"

[tool.black]
line-length = 100

[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"

[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "--cov=pricer"
`,
  'poetry.lock': '',
  '.gitignore': ignored,
  '.flake8': '[flake8]\nmax-line-length = 100\n',
  'README.md': readme,
  'pricer/__init__.py': '',
  'pricer/core.py': prices,
  'pricer/cli.py': `"""The command."""

import logging

import click

from pricer.core import parse

logger = logging.getLogger(__name__)


@click.command()
@click.argument("text")
def main(text: str) -> None:
    """Print a price."""
    logging.basicConfig(level=logging.INFO)
    try:
        click.echo(parse(text))
    except ValueError as error:
        logger.warning("cannot read %s", text)
        raise SystemExit(2) from error
`,
  'tests/test_core.py': pricesTest('pricer.core'),
  '.pre-commit-config.yaml': hooks('black', 'flake8'),
  '.gitlab-ci.yml':
    'test:\n  image: python:3.12\n  script:\n    - poetry install\n    - poetry run flake8\n    - poetry run pytest\n',
};

const unittestLibrary: Files = {
  'pyproject.toml': `[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "prices"
version = "5.0"
description = "Prices"
readme = "README.md"
requires-python = ">=3.11"
classifiers = ["License :: OSI Approved :: MIT License"]

[tool.pylint.main]
jobs = 2

[tool.black]
`,
  '.gitignore': ignored,
  'README.md': readme,
  LICENSE: licence,
  'noxfile.py':
    'import nox\n\n\n@nox.session\ndef tests(session):\n    session.run("python", "-m", "unittest")\n    session.run("mypy", "--strict", "prices")\n',
  'prices/__init__.py': '',
  'prices/core.py': prices,
  'tests/test_core.py': `import unittest
from decimal import Decimal

from prices.core import parse, total


class PricesTest(unittest.TestCase):
    def test_parse(self) -> None:
        self.assertEqual(parse("1"), Decimal(1))

    def test_bad(self) -> None:
        with self.assertRaises(ValueError):
            parse("x")

    def test_total(self) -> None:
        self.assertEqual(total([Decimal(1)], "EUR"), Decimal(1))
`,
  '.github/workflows/test.yml': workflow(['nox -s tests', 'nox -s lint']),
};

const condaScience: Files = {
  'environment.yml':
    'name: science\ndependencies:\n  - python=3.12\n  - numpy=2.0\n  - pip:\n      - pytest==8.2\n',
  'pyproject.toml':
    '[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n\n[project]\nname = "model"\nversion = "1"\ndescription = "A model"\nrequires-python = ">=3.11"\ndependencies = ["numpy"]\n\n[tool.ruff]\n\n[tool.mypy]\n\n[tool.pytest.ini_options]\ntestpaths = ["tests"]\n',
  '.gitignore': ignored,
  'README.md': readme,
  LICENSE: licence,
  'model/__init__.py': '',
  'model/core.py': prices,
  'model/fit.py': `"""Fitting."""

import logging

import numpy as np

logger = logging.getLogger(__name__)


def fit(values: np.ndarray) -> float:
    """Mean of the values."""
    logger.debug("fitting %d values", len(values))
    return float(values.mean())
`,
  'tests/test_core.py': pricesTest('model.core'),
  '.github/workflows/ci.yml': workflow(['micromamba run pytest', 'ruff check .'], ''),
};

const tyTool: Files = {
  'pyproject.toml': `[build-system]
requires = ["uv_build"]
build-backend = "uv_build"

[project]
name = "tool"
version = "0.3"
description = "A tool"
readme = "README.md"
license = "MIT"
requires-python = ">=3.11"
dependencies = ["rich>=13"]

[project.scripts]
tool = "tool.cli:main"

[tool.uv]
dev-dependencies = ["pytest"]

[tool.coverage.report]
fail_under = 90
`,
  'uv.lock': 'version = 1\n',
  'ty.toml': '[rules]\n',
  '.ruff.toml': '[format]\n',
  'pytest.toml': '[pytest]\ntestpaths = ["tests"]\nstrict = true\n',
  'prek.toml': '[[repos]]\nrepo = "builtin"\n',
  '.gitignore': ignored,
  'README.md': readme,
  LICENSE: licence,
  'src/tool/__init__.py': '',
  'src/tool/prices.py': prices,
  'src/tool/cli.py': `"""The command."""

import argparse
import logging

from rich.console import Console

from tool.prices import parse


def main() -> None:
    """Print a price."""
    logging.basicConfig(level=logging.INFO)
    parser = argparse.ArgumentParser()
    parser.add_argument("text")
    Console().print(parse(parser.parse_args().text))
`,
  'tests/test_prices.py': pricesTest('tool.prices'),
  '.github/workflows/ci.yml': workflow([
    'uv run prek run --all-files',
    'uv run ty check',
    'uv run pytest --cov',
  ]),
  'renovate.json': '{}\n',
};

const pyreflyLibrary: Files = {
  'pyproject.toml': `[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "prices"
version = "1.0"
description = "Prices"
readme = "README.md"
license = "MIT"
requires-python = ">=3.11"
dependencies = ["attrs>=23"]

[dependency-groups]
dev = ["pytest", "pyrefly", "ruff"]

[tool.pyrefly]

[tool.ruff.lint]
select = ["ALL"]

[tool.ruff.format]

[tool.hatch.envs.test.scripts]
run = "pytest --cov"
`,
  '.gitignore': ignored,
  'README.md': readme,
  LICENSE: licence,
  'src/prices/__init__.py': '',
  'src/prices/core.py': prices,
  'src/prices/model.py':
    'import attrs\n\n\n@attrs.define\nclass Price:\n    """A price."""\n\n    amount: int\n',
  'tests/test_core.py': pricesTest('prices.core'),
  '.github/workflows/ci.yml': workflow(['hatch test', 'hatch fmt --check', 'pyrefly check']),
  '.github/workflows/publish.yml':
    'on:\n  release:\n    types: [published]\njobs:\n  publish:\n    permissions:\n      id-token: write\n    steps:\n      - uses: pypa/gh-action-pypi-publish@release/v1\n',
};

export const packages: Readonly<Record<string, Files>> = {
  hatchLibrary,
  setuptoolsLibrary,
  poetryCli,
  unittestLibrary,
  condaScience,
  tyTool,
  pyreflyLibrary,
};
