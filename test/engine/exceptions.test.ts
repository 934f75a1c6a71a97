/**
 * What a `try` body raises, by the table: one line a case. The body stands in a function, after the imports that it needs.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  canonicalException,
  functionRaises,
  isCaughtBy,
  methodRaises,
} from '../../server/src/engine/semantics/exception-table';
import { raisedBy, type CallRaises, type RaisedTypes } from '../../server/src/engine/semantics/exceptions';
import { defineRule } from '../../server/src/engine/lint/rule';
import { settingsFor } from '../../server/src/engine/index';
import { statementsOf } from '../../server/src/engine/syntax/node';
import { createEngine, type TestEngine } from '../harness/engine';

let inferred: RaisedTypes | undefined;
let deeper: CallRaises | undefined;

/** A rule that does nothing but infer: names are resolved as they are for every rule. */
const probe = defineRule({
  meta: {
    name: 'probe',
    topic: 'errors',
    summary: 'Infers.',
    severity: 'hint',
    profile: 'all',
    scope: 'module',
    fix: 'none',
    whyNoFix: 'It only looks.',
    since: '0.1.0',
    equivalents: [],
    messages: {},
    docs: { why: '', bad: [], good: [], guards: [], fixes: '' },
  },
  visit: {
    try_statement(node, context) {
      const place = { text: context.source.text, names: context.names, ...(deeper ? { deeper } : {}) };
      inferred ??= raisedBy(statementsOf(node.childForFieldName('body')), place);
    },
  },
});

let bench: TestEngine;

function infer(body: string, head = ''): RaisedTypes {
  const code = `${head}\n\ndef run(self, x, y, z, path):\n    try:\n${body.replace(/^/gm, '        ')}\n    except:\n        pass\n`;
  inferred = undefined;
  const analysis = bench.engine.open('app.py', code, settingsFor([probe]));
  try {
    assert.equal(analysis.hasSyntaxErrors, false, code);
    assert.deepEqual(bench.crashes, []);
  } finally {
    analysis.dispose();
  }
  assert.ok(inferred, 'the probe saw no try statement');
  return inferred;
}

const namesOf = ({ types }: RaisedTypes): string => types.map(({ name }) => name).join(' ');

