/** Cases of the checks on environments. */
import { checkTable } from './table';

const usesRequests = { 'app.py': 'import os\n\nimport requests\n' };
const broken = 'name = \n';

checkTable('dependencies-declared', [
  {
    when: 'only the standard library',
    files: { 'app.py': 'import os, json.decoder\nfrom collections import abc\n' },
    state: 'not-applicable',
  },
  { when: 'nothing declared', files: usesRequests, state: 'fail', reason: /requests/, at: 'app.py:3' },
  {
    when: 'requirements.txt',
    files: { ...usesRequests, 'requirements.txt': '# comment\n-r other.txt\nrequests>=2\n' },
    state: 'pass',
    at: 'requirements.txt:3',
  },
  {
    when: 'pyproject',
    files: { ...usesRequests, 'pyproject.toml': '[project]\nname = "a"\ndependencies = ["requests"]\n' },
    state: 'pass',
    at: 'pyproject.toml:3',
  },
  {
    when: 'dependency group',
    files: { ...usesRequests, 'pyproject.toml': '[dependency-groups]\ndev = ["requests"]\n' },
    state: 'pass',
    at: 'pyproject.toml:2',
  },
  {
    when: 'Poetry',
    files: {
      ...usesRequests,
      'pyproject.toml': '[tool.poetry.dependencies]\npython = "^3.11"\nrequests = "^2"\n',
    },
    state: 'pass',
    at: 'pyproject.toml:3',
  },
  {
    when: 'Poetry with Python only',
    files: { ...usesRequests, 'pyproject.toml': '[tool.poetry.dependencies]\npython = "^3.11"\n' },
    state: 'fail',
  },
  {
    when: 'setup.cfg',
    files: { ...usesRequests, 'setup.cfg': '[options]\ninstall_requires =\n    requests>=2\n    attrs\n' },
    state: 'pass',
    reason: /^2 dependencies/,
    at: 'setup.cfg:2',
  },
  {
    when: 'setup.py',
    files: {
      ...usesRequests,
      'setup.py': 'from setuptools import setup\nsetup(\n  install_requires=["requests"],\n)\n',
    },
    state: 'pass',
    at: 'setup.py:3',
  },
  {
    when: 'Pipfile',
    files: { ...usesRequests, Pipfile: '[packages]\nrequests = "*"\n' },
    state: 'pass',
    at: 'Pipfile:2',
  },
  {
    when: 'conda',
    files: {
      ...usesRequests,
      'environment.yml': 'dependencies:\n  - python=3.11\n  - pip:\n    - requests\n',
    },
    state: 'pass',
    reason: /^1 dependency in/,
    at: 'environment.yml:1',
  },
  {
    when: 'pyproject is broken',
    files: { ...usesRequests, 'pyproject.toml': broken },
    state: 'not-measured',
    reason: /pyproject\.toml/,
  },
  {
    when: 'requirements are unreadable',
    files: { ...usesRequests, 'requirements.txt': 'requests\n' },
    extras: { unreadable: ['requirements.txt'] },
    state: 'not-measured',
  },
  {
    when: 'broken pyproject, declared elsewhere',
    files: { ...usesRequests, 'pyproject.toml': broken, 'requirements.txt': 'requests\n' },
    state: 'pass',
  },
  {
    when: 'optional and typing-only imports',
    files: {
      'app.py':
        'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import numpy\ntry:\n    import ujson\nexcept ImportError:\n    ujson = None\n',
    },
    state: 'not-applicable',
  },
  {
    when: 'not all files were read',
    files: { 'a.py': '' },
    extras: { truncated: { graded: 1, total: 9 } },
    state: 'not-measured',
  },
  {
    when: 'imports of the project itself',
    files: {
      'src/shop/__init__.py': '',
      'src/shop/a.py': 'import shop.b\nfrom . import b\nfrom b import c\n',
      'src/shop/b.py': '',
    },
    state: 'not-applicable',
  },
  { when: 'only notebooks', files: { 'a.ipynb': '{}' }, state: 'not-measured' },
]);

checkTable('dependencies-locked', [
  { when: 'uv.lock', files: { ...usesRequests, 'uv.lock': '' }, state: 'pass', at: 'uv.lock:1' },
  { when: 'PEP 751 lock', files: { ...usesRequests, 'pylock.dev.toml': '' }, state: 'pass' },
  {
    when: 'all pinned',
    files: { ...usesRequests, 'requirements.txt': 'requests==2.31.0\nattrs===23.1\n' },
    state: 'pass',
  },
  {
    when: 'a wildcard is no pin',
    files: { ...usesRequests, 'requirements.txt': 'requests==2.*\n' },
    state: 'fail',
    at: 'requirements.txt:1',
  },
  {
    when: 'half pinned',
    files: { ...usesRequests, 'requirements.txt': 'requests==2.31.0\nflask\n' },
    state: 'partial',
    score: 0.625,
    at: 'requirements.txt:2',
  },
  {
    when: 'hashes on the next line',
    files: {
      ...usesRequests,
      'requirements.txt': 'requests==2.31.0 \\\n    --hash=sha256:aa\nflask==1.0 # why\n',
    },
    state: 'pass',
    reason: /^2 of 2/,
  },
  { when: 'a library', files: usesRequests, options: { profile: 'library' }, state: 'not-applicable' },
  { when: 'nothing to lock', files: { 'app.py': 'import os\n' }, state: 'not-applicable' },
]);

const python = (text: string) => ({
  'app.py': '',
  'pyproject.toml': `[project]\nname = "a"\nrequires-python = "${text}"\n`,
});

