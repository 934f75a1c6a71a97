/** Facts that several checks share: file roles, the profile, and the readers of configuration formats. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tomlLine } from '../../../server/src/engine/project/facts/documents';
import { parseIni } from '../../../server/src/engine/project/facts/ini';
import { fileRole, moduleName } from '../../../server/src/engine/project/facts/roles';
import { factsOf, type Files } from './support';

const profileOf = (files: Files) => factsOf(files).profile.profile;
const flask = 'from flask import Flask\napp = Flask(__name__)\n';

describe('profile', () => {
  it('script', () => assert.equal(profileOf({ 'a.py': '' }), 'script'));
  it('service by its application object', () => assert.equal(profileOf({ 'a.py': flask }), 'service'));
  it('service by manage.py', () => assert.equal(profileOf({ 'manage.py': '' }), 'service'));
  it('one application among many scripts is no service', () => {
    const scripts = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`s${index}.py`, 'x = 1\n']));
    assert.equal(profileOf({ ...scripts, 'web.py': flask }), 'script');
  });
  it('an application in the examples of a library is no service', () => {
    const files = {
      'pyproject.toml': '[build-system]\nrequires = []\n',
      'a/__init__.py': '',
      'examples/web.py': flask,
    };
    assert.equal(profileOf(files), 'library');
  });
  it('command by its declaration', () => {
    assert.equal(profileOf({ 'a.py': '', 'pyproject.toml': '[project.scripts]\na = "a:main"\n' }), 'cli');
    assert.equal(
      profileOf({ 'a.py': '', 'setup.cfg': '[options.entry_points]\nconsole_scripts =\n    a = a:main\n' }),
      'cli',
    );
  });
  it('command by its parser', () =>
    assert.equal(profileOf({ 'a.py': 'import argparse\nif __name__ == "__main__":\n    pass\n' }), 'cli'));
  it('one command among many scripts makes no command-line program', () => {
    const scripts = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`s${index}.py`, 'x = 1\n']));
    assert.equal(
      profileOf({ ...scripts, 'run.py': 'import argparse\nif __name__ == "__main__":\n    pass\n' }),
      'script',
    );
  });
  it('notebooks', () => assert.equal(profileOf({ 'a.ipynb': '', 'b.ipynb': '', 'c.py': '' }), 'notebook'));
});

describe('roles', () => {
  it('come from the path', () => {
    const roles = {
      'app/models.py': 'code',
      'tests/data/models.py': 'test',
      'app/test_models.py': 'test',
      'conftest.py': 'test',
      'latest.py': 'code',
      'contest.py': 'code',
      'docs/conf.py': 'example',
      'app/migrations/0001_initial.py': 'generated',
      'setup.py': 'tooling',
      'scripts/release.py': 'tooling',
    };
    for (const [path, role] of Object.entries(roles)) assert.equal(fileRole(path), role, path);
  });
  it('a collection of nothing but scripts is graded', () => {
    assert.equal(factsOf({ 'scripts/a.py': 'x = 1\n' }).sources.code.length, 1);
    assert.equal(factsOf({ 'scripts/a.py': 'x = 1\n', 'b.py': '' }).sources.code.length, 1);
  });
  it('module names leave out src and __init__', () => {
    assert.equal(moduleName('src/shop/__init__.py'), 'shop');
    assert.equal(moduleName('shop/a.py'), 'shop.a');
  });
});

describe('INI reader', () => {
  const read = (text: string) => {
    const result = parseIni(text);
    assert.ok('data' in result);
    return result.data;
  };
  it('joins continuation lines and skips comments', () => {
    const data = read('# head\n[a]\nOne = 1\nmany =\n  x\n  # not this\n  y\n\nlast: z\n');
    assert.deepEqual(
      [...(data.get('a')?.values ?? [])].map(([key, { value, line }]) => [key, value, line]),
      [
        ['one', '1', 3],
        ['many', 'x\ny', 4],
        ['last', 'z', 9],
      ],
    );
  });
  it('takes keys without a value', () =>
    assert.equal(read('[a]\nflag\n').get('a')?.values.get('flag')?.value, ''));
  it('says where it stopped', () =>
    assert.deepEqual(parseIni('x = 1\n'), {
      error: { line: 1, column: 1, message: 'option before the first section header' },
    }));
});

describe('TOML lines', () => {
  const text = 'title = 1\n[tool.ruff.lint]\nselect = []\n[project]\nname = "a"\nurls.home = "x"\n';
  it('finds tables, keys in tables and dotted keys', () => {
    assert.equal(tomlLine(text, 'tool', 'ruff'), 2);
    assert.equal(tomlLine(text, 'project', 'name'), 5);
    assert.equal(tomlLine(text, 'project', 'urls', 'home'), 6);
    assert.equal(tomlLine(text, 'title'), 1);
    assert.equal(tomlLine(text, 'absent'), 1);
  });
});
