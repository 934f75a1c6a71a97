/** The one-click actions: what they write, that they refuse in time, and that what they write works. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { parse as parseToml } from 'smol-toml';
import { parseDocument } from 'yaml';
import { actionNames, actionSources, checks, runAction } from '../../../server/src/engine/project';
import { after, edit, refusal, run } from './action-support';
import { hello, library, samples, script, service } from './samples';
import { applyProjectEdit, checkIn, factsOf, gradeFiles, type Files } from './support';

/** The check that each action is for: the one that offers it. */
const checkOf = new Map(
  checks
    .flatMap(({ meta }) => (meta.action === undefined ? [] : [[meta.action, meta.name] as const]))
    .reverse(),
);

/** Every action that is offered, until none is. */
function applyAll(files: Files, order: readonly string[] = actionNames): Files {
  let done = files;
  for (let round = 0; round < 4; round += 1) {
    for (const name of order) {
      const result = run(name, done);
      if (!('refused' in result)) done = applyProjectEdit(done, result);
    }
  }
  return done;
}

const windows = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]));
const projects: Readonly<Record<string, Files>> = {
  ...samples,
  'service with CRLF': windows(service),
  'library without a last line end': {
    ...library,
    'pyproject.toml': (library['pyproject.toml'] ?? '').trimEnd(),
  },
  'setup.py only': {
    'setup.py': 'from setuptools import setup\nsetup(name="a", python_requires=">=3.8")\n',
    'a/__init__.py': '',
    'a/b.py': 'def f():\n    return 1\n',
  },
  'pytest without a path': {
    'a.py': 'def f():\n    return None\n',
    'tests/__init__.py': '',
    'pytest.ini': '[pytest]\naddopts = -q\n',
  },
};

/** A licence is the owner's to choose, and a description cannot be invented: those checks stay partly met. */
function isBetter(name: string, state: string): boolean {
  return state === 'pass' || (state === 'partial' && (name === 'add-readme' || name === 'complete-metadata'));
}

describe('every action on every sample', () => {
  for (const [sample, files] of Object.entries(projects)) {
    for (const name of actionNames) {
      it(`${name} on ${sample}`, () => {
        const check = checkOf.get(name);
        assert.ok(check !== undefined, `no check offers ${name}`);
        const result = run(name, files);
        const before = gradeFiles(files);
        const { state, action } = checkIn(before, check);
        if ('refused' in result) {
          assert.equal(action, null);
          return;
        }
        const changed = applyProjectEdit(files, result);
        const report = gradeFiles(changed);
        const after = checkIn(report, check);
        // Whoever wants what the grade does not ask for yet gets it all the same.
        if (state === 'fail' || state === 'partial')
          assert.ok(isBetter(name, after.state), `${state} -> ${after.state}: ${after.reason}`);
        assert.ok((report.overall ?? 0) >= (before.overall ?? 0), `${before.overall} -> ${report.overall}`);
        assert.deepEqual(report.problems, []);
        const again = run(name, changed);
        assert.ok('refused' in again, `${name} would do it again`);
        for (const [path, text] of Object.entries(files)) {
          const kept = text.split(/\r?\n/).every((line) => changed[path]?.split(/\r?\n/).includes(line));
          assert.ok(kept, `${path} lost a line`);
          if (/^[^\n]*\r\n/.test(text))
            assert.doesNotMatch(changed[path] ?? '', /[^\r]\n/, `${path} mixes line ends`);
        }
        for (const [path, text] of Object.entries(changed)) {
          if (path.endsWith('.toml')) parseToml(text);
          if (/\.ya?ml$/.test(path)) assert.deepEqual(parseDocument(text, { strict: true }).errors, [], path);
        }
      });
    }
  }

  it('all together, in any order', () => {
    for (const order of [actionNames, [...actionNames].reverse()]) {
      const done = applyAll(service, order);
      assert.equal(gradeFiles(done).stage, 'ready');
      assert.equal(gradeFiles(done, { git: { tracked: new Set(['.env']) } }).stage, 'ready');
      assert.equal(
        gradeFiles({ ...done, '.env': '' }, { git: { tracked: new Set(['.env']) } }).stage,
        'observable',
      );
    }
  });
});

