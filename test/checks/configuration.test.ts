/** Cases of the checks on configuration and secrets. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { gradeFiles } from '../engine/project/support';
import { checkTable } from './table';

checkTable('hardcoded-secrets', [
  { when: 'no finding', files: { 'a.py': '' }, state: 'pass' },
  {
    when: 'a provider secret',
    files: { 'a.py': '' },
    extras: { findings: { 'a.py': { 'provider-secret-literal': 1 } } },
    state: 'fail',
    at: 'a.py:1',
  },
  {
    when: 'secrets in known lines',
    files: { 'a.py': '' },
    extras: {
      findings: { 'a.py': { 'provider-secret-literal': 1, 'hardcoded-secret': 2 } },
      lines: { 'a.py': { 'provider-secret-literal': [9], 'hardcoded-secret': [7, 9] } },
    },
    state: 'fail',
    at: 'a.py:7',
  },
  {
    when: 'credentials in a URL',
    files: { 'a.py': '' },
    extras: { findings: { 'a.py': { 'credentials-in-url': 2 } } },
    state: 'fail',
    reason: /^2 secrets/,
  },
  {
    when: 'other rules',
    files: { 'a.py': '' },
    extras: { findings: { 'a.py': { 'bare-except': 2 } } },
    state: 'pass',
  },
  {
    when: 'test data',
    files: { 'a.py': '', 'tests/test_a.py': '' },
    extras: { findings: { 'tests/test_a.py': { 'hardcoded-secret': 1 } } },
    state: 'pass',
  },
  { when: 'notebooks only', files: { 'a.ipynb': '{}' }, state: 'not-measured' },
]);

checkTable('env-file-ignored', [
  { when: 'no .env', files: { 'a.py': '', '.env.example': 'A=\n' }, state: 'not-applicable' },
  { when: 'ignored', files: { 'a.py': '', '.env': 'A=1\n', '.gitignore': '.env\n' }, state: 'pass' },
  { when: 'not ignored', files: { 'a.py': '', '.env': 'A=1\n' }, state: 'fail', at: '.env:1' },
  {
    when: 'tracked although ignored',
    files: { 'a.py': '', '.env': 'A=1\n', '.gitignore': '.env\n' },
    extras: { git: { tracked: new Set(['.env']) } },
    state: 'fail',
    reason: /tracked/,
  },
  {
    when: 'ignored in its own folder',
    files: { 'a.py': '', 'app/.env': '', 'app/.gitignore': '/.env\n' },
    state: 'pass',
  },
  {
    when: 'no repository',
    files: { 'a.py': '', '.env': 'A=1\n' },
    extras: { git: false },
    state: 'not-measured',
  },
]);

it('only a tracked .env caps the grade', () => {
  const files = { 'a.py': 'import os\nos.environ["A"]\n', '.env': 'A=1\n' };
  const open = gradeFiles(files);
  assert.deepEqual(open.gates, []);
  const tracked = gradeFiles(files, { git: { tracked: new Set(['.env']) } });
  assert.deepEqual(
    tracked.gates.map((gate) => gate.check),
    ['env-file-ignored'],
  );
  assert.equal(tracked.next[0]?.check, 'env-file-ignored');
});

checkTable('environment-configuration', [
  {
    when: 'environment',
    files: { 'a.py': 'import os\nHOST = os.environ.get("HOST")\n' },
    state: 'pass',
    at: 'a.py:2',
  },
  {
    when: 'subscript through an alias',
    files: { 'a.py': 'from os import environ as settings\nfrom os import environ\nHOST = environ["HOST"]\n' },
    state: 'pass',
    at: 'a.py:3',
  },
  {
    when: 'settings class',
    files: {
      'a.py': 'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    host: str\n',
    },
    state: 'pass',
    at: 'a.py:2',
  },
  {
    when: 'literals',
    files: { 'a.py': 'DATABASE_URL = "postgresql://db/shop"\n' },
    state: 'fail',
    at: 'a.py:1',
  },
  {
    when: 'a literal in a docstring',
    files: { 'a.py': '"""Example:\n\nHOST = "localhost"\n"""\n' },
    state: 'not-applicable',
  },
  {
    when: 'setting a variable is not reading it',
    files: { 'a.py': 'import os\nos.environ["A"] = "1"\n' },
    state: 'not-applicable',
  },
  {
    when: 'a service without any',
    files: { 'a.py': 'from flask import Flask\napp = Flask(__name__)\n' },
    state: 'fail',
  },
  { when: 'nothing to configure', files: { 'a.py': 'x = 1\n' }, state: 'not-applicable' },
]);

const reads = { 'a.py': 'import os\nos.environ["A_KEY"]\nos.getenv("B_KEY")\nos.getenv("HOME")\n' };

checkTable('env-example', [
  { when: 'all listed', files: { ...reads, '.env.example': '# A_KEY=\nexport B_KEY=\n' }, state: 'pass' },
  {
    when: 'one of two',
    files: { ...reads, '.env.sample': 'A_KEY=\n' },
    state: 'partial',
    score: 0.5,
    reason: /B_KEY/,
    at: '.env.sample:1',
  },
  { when: 'no file', files: reads, state: 'fail', at: 'a.py:2' },
  { when: 'nothing read', files: { 'a.py': '' }, state: 'not-applicable' },
  { when: 'a library', files: reads, options: { profile: 'library' }, state: 'not-applicable' },
]);

checkTable('machine-values', [
  {
    when: 'none',
    files: { 'a.py': '"""Run in /home/bob/x."""\n# C:\\Users\\bob\nP = "/home/app/data"\n' },
    state: 'pass',
  },
  {
    when: 'a home folder',
    files: { 'a.py': '\nP = "/home/bob/data.csv"\n' },
    state: 'partial',
    score: 0.75,
    at: 'a.py:2',
  },
  { when: 'on Windows', files: { 'a.py': 'P = r"C:\\Users\\bob"\n' }, state: 'partial', score: 0.75 },
  {
    when: 'debug in four files',
    files: Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}.py`, 'app.run(debug=True)\n'])),
    state: 'fail',
  },
  { when: 'only in a test', files: { 'a.py': '', 'test_a.py': 'P = "/home/bob/x"\n' }, state: 'pass' },
]);