checkTable('requires-python', [
  { when: 'lower bound', files: python('>=3.9'), state: 'pass', at: 'pyproject.toml:3' },
  { when: 'upper cap', files: python('>=3.11,<3.13'), state: 'partial', score: 0.5, reason: /newer/ },
  { when: 'next major version is no cap', files: python('>=3.11,<4'), state: 'pass' },
  {
    when: 'only versions without support',
    files: python('~=3.8.1'),
    state: 'partial',
    score: 0.5,
    reason: /supported/,
  },
  { when: 'compatible with all later minors', files: python('~=3.9'), state: 'pass' },
  {
    when: '.python-version',
    files: { 'app.py': '', '.python-version': '3.12\n' },
    state: 'pass',
    at: '.python-version:1',
  },
  {
    when: 'setup.cfg',
    files: { 'app.py': '', 'setup.cfg': '[options]\npython_requires = >=3.10\n' },
    state: 'pass',
    at: 'setup.cfg:2',
  },
  { when: 'nowhere', files: { 'app.py': '' }, state: 'fail' },
  { when: 'broken setup.cfg', files: { 'app.py': '', 'setup.cfg': 'oops = 1\n' }, state: 'not-measured' },
]);

checkTable('env-ignored', [
  {
    when: 'all covered',
    files: { 'a.py': '', '.gitignore': '.venv\n__pycache__/\n.env\n' },
    state: 'pass',
    at: '.gitignore:1',
  },
  {
    when: 'by patterns',
    files: { 'a.py': '', '.gitignore': '*.pyc\n.env*\n!.env.example\nvenv/\n' },
    state: 'pass',
  },
  {
    when: 'one of three',
    files: { 'a.py': '', '.gitignore': '__pycache__/\n' },
    state: 'partial',
    score: 1 / 3,
    reason: /environments, \.env/,
  },
  {
    when: 'taken back',
    files: { 'a.py': '', '.gitignore': '.venv\n__pycache__\n.env\n!.env\n' },
    state: 'partial',
    score: 2 / 3,
  },
  { when: 'no .gitignore', files: { 'a.py': '' }, state: 'fail' },
  { when: 'no repository', files: { 'a.py': '' }, extras: { git: false }, state: 'not-measured' },
  {
    when: 'no repository but a .gitignore',
    files: { 'a.py': '', '.gitignore': '.venv\n__pycache__\n.env\n' },
    extras: { git: false },
    state: 'pass',
  },
  {
    when: 'covered above the root',
    files: { 'a.py': '' },
    extras: {
      git: {
        pathFromRepository: 'apps/shop',
        repositoryFiles: new Map([['.gitignore', '.venv\n__pycache__\n.env\n']]),
      },
    },
    state: 'pass',
  },
  {
    when: 'anchored above, elsewhere',
    files: { 'a.py': '' },
    extras: {
      git: {
        pathFromRepository: 'apps/shop',
        repositoryFiles: new Map([['.gitignore', '/.venv\n/__pycache__\n/.env\n']]),
      },
    },
    state: 'fail',
  },
  {
    when: 'byte code is committed',
    files: { 'a.py': '', '.gitignore': '.venv\n__pycache__\n.env\n' },
    extras: { git: { tracked: new Set(['__pycache__/a.pyc']) } },
    state: 'partial',
    score: 0.5,
  },
  {
    when: 'unreadable',
    files: { 'a.py': '', '.gitignore': '.venv\n' },
    extras: { unreadable: ['.gitignore'] },
    state: 'not-measured',
  },
]);

checkTable('environment-present', [
  {
    when: 'in the project',
    files: { 'a.py': '' },
    extras: { environments: ['.venv'] },
    state: 'pass',
    reason: /\.venv/,
  },
  {
    when: 'a development container',
    files: { 'a.py': '', '.devcontainer/devcontainer.json': '{}' },
    extras: { environments: [] },
    state: 'pass',
    at: '.devcontainer/devcontainer.json:1',
  },
  {
    when: 'a tool that keeps them elsewhere',
    files: { 'a.py': '', 'poetry.lock': '' },
    extras: { environments: [] },
    state: 'not-measured',
  },
  { when: 'none found', files: { 'a.py': '' }, extras: { environments: [] }, state: 'partial', score: 0.5 },
  { when: 'a host that cannot look', files: { 'a.py': '' }, state: 'not-measured' },
]);

const requirements = (text: string) => ({ 'requirements.txt': text });

checkTable('imports-declared', [
  {
    when: 'one of two is missing',
    files: { 'a.py': 'import requests\nimport yaml\n', ...requirements('requests\n') },
    state: 'partial',
    score: 0.5,
    reason: /yaml/,
    at: 'a.py:2',
  },
  {
    when: 'under another name',
    files: { 'a.py': 'import yaml, PIL, cv2\n', ...requirements('PyYAML\npillow\nopencv-python-headless\n') },
    state: 'pass',
  },
  {
    when: 'a namespace, and what comes with another',
    files: {
      'a.py': 'import google.cloud.storage\nimport werkzeug\n',
      ...requirements('google-cloud-storage\nflask\n'),
    },
    state: 'pass',
  },
  {
    when: 'only where it may be missing',
    files: { 'a.py': 'try:\n    import ujson\nexcept ImportError:\n    pass\n', ...requirements('x\n') },
    state: 'not-applicable',
  },
  {
    when: 'computed in setup.py',
    files: { 'a.py': 'import requests\n', 'setup.py': 'setup(install_requires=read())\n' },
    state: 'not-measured',
  },
]);