describe('add-ruff-config', () => {
  it('keeps every byte of the existing file', () => {
    const text = after('add-ruff-config', library)['pyproject.toml'] ?? '';
    assert.ok(text.startsWith(library['pyproject.toml'] ?? '-'));
    assert.ok(!text.includes('target-version'));
    assert.equal((parseToml(text).project as { name: string }).name, 'texts');
  });

  it('takes the Python version from elsewhere when Ruff cannot see it', () => {
    assert.match(
      after('add-ruff-config', { 'a.py': '', '.python-version': '3.12.1\n' })['pyproject.toml'] ?? '',
      /target-version = "py312"/,
    );
    assert.match(
      after('add-ruff-config', { 'a.py': '', Pipfile: '[requires]\npython_version = "3.10"\n' })[
        'pyproject.toml'
      ] ?? '',
      /"py310"/,
    );
  });

  it('completes a Ruff configuration that only lints', () => {
    const files = { 'a.py': '', 'pyproject.toml': '[tool.ruff]\nline-length = 88\n' };
    assert.equal(checkIn(gradeFiles(after('add-ruff-config', files)), 'formatter-configured').state, 'pass');
    assert.match(
      after('add-ruff-config', { 'a.py': '', 'ruff.toml': 'line-length = 88\n' })['ruff.toml'] ?? '',
      /\[format\]/,
    );
  });

  it('refuses a file that does not parse, one that cannot take it, and a second linter', () => {
    assert.match(
      refusal('add-ruff-config', { 'a.py': '', 'pyproject.toml': '[project\n' }),
      /does not parse \(line 1/,
    );
    assert.match(
      refusal('add-ruff-config', { 'a.py': '', 'pyproject.toml': 'tool = { a = 1 }\n' }),
      /by hand/,
    );
    assert.match(
      refusal('add-ruff-config', { 'a.py': '', '.flake8': '[flake8]\n' }),
      /Flake8 is configured in \.flake8/,
    );
    assert.match(
      refusal(
        'add-ruff-config',
        { 'a.py': '', 'pyproject.toml': 'a = 1\n' },
        { unreadable: ['pyproject.toml'] },
      ),
      /permission denied/,
    );
  });
});

describe('add-gitignore', () => {
  it('adds only what is missing, below what is there', () => {
    const files = { 'a.py': '', '.gitignore': '__pycache__/' };
    const text = after('add-gitignore', files)['.gitignore'] ?? '';
    assert.ok(text.startsWith('__pycache__/\n'));
    assert.equal(text.match(/__pycache__/g)?.length, 1);
    assert.match(text, /^\.venv\/$/m);
  });

  it('lists the names of settings, without values and without those of the system', () => {
    const files = {
      'a.py': 'import os\nos.environ["B_KEY"]\nos.getenv("A_KEY", "hunter2")\nos.environ["HOME"]\n',
    };
    const text = after('add-gitignore', files)['.env.example'] ?? '';
    assert.deepEqual(text.split('\n').slice(1), ['A_KEY=', 'B_KEY=', '']);
  });

  it('leaves an existing example alone', () => {
    const files = { 'a.py': 'import os\nos.environ["B"]\n', '.env.example': 'A=\n' };
    assert.ok(edit('add-gitignore', files).files.every((change) => change.path !== '.env.example'));
  });

  it('ignores the settings files that are there, and says what to do about tracked ones', () => {
    const files = { 'a.py': '', '.env': 'A=1\n', 'app/.env.production': 'A=1\n' };
    const result = edit('add-gitignore', files, { git: { tracked: new Set(['.env']) } });
    assert.match(result.followUp ?? '', /git rm --cached/);
    assert.equal(checkIn(gradeFiles(applyProjectEdit(files, result)), 'env-file-ignored').state, 'pass');
  });

  it('refuses when .gitignore cannot be read', () => {
    assert.match(
      refusal('add-gitignore', { 'a.py': '', '.gitignore': '' }, { unreadable: ['.gitignore'] }),
      /cannot be read/,
    );
  });
});

describe('add-first-test', () => {
  it('refuses what cannot be imported safely, and says why', () => {
    assert.match(refusal('add-first-test', hello), /hello\.py would run code \(line 1\)/);
    assert.match(
      refusal('add-first-test', {
        'a.py': 'from b import x\ndef f(): return 1\n',
        'b.py': 'x = open("a")\n',
      }),
      /b\.py would run code/,
    );
    assert.match(refusal('add-first-test', { 'a.py': 'import requests\ndef f(): return 1\n' }), /on its own/);
    assert.match(refusal('add-first-test', { 'a.py': 'def f(: return 1\n' }), /on its own/);
    assert.match(refusal('add-first-test', { 'a.ipynb': '{}' }), /no module/);
  });

  it('refuses to work around a configuration that it cannot complete', () => {
    const module = { 'a.py': 'def f():\n    return 1\n' };
    assert.match(
      refusal('add-first-test', { ...module, 'pytest.ini': '[pytest]\npythonpath = lib\n' }),
      /pythonpath in pytest\.ini/,
    );
    assert.match(
      refusal('add-first-test', { ...module, 'pyproject.toml': '[tool.pytest\n' }),
      /does not parse/,
    );
  });

  it('chooses the most used function, and a known result where there is one', () => {
    const files = {
      'a.py': 'def f(x): return x\n',
      'b.py': 'def g(x): return x\ndef h():\n    return 7\n',
      'c.py': 'from b import g\n',
    };
    assert.match(
      after('add-first-test', files)['tests/test_b.py'] ?? '',
      /from b import h[\s\S]*assert h\(\) == 7/,
    );
  });

  it('does not mind imports that may fail', () => {
    const files = {
      'a.py': 'try:\n    import ujson as json\nexcept ImportError:\n    import json\ndef f(x): return x\n',
    };
    assert.ok('tests/test_a.py' in after('add-first-test', files));
  });

  it('passes over files that need as much as one before, and over none that only cannot be named', () => {
    const requirements = { 'requirements.txt': 'requests\n' };
    const files = {
      ...requirements,
      'base.py': 'import requests\n\n\ndef used():\n    return requests\n',
      'other.py': 'from base import used\n\n\ndef more():\n    return used\n',
      'plain.py': 'def alone():\n    return 1\n',
    };
    assert.ok('tests/test_plain.py' in after('add-first-test', files));
    const started = {
      'pkg/__init__.py': '',
      'pkg/__main__.py': 'def start():\n    return 1\n',
      'pkg/a.py': 'from .__main__ import start\n\n\ndef again():\n    return start\n',
    };
    assert.ok('tests/test_a.py' in after('add-first-test', started));
  });

  it('uses the folder that pytest looks into', () => {
    const files = {
      'a.py': 'def f(x): return x\n',
      'pytest.ini': '[pytest]\ntestpaths = checks\npythonpath = .\n',
    };
    assert.ok('checks/test_a.py' in after('add-first-test', files));
  });

  const python = '/usr/bin/python3';
  const hasPython = spawnSync(python, ['-c', '']).status === 0;
  const hasPytest = hasPython && spawnSync(python, ['-m', 'pytest', '--version']).status === 0;
  for (const [sample, files] of Object.entries(projects)) {
    it(`the test passes: ${sample}`, { skip: !hasPython && 'needs python3' }, () => {
      const result = runAction('add-first-test', factsOf(files));
      if ('refused' in result) {
        // Importing this one would run it: the only sample for which no test can be written.
        assert.equal(sample, 'hello', result.refused);
        assert.match(result.refused, /would run code/);
        return;
      }
      const folder = mkdtempSync(join(tmpdir(), 'seaworthy-'));
      try {
        const changed = applyProjectEdit(files, result);
        for (const [path, text] of Object.entries(changed)) {
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), text);
        }
        runTest(python, hasPytest, folder, changed);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});

/** With pytest as a user would, without it by importing the file and calling what is in it. */
function runTest(python: string, hasPytest: boolean, folder: string, files: Files): void {
  execFileSync(python, ['-m', 'compileall', '-q', folder]);
  if (hasPytest) {
    const output = execFileSync(python, ['-m', 'pytest', '-p', 'no:cacheprovider', folder], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.match(output, /1 passed/);
    return;
  }
  const test = Object.keys(files).find((path) => /(?:^|\/)test_\w+\.py$/.test(path)) ?? '';
  const pythonPath =
    /pythonpath\s*=\s*\[?"?([\w./]+)/.exec(
      `${files['pyproject.toml'] ?? ''}\n${files['pytest.ini'] ?? ''}`,
    )?.[1] ?? '';
  const program =
    'import runpy, sys\nfound = {k: v for k, v in runpy.run_path(sys.argv[1]).items() if k.startswith("test_")}\nassert found\nfor test in found.values(): test()\n';
  execFileSync(python, ['-c', program, join(folder, test)], {
    cwd: folder,
    env: { PYTHONPATH: join(folder, pythonPath) },
  });
}

describe('samples', () => {
  it('the tutorial script gets what can be given', () => {
    const done = applyAll(script);
    assert.ok((gradeFiles(done).overall ?? 0) > (gradeFiles(script).overall ?? 100) + 20);
  });
});

describe('declare-dependencies', () => {
  const code = { 'a.py': 'import yaml\nimport requests\n' };

  it('adds to an array in its own layout, with comments kept', () => {
    const text = (array: string) =>
      after('declare-dependencies', {
        ...code,
        'pyproject.toml': `[project]\nname = "a"\ndependencies = ${array}\n`,
      })['pyproject.toml'] ?? '';
    assert.match(text('[]'), /dependencies = \["PyYAML", "requests"\]/);
    assert.match(text('["click"]'), /dependencies = \["click", "PyYAML", "requests"\]/);
    assert.match(text('["click",]'), /dependencies = \["click", "PyYAML", "requests"\]/);
    assert.match(
      text('[\n  "click[x]>=1",  # a ] in a comment\n  "rich"  # last\n]'),
      /"click\[x\]>=1", {2}# a \] in a comment\n {2}"rich", {2}# last\n {2}"PyYAML",\n {2}"requests",\n\]/,
    );
  });

  it('knows Poetry, Pipenv and plain requirements', () => {
    assert.match(
      after('declare-dependencies', {
        ...code,
        'pyproject.toml': '[tool.poetry.dependencies]\npython = "*"\n',
      })['pyproject.toml'] ?? '',
      /\[tool\.poetry\.dependencies\]\nPyYAML = "\*"\nrequests = "\*"\npython/,
    );
    assert.match(
      after('declare-dependencies', { ...code, Pipfile: '[packages]\n' })['Pipfile'] ?? '',
      /PyYAML = "\*"/,
    );
    assert.equal(after('declare-dependencies', code)['requirements.txt'], 'PyYAML\nrequests\n');
  });

  it('keeps what only tests import apart', () => {
    const files = { ...code, 'test_a.py': 'import pytest\ndef test_a():\n    assert 1\n' };
    assert.equal(after('declare-dependencies', files)['requirements-dev.txt'], 'pytest\n');
    const project = { ...files, 'pyproject.toml': '[project]\nname = "a"\n' };
    assert.match(
      after('declare-dependencies', project)['pyproject.toml'] ?? '',
      /\[dependency-groups\]\ndev = \[\n {4}"pytest",\n\]/,
    );
  });

  it('never guesses a distribution', () => {
    assert.match(
      refusal('declare-dependencies', { 'a.py': 'import acme_internal\n' }),
      /acme_internal by hand/,
    );
    assert.match(
      after('declare-dependencies', { 'a.py': 'import acme_internal, rich\n' })['requirements.txt'] ?? '',
      /^rich\n# import acme_internal: /,
    );
  });
});

describe('actions that edit Python', () => {
  const app = 'import flask\r\n\r\napp = flask.Flask(\r\n    "a",\r\n)\r\nhealth = 1\r\n';

  it('keep line ends, choose free names, and leave the rest alone', () => {
    const text = after('add-health-endpoint', { 'a.py': app })['a.py'] ?? '';
    assert.match(text, /\)\r\n\r\n\r\n@app\.get\("\/health"\)\r\ndef health_check\(\)/);
    assert.doesNotMatch(text, /[^\r]\n/);
  });

  it('are offered without a look at the text, and refuse when it cannot be read', () => {
    const facts = factsOf({ 'a.py': app });
    assert.deepEqual(actionSources('add-health-endpoint', facts), ['a.py']);
    const result = runAction('add-health-endpoint', facts);
    assert.ok('refused' in result);
    assert.match(result.refused, /cannot be read/);
  });

  it('refuse a start that shares the line of its guard', () => {
    const files = { 'a.py': 'def main():\n    pass\n\n\nif __name__ == "__main__": main()\n' };
    assert.match(refusal('add-logging', files), /break that line/);
  });
});
