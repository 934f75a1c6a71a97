/** What a name means at a place: `q(expression)` in the code asks for the qualified name of the expression. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { settingsFor, type Engine } from '../../server/src/engine/index';
import { defineRule, type Rule } from '../../server/src/engine/lint/rule';
import { createEngine } from '../harness/engine';
import { probeMeta } from '../harness/probe';

const ask: Rule = defineRule({
  meta: probeMeta('ask'),
  visit: {
    call: (node, context) => {
      if (!context.text(node).startsWith('q(')) return;
      const asked = node.childForFieldName('arguments')?.firstNamedChild ?? null;
      const name = context.names.qualifiedName(asked) ?? '-';
      const head =
        asked?.type === 'identifier'
          ? context.names.resolve(context.text(asked), asked.startIndex).origin
          : '';
      context.report({
        node,
        message: 'seen',
        values: { it: name === '-' && head !== '' ? `- ${head}` : name },
      });
    },
  },
});

let engine: Engine;

function answers(code: string): string[] {
  const analysis = engine.open('app.py', code, settingsFor([ask]));
  try {
    return analysis.findings.map(({ message }) => message);
  } finally {
    analysis.dispose();
  }
}

function table(title: string, cases: readonly (readonly [code: string, ...answers: string[]])[]): void {
  describe(title, () => {
    for (const [code, ...expected] of cases)
      it(JSON.stringify(code), () => assert.deepEqual(answers(code), expected));
  });
}

describe('names', () => {
  before(async () => {
    engine = (await createEngine([ask])).engine;
  });
  after(() => assert.equal(engine.parser.liveTrees, 0));

  table('imports', [
    ['import os\nq(os)\n', 'os'],
    ['import os.path\nq(os.path.join)\n', 'os.path.join'],
    ['import os.path as p\nq(p.join)\n', 'os.path.join'],
    ['from os import path\nq(path.join)\n', 'os.path.join'],
    ['from os import path as p, sep as s\nq(p)\nq(s)\n', 'os.path', 'os.sep'],
    ['from os import (\n    path,  # comment\n    sep,\n)\nq(sep)\n', 'os.sep'],
    ['from . import models\nq(models.User)\n', '.models.User'],
    ['from .a.b import c\nq(c)\n', '.a.b.c'],
    ['from .. import x\nq(x)\n', '..x'],
    ['import a, b as c\nq(a)\nq(c)\n', 'a', 'b'],
    ['try:\n    import json\nexcept ImportError:\n    json = None\nq(json.loads)\n', 'json.loads'],
    ['def f():\n    import os\n    q(os)\nq(os)\n', 'os', '- unknown'],
    ['from __future__ import annotations\nimport os\nq(os)\n', 'os'],
  ]);

  table('builtins and what hides them', [
    ['q(print)\n', 'builtins.print'],
    ['print = 1\nq(print)\n', '- module'],
    ['def f(print):\n    q(print)\n', '- local'],
    ['def f():\n    q(print)\n    print = 1\n', '- local'],
    ['def print():\n    q(print)\n', '- module'],
    ['class A:\n    def print(self):\n        q(print)\n', 'builtins.print'],
    ['class A:\n    print = 1\n    q(print)\n', 'builtins.print'],
    ['if x:\n    class A:\n        print = 1\n        q(print)\n', '- local'],
    [
      'def f():\n    class A:\n        print = 1\n        def g(self):\n            q(print)\n',
      'builtins.print',
    ],
    ['def f():\n    for print in x:\n        pass\n    q(print)\n', '- local'],
    ['def f():\n    with x as print:\n        q(print)\n', '- local'],
    ['def f():\n    try:\n        pass\n    except E as print:\n        q(print)\n', '- local'],
    ['def f():\n    a, (print, *b) = x\n    q(print)\n    q(b)\n', '- local', '- local'],
    ['def f():\n    print.x = 1\n    print[0] = 1\n    q(print)\n', 'builtins.print'],
    ['def f():\n    print += 1\n    q(print)\n', '- local'],
    ['def f():\n    if (print := 1):\n        q(print)\n', '- local'],
    ['def f(*print):\n    q(print)\n', '- local'],
    ['def f(**print):\n    q(print)\n', '- local'],
    ['def f(*print: int):\n    q(print)\n', '- local'],
    ['def f(a, /, b, *, print=1):\n    q(print)\n', '- local'],
    ['def f(print: int = 1):\n    q(print)\n', 'builtins.int()'],
    ['f = lambda print: q(print)\n', '- local'],
    ['def f():\n    return [q(print) for print in x]\n', '- local'],
    ['def f():\n    y = [print for print in x]\n    q(print)\n', 'builtins.print'],
    ['def f():\n    y = [(print := a) for a in x]\n    q(print)\n', '- local'],
    ['def f():\n    y = {k: v for k, print in x}\n    q(print)\n', 'builtins.print'],
    ['def g():\n    global print\n    print = 1\ndef f():\n    q(print)\n', '- module'],
    ['def f():\n    def g():\n        q(print)\n    print = 1\n', '- local'],
    ['def f():\n    import a as print\n    q(print)\n', 'a'],
    ['import a as print\nq(print)\n', 'a'],
    ['type print = int\nq(print)\n', '- module'],
    ['def f(x):\n    match x:\n        case print:\n            q(print)\n', '- local'],
    [
      'def f(x):\n    match x:\n        case [print, *rest]:\n            q(print)\n            q(rest)\n',
      '- local',
      '- local',
    ],
    ['def f(x):\n    match x:\n        case Point(x=print):\n            q(print)\n', '- local'],
    [
      'def f(x):\n    match x:\n        case {"a": print, **rest}:\n            q(print)\n            q(rest)\n',
      '- local',
      '- local',
    ],
    ['def f(x):\n    match x:\n        case str() as print:\n            q(print)\n', '- local'],
    ['def f(x):\n    match x:\n        case int.print:\n            q(print)\n', 'builtins.print'],
    ['async def f():\n    async for print in x:\n        q(print)\n', '- local'],
    [
      'def f():\n    nonlocal_ = 1\n    def g():\n        nonlocal nonlocal_\n        nonlocal_ = 2\n        q(nonlocal_)\n',
      '- local',
    ],
    ['for print in x:\n    pass\nq(print)\n', '- module'],
    ['def f(x):\n    match x:\n        case A() | print:\n            q(print)\n', '- local'],
  ]);

  table('values of names', [
    ['import logging\nlog = logging.getLogger()\nq(log.error)\n', 'logging.getLogger().error'],
    ['import requests\ns = requests.Session()\ndef f():\n    q(s.get)\n', 'requests.Session().get'],
    ['import requests\ndef f():\n    s = requests.Session()\n    q(s.get)\n', 'requests.Session().get'],
    ['import requests\nget = requests.get\nq(get)\n', 'requests.get'],
    ['import requests\nq(requests.Session().get)\n', 'requests.Session().get'],
    ['import requests\nwith requests.Session() as s:\n    q(s.get)\n', 'requests.Session().get'],
    [
      'import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as s:\n        q(s.get)\n',
      'aiohttp.ClientSession().get',
    ],
    ['import a\nx = y = a.make()\nq(x)\n', 'a.make()'],
    ['import a\nasync def f():\n    x = await a.make()\n    q(x)\n', 'a.make()'],
    ['import logging\ndef f(log: logging.Logger):\n    q(log.error)\n', 'logging.Logger().error'],
    ['import logging\nlog: logging.Logger = make()\nq(log.error)\n', 'logging.Logger().error'],
    ['import logging\nlog: logging.Logger\nq(log.error)\n', 'logging.Logger().error'],
    ['x = x.strip()\nq(x)\n', '- module'],
    ['x = y\ny = x\nq(x)\n', '- module'],
    ['def f():\n    pass\nq(f)\n', '- module'],
    ['class A:\n    pass\nq(A())\n', '-'],
    ['q(unknown.thing)\n', '-'],
    ['try:\n    pass\nexcept ValueError as e:\n    q(e)\n', 'builtins.ValueError()'],
    ['from x import *\nq(name)\n', '- unknown'],
  ]);

  table('type checking', [
    ['from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import os\nq(os)\n', 'os'],
  ]);

  table('chains', [
    ['from pathlib import Path\nq((Path("a") / "b").read_text)\n', 'pathlib.Path().read_text'],
    ['from pathlib import Path\np = Path("a").parent / "b"\nq(p.open)\n', '-'],
    ['from pathlib import Path\np = Path("a") / "b"\nq(p.open)\n', 'pathlib.Path().open'],
    [
      'import sqlite3\nc = sqlite3.connect(":memory:").cursor()\nq(c.execute)\n',
      'sqlite3.connect().cursor().execute',
    ],
    ['x = a() / b()\nq(x)\n', '- module'],
  ]);

  const session =
    'import requests\nclass C:\n    def __init__(self, session: requests.Session, other):\n        self.s = ';
  const use = '\n    def use(self):\n        q(self.s.get)\n';
  table('attributes of self', [
    [`${session}requests.Session()${use}`, 'requests.Session().get'],
    [`${session}session${use}`, 'requests.Session().get'],
    [`${session}other${use}`, '-'],
    [`${session}None\n        self.s = requests.Session()${use}`, 'requests.Session().get'],
    [`${session}requests.Session()\n        self.s = other${use}`, '-'],
    [`${session}requests.Session()\n        self.s, self.t = other${use}`, '-'],
    [`${session}(\n            other)${use}`, '-'],
    [`${session}other\n    @staticmethod\n    def use(own):\n        q(own.s.get)\n`, '-'],
    [
      'class C:\n    def __init__(self):\n        import requests as r\n        self.s = r.Session()' + use,
      'requests.Session().get',
    ],
    [
      'import requests\nclass B:\n    s = requests.Session()\nclass C(B):\n    pass' + use,
      'requests.Session().get',
    ],
    ['import requests\nclass C:\n    s: "requests.Session | None" = None' + use, 'requests.Session().get'],
    [`${session}session or requests.Session()${use}`, 'requests.Session().get'],
    [`${session}session if session is not None else requests.Session()${use}`, 'requests.Session().get'],
    [`${session}session if debug else requests.Session()${use}`, '-'],
    [`${session}session and requests.Session()${use}`, '-'],
    [
      'import requests\nclass C:\n    s: requests.Session\n    def __init__(self, make):\n        self.s = make(1)' +
        use,
      'requests.Session().get',
    ],
    ['import requests\nclass C:\n    def s(self): pass' + use, '-'],
    ['import requests\nclass C(C):\n    pass' + use, '-'],
    [
      'import requests\nclass O:\n    class C:\n        s = requests.Session()\n        def use(self):\n            f = lambda: q(self.s.get)\n',
      'requests.Session().get',
    ],
  ]);

  table('annotations', [
    [
      'from typing import Optional\nimport requests\ndef f(s: Optional[requests.Session] = None): q(s.get)\n',
      'requests.Session().get',
    ],
    ['import requests\ndef f(s: requests.Session | None): q(s.get)\n', 'requests.Session().get'],
    ['import requests\ndef f(s: "requests.Session"): q(s.get)\n', 'requests.Session().get'],
    ['import requests\ndef f(s: requests.Session | str): q(s.get)\n', '-'],
    ['import requests\ndef f(s: list[requests.Session]): q(s.get)\n', '-'],
  ]);
});