/** Body, what it raises (`?` at the end: something is not known), and the imports. */
const cases: readonly (readonly [body: string, raised: string, head?: string])[] = [
  ['int(x)', 'ValueError'],
  ['int("12")', ''],
  ['int(len(x))', ''],
  ['float(x + y)', 'ValueError'],
  ['x = open(path)', 'OSError'],
  ['with open(path) as f:\n    x = f.read()', 'OSError'],
  ['with x as f:\n    f.keys()', '?'],
  ['x["a"]', 'KeyError'],
  ['x[0]', 'IndexError'],
  ['x[-1]', 'IndexError'],
  ['x[y]', 'LookupError'],
  ['x[y + 1]', 'IndexError'],
  ['x[1:2]', ''],
  ['x["a"][0]', 'IndexError KeyError'],
  ['x[y]["a"]', 'LookupError'],
  ['x["a"] = 1', ''],
  ['x["a"]["b"] = 1', 'KeyError'],
  ['del x["a"]', 'KeyError'],
  ['x: dict[str, int] = {}', ''],
  ['os.environ["A"]', 'KeyError', 'import os'],
  ['sys.argv[y]', 'IndexError', 'import sys'],
  ['x / y', 'ZeroDivisionError'],
  ['x / 2', ''],
  ['x /= y', 'ZeroDivisionError'],
  ['path / x', ''],
  ['x / "a"', ''],
  ['"%s" % x', ''],
  ['x % y', ''],
  ['x // 0', 'ZeroDivisionError'],
  ['json.loads(x)', 'json.JSONDecodeError', 'import json'],
  ['int(json.loads(x))', 'ValueError', 'import json'],
  ['parse(x)', 'json.JSONDecodeError', 'from json import loads as parse'],
  ['requests.get(x)', 'requests.RequestException', 'import requests'],
  ['y = requests.get(x)\ny.raise_for_status()\ny.json()', 'requests.RequestException', 'import requests'],
  ['requests.get(x)\nopen(x)', 'OSError', 'import requests'],
  ['import yaml', 'ImportError'],
  ['from yaml import load', 'ImportError'],
  ['run(x)', 'OSError', 'from subprocess import run'],
  ['run(x, check=True)', 'OSError subprocess.CalledProcessError', 'from subprocess import run'],
  ['run(x, check=True, shell=True)', 'subprocess.CalledProcessError', 'from subprocess import run'],
  ['run(x, timeout=3, shell=True)', 'subprocess.TimeoutExpired', 'from subprocess import run'],
  ['c = sqlite3.connect(x)\nc.execute(y)', 'sqlite3.Error', 'import sqlite3'],
  ['datetime.strptime(x, "%Y")', 'ValueError', 'from datetime import datetime'],
  ['Decimal(x)', 'decimal.InvalidOperation', 'from decimal import Decimal'],
  ['urlopen(x)', 'TimeoutError urllib.error.URLError', 'from urllib.request import urlopen'],
  ['Path(x).read_text()', 'OSError', 'from pathlib import Path'],
  ['path.read_text()', 'OSError'],
  ['os.path.join(x, y)', '', 'import os'],
  ['os.remove(x)', 'OSError', 'import os'],
  ['shutil.rmtree(x)', 'OSError', 'import shutil'],
  ['re.match("a", x)', '', 'import re'],
  ['re.match(y, x)', 're.error', 'import re'],
  ['next(x)', 'StopIteration'],
  ['next(x, None)', ''],
  ['getattr(x, y)', 'AttributeError'],
  ['getattr(x, y, None)', ''],
  ['x.decode()', 'UnicodeError'],
  ['int(x.decode())', 'ValueError'],
  ['x.pop()', 'LookupError'],
  ['x.pop("a")', 'KeyError'],
  ['x.pop("a", None)', ''],
  ['max(x)', 'ValueError'],
  ['max(x, y)', ''],
  ['list(map(int, x))', 'ValueError'],
  ['a, b = x.split(",")', 'ValueError'],
  ['a, *b = x.split(",")', ''],
  ['[int(a) for a in x]', 'ValueError'],
  ['x = f"{int(y)}"', 'ValueError'],
  ['y(x)', '?'],
  ['self.load(x)', '?'],
  ['int(self.load(x))', 'ValueError?'],
  ['yield int(x)', 'ValueError?'],
  ['await asyncio.wait_for(x, 3)', 'asyncio.TimeoutError', 'import asyncio'],
  ['print(x)\nlogging.info(x)', '', 'import logging'],
  ['input()', 'EOFError'],
  ['int(input())', 'ValueError'],
  ['y = x.name', 'AttributeError'],
  ['y = self.name', ''],
  ['y = os.name', '', 'import os'],
  ['unicode', 'NameError'],
  ['assert x', 'AssertionError'],
  ['assert int(x)', 'ValueError'],
  ['raise KeyError(x)', 'KeyError'],
  ['raise AppError(x)', 'AppError', 'class AppError(Exception): pass'],
  ['raise x', '?'],
  ['raise Exception("a")', '?'],
  ['sys.exit(1)', '', 'import sys'],
  ['raise SystemExit', ''],
  ['def inner():\n    int(x)', ''],
  ['y = lambda: int(x)', ''],
  ['class Inner:\n    a = int("x")', 'ValueError'],
  ['try:\n    int(x)\nexcept ValueError:\n    pass', ''],
  ['try:\n    int(x)\nexcept ValueError:\n    raise', 'ValueError'],
  ['raise', '?'],
  ['try:\n    int(x)\nexcept ValueError:\n    raise KeyError', 'KeyError'],
  ['try:\n    open(x)\nexcept FileNotFoundError:\n    pass', 'OSError'],
  ['try:\n    self.load()\nexcept Exception:\n    int(x)', 'ValueError'],
  ['try:\n    self.load()\nexcept BaseException:\n    pass\nelse:\n    open(x)', 'OSError'],
  ['for a in x:\n    int(a)', 'ValueError'],
  ['if x:\n    int(y)\nelse:\n    z["a"]', 'ValueError KeyError'],
  ['match x:\n    case Point(a, b):\n        int(a)', 'ValueError'],
  ['csv.reader(x)', 'csv.Error', 'import csv'],
  ['socket.create_connection(x)', 'OSError', 'import socket'],
  ['uuid.UUID(x)', 'ValueError', 'import uuid'],
  ['ast.literal_eval(x)', 'ValueError SyntaxError', 'import ast'],
  ['zipfile.ZipFile(x)', 'OSError zipfile.BadZipFile', 'import zipfile'],
  ['int(x)', '?', 'def int(x): ...'],
  ['int(os.environ.get("A"))', 'ValueError TypeError', 'import os'],
  ['int(os.environ.get("A", "1"))', 'ValueError', 'import os'],
  ['y = os.getenv("A")\nfloat(y)', 'ValueError TypeError', 'import os'],
  ['y = os.getenv("A", "1")\nfloat(y)', 'ValueError', 'import os'],
  ['def read(n=None):\n    pass\nint(n)', 'ValueError'],
  ['re.match("(a)", x).group(1)', 'AttributeError', 'import re'],
  ['m = re.match("(a)", x)\nm.group(1)', '?', 'import re'],
  ['re.search("(a)", x)[1]', 'TypeError', 'import re'],
  ['y = sqlite3.connect(x).execute(y).fetchone()[0]', 'TypeError sqlite3.Error', 'import sqlite3'],
  ['y = httpx.get(x).json()', 'ValueError httpx.HTTPError', 'import httpx'],
  ['y = requests.get(x).json()', 'requests.RequestException', 'import requests'],
  ['urlopen(x).read()', 'OSError http.client.HTTPException', 'from urllib.request import urlopen'],
  ['x = subprocess.run(y).stdout.decode()', 'OSError UnicodeError', 'import subprocess'],
  ['divmod(x, y)', 'ZeroDivisionError'],
  ['divmod(x, 60)', ''],
  ['sorted(x, key=lambda a: a["b"])', 'KeyError'],
  ['sorted(x, key=len)', ''],
  ['sorted(x, key=int)', 'ValueError'],
  ['sorted(x, key=self.rank)', '?'],
  ['sorted(x, key=operator.itemgetter("a"))', 'LookupError', 'import operator'],
  ['max(x, key=lambda a: int(a))', 'ValueError'],
  ['max(x, y, key=self.rank)', '?'],
  ['list(map(lambda a: int(a), x))', 'ValueError'],
  ['list(map(self.parse, x))', '?'],
  ['list(filter(None, x))', ''],
  ['re.sub("a", lambda m: x[m.group()], y)', 'LookupError?', 'import re'],
  ['y = await x', '?'],
  ['await x\nint(y)', 'ValueError?'],
  ['async for a in x:\n    int(a)', 'ValueError?'],
  ['y = [int(a) async for a in x]', 'ValueError?'],
  ['{a: int(b) for a, b in x}["c"]', 'KeyError ValueError'],
  ['y = "{}".format(int(x))', 'ValueError'],
  ['y = x.format(1)', '?'],
  ['int(x.request.GET.get("n"))', 'ValueError TypeError'],
  ['int(request.args.get("n", 1))', 'ValueError', 'from flask import request'],
  ['await asyncio.open_connection(x, y)', 'OSError', 'import asyncio'],
];

