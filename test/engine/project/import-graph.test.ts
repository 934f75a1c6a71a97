/** Which files importing a file loads, and which files load it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createProjectIndex } from '../../../server/src/engine/project';
import { createModules } from '../../../server/src/engine/project/project-index/modules';
import { finish } from '../../../server/src/engine/steps';
import { factsOf } from './support';

const index = (): ReturnType<typeof createProjectIndex> =>
  createProjectIndex(
    factsOf({
      'main.py': 'import app.db.models\nfrom lib import missing\n',
      'tool.py': 'from app import db\n',
      'typed.py': 'from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import tool\n',
      'app/__init__.py': 'from .names import first\n',
      'app/names.py': 'first = 1\n',
      'app/db/__init__.py': '',
      'app/db/models.py': 'from .. import names\nfrom . import models, session\n',
      'app/db/session.py': 'import json\n',
      'space/part.py': 'x = 1\n',
      'user.py': 'from space import part\nfrom app.names import first\n',
    }),
  );

describe('the import graph', () => {
  it('follows imports through packages, relative ones and folders without a mark', () => {
    const { imports } = index();
    assert.deepEqual(
      [...imports.closure('main.py')],
      [
        'main.py',
        'app/db/models.py',
        'app/db/__init__.py',
        'app/__init__.py',
        'app/names.py',
        'app/db/session.py',
      ],
    );
    assert.deepEqual(
      [...imports.closure('tool.py')],
      ['tool.py', 'app/__init__.py', 'app/db/__init__.py', 'app/names.py'],
    );
    assert.deepEqual([...imports.closure('typed.py')], ['typed.py']);
    assert.deepEqual(
      [...imports.closure('user.py')],
      ['user.py', 'space/part.py', 'app/names.py', 'app/__init__.py'],
    );
  });

  it('finds who loads a file as the closures do', () => {
    const { imports, files } = index();
    for (const path of files.keys()) {
      const expected = [...files.keys()].filter((other) => imports.closure(other).has(path));
      assert.deepEqual([...imports.loadersOf(path)].sort(), expected.sort(), path);
    }
  });

  it('takes what a file imports now', () => {
    const project = index();
    assert.equal(project.imports.closure('main.py').has('space/part.py'), false);
    const user = project.metricsOf('user.py');
    assert.ok(user);
    project.replace('main.py', user);
    assert.deepEqual([...project.imports.closure('main.py')].sort(), [
      'app/__init__.py',
      'app/names.py',
      'main.py',
      'space/part.py',
    ]);
    assert.equal(project.imports.loadersOf('app/db/session.py').has('main.py'), false);
  });
});

describe('modules', () => {
  const modules = finish(
    createModules(['pkg/__init__.py', 'pkg/inner/deep.py', 'pkg/one.py', 'pkg/one/two.py', 'plain.py']),
  );

  it('have submodules where they are packages or folders', () => {
    const submodule = (module: string, name: string): unknown => {
      const located = modules.locate(module, 'plain.py');
      return located && modules.submodule(located, name);
    };
    assert.deepEqual(submodule('pkg', 'one'), { kind: 'module', path: 'pkg/one.py' });
    assert.deepEqual(submodule('pkg', 'inner'), { kind: 'folder', path: 'pkg/inner' });
    assert.deepEqual(submodule('pkg.inner', 'deep'), { kind: 'module', path: 'pkg/inner/deep.py' });
    assert.equal(submodule('pkg', 'missing'), undefined);
    assert.equal(submodule('plain', 'x'), undefined);
    // Python takes the file, which hides the folder beside it.
    assert.equal(submodule('pkg.one', 'two'), undefined);
  });
});