describe('exceptions of a body', () => {
  before(async () => {
    bench = await createEngine([probe]);
  });
  after(() => assert.equal(bench.engine.parser.liveTrees, 0));
  for (const [body, raised, head] of cases) {
    it(`${body.replaceAll('\n', ' ⏎ ')} raises ${raised === '' ? 'nothing' : raised}`, () => {
      const found = infer(body, head);
      assert.equal(`${namesOf(found)}${found.certain ? '' : '?'}`, raised);
    });
  }

  it('names the operation and the first unknown one', () => {
    const found = infer('int(x)\nself.load(\n    y)\nself.save()');
    assert.equal(found.types[0]?.by, '`int()`');
    assert.equal(found.unknown, '`self.load()`');
  });

  it('asks a deeper inference first', () => {
    deeper = (_, qualified) => (qualified === undefined ? ['OSError'] : undefined);
    try {
      const found = infer('self.load(x)\nint(x)');
      assert.equal(`${namesOf(found)} ${found.certain}`, 'OSError ValueError true');
    } finally {
      deeper = undefined;
    }
  });
});

describe('the table of exceptions', () => {
  it('knows the hierarchy', () => {
    assert.ok(isCaughtBy('json.JSONDecodeError', 'ValueError'));
    assert.ok(isCaughtBy('FileNotFoundError', 'OSError'));
    assert.ok(isCaughtBy('requests.RequestException', 'Exception'));
    assert.ok(isCaughtBy('AppError', 'Exception'));
    assert.ok(isCaughtBy('KeyboardInterrupt', 'BaseException'));
    assert.ok(!isCaughtBy('KeyboardInterrupt', 'Exception'));
    assert.ok(!isCaughtBy('ValueError', 'json.JSONDecodeError'));
  });

  it('knows other names of one class', () => {
    assert.equal(canonicalException('builtins.IOError'), 'OSError');
    assert.equal(canonicalException('socket.timeout'), 'TimeoutError');
    assert.equal(canonicalException('app.Error'), 'app.Error');
  });

  it('takes the nearest family', () => {
    assert.deepEqual(functionRaises('os.path.join'), []);
    assert.deepEqual(functionRaises('os.remove'), ['OSError']);
    assert.equal(functionRaises('app.load'), undefined);
    assert.equal(functionRaises('osprey.load'), undefined);
    assert.deepEqual(methodRaises('strip'), []);
    assert.equal(methodRaises('load'), undefined);
  });
});
