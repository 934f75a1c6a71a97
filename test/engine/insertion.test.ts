/** Where imports and loggers go, and when the service abstains. Every result has to compile and to run its head. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Engine } from '../../server/src/engine/index';
import { createEngine } from '../harness/engine';
import { inserted, use } from '../harness/insertion';
import { CompileQueue, findPython } from '../harness/python';

let engine: Engine;
const queue = new CompileQueue();

type Case = readonly [name: string, before: string, after: string | undefined];

function cases(title: string, list: readonly Case[]): void {
  describe(title, () => {
    for (const [name, code, expected] of list) {
      it(name, () => {
        const text = inserted(engine, code);
        assert.equal(text, expected);
        if (text === undefined) return;
        // A decoder takes the byte order mark off before the compiler sees the text.
        queue.addOriginal(`${title}: ${name}`, text.replace(/^\ufeff/, ''));
      });
    }
  });
}

describe('insertions', () => {
  before(async () => {
    engine = (await createEngine([use])).engine;
  });
  after(() => assert.equal(engine.parser.liveTrees, 0));

  cases('imports in a file without imports', [
    ['the first line', 'print(USE_os)\n', 'import os\n\nprint(os)\n'],
    ['a docstring', '"""Doc."""\nprint(USE_os)\n', '"""Doc."""\n\nimport os\n\nprint(os)\n'],
    ['a docstring and a blank line', '"""Doc."""\n\nx = USE_os\n', '"""Doc."""\n\nimport os\n\nx = os\n'],
    [
      'a docstring over lines',
      '"""Doc.\n\nMore.\n"""\n\nx = USE_os\n',
      '"""Doc.\n\nMore.\n"""\n\nimport os\n\nx = os\n',
    ],
    ['a concatenated docstring', "'a' 'b'\nx = USE_os\n", "'a' 'b'\n\nimport os\n\nx = os\n"],
    [
      'a shebang',
      '#!/usr/bin/env python3\nprint(USE_os)\n',
      '#!/usr/bin/env python3\n\nimport os\n\nprint(os)\n',
    ],
    [
      'a coding in the second line, which has no effect further down',
      '# Made by hand\n# coding: utf-8\nx = USE_os\n',
      '# Made by hand\n# coding: utf-8\n\nimport os\n\nx = os\n',
    ],
    [
      'a shebang and a coding line',
      '#!/usr/bin/python\n# -*- coding: utf-8 -*-\nx = USE_os\n',
      '#!/usr/bin/python\n# -*- coding: utf-8 -*-\n\nimport os\n\nx = os\n',
    ],
    [
      'a licence at the head',
      '# Copyright\n# Licence\n\nx = USE_os\n',
      '# Copyright\n# Licence\n\nimport os\n\nx = os\n',
    ],
    ['a comment of the first statement', '# About x\nx = USE_os\n', 'import os\n\n# About x\nx = os\n'],
    [
      'comment and docstring',
      '# Copyright\n"""Doc."""\nx = USE_os\n',
      '# Copyright\n"""Doc."""\n\nimport os\n\nx = os\n',
    ],
    ['CRLF', '"""Doc."""\r\nx = USE_os\r\n', '"""Doc."""\r\n\r\nimport os\r\n\r\nx = os\r\n'],
    ['a lone carriage return', '"""Doc."""\rx = USE_os\r', '"""Doc."""\r\rimport os\r\rx = os\r'],
    ['no final line break', 'x = USE_os', 'import os\n\nx = os'],
    ['a byte order mark', '\ufeffx = USE_os\n', '\ufeffimport os\n\nx = os\n'],
    ['a docstring that shares its line', '"""Doc."""; x = USE_os\n', undefined],
    ['tabs', 'def f():\n\treturn USE_os\n', 'import os\n\n\ndef f():\n\treturn os\n'],
  ]);

  cases('imports among imports', [
    ['before a later module', 'import sys\n\nx = USE_os\n', 'import os\nimport sys\n\nx = os\n'],
    ['after an earlier module', 'import abc\n\nx = USE_os\n', 'import abc\nimport os\n\nx = os\n'],
    [
      'plain before from',
      'from abc import ABC\n\nx = USE_os\n',
      'import os\nfrom abc import ABC\n\nx = os\n',
    ],
    [
      'from after plain',
      'import abc\nfrom sys import path\n\nx = USE_environ_FROM_os\n',
      'import abc\nfrom os import environ\nfrom sys import path\n\nx = environ\n',
    ],
    ['before third party', 'import requests\n\nx = USE_os\n', 'import os\n\nimport requests\n\nx = os\n'],
    [
      'between standard library and third party',
      'import abc\n\nimport requests\n\nx = USE_os\n',
      'import abc\nimport os\n\nimport requests\n\nx = os\n',
    ],
    [
      'third party after the standard library',
      'import abc\n\nx = USE_requests\n',
      'import abc\n\nimport requests\n\nx = requests\n',
    ],
    [
      'third party before relative',
      'import abc\n\nfrom . import a\n\nx = USE_requests\n',
      'import abc\n\nimport requests\n\nfrom . import a\n\nx = requests\n',
    ],
    ['before relative', 'from .a import b\n\nx = USE_os\n', 'import os\n\nfrom .a import b\n\nx = os\n'],
    [
      'after the future',
      'from __future__ import annotations\n\nx = USE_os\n',
      'from __future__ import annotations\n\nimport os\n\nx = os\n',
    ],
    [
      'between the future and a later module',
      'from __future__ import annotations\n\nimport sys\n\nx = USE_os\n',
      'from __future__ import annotations\n\nimport os\nimport sys\n\nx = os\n',
    ],
    [
      'between the future and third party',
      'from __future__ import annotations\n\nimport requests\n\nx = USE_os\n',
      'from __future__ import annotations\n\nimport os\n\nimport requests\n\nx = os\n',
    ],
    [
      'a future import over lines',
      'from __future__ import (\n    annotations,\n)\nx = USE_os\n',
      'from __future__ import (\n    annotations,\n)\n\nimport os\nx = os\n',
    ],
    ['a trailing comment', 'import abc  # noqa\n\nx = USE_os\n', 'import abc  # noqa\nimport os\n\nx = os\n'],
    [
      'parentheses over lines',
      'from abc import (\n    ABC,\n)\n\nx = USE_environ_FROM_os\n',
      'from abc import (\n    ABC,\n)\nfrom os import environ\n\nx = environ\n',
    ],
    [
      'semicolons between imports',
      'import abc; import sys\n\nx = USE_os\n',
      'import abc; import sys\nimport os\n\nx = os\n',
    ],
    [
      'a semicolon after the future',
      'from __future__ import annotations; import sys\n\nx = USE_os\n',
      'from __future__ import annotations; import sys\n\nimport os\n\nx = os\n',
    ],
    [
      'code on the line of an import',
      'import sys; print(1)\nx = USE_os\n',
      'import os\nimport sys; print(1)\nx = os\n',
    ],
    [
      'code on the line of the future',
      'from __future__ import annotations; print(1)\nx = USE_os\n',
      'from __future__ import annotations; print(1)\n\nimport os\nx = os\n',
    ],
    ['the use on the line of the future', 'from __future__ import annotations; x = USE_os\n', undefined],
    ['a semicolon at the end', 'import abc;\nx = USE_os\n', 'import abc;\nimport os\nx = os\n'],
    ['the use on the line of an import', 'import abc; x = USE_os\n', 'import os\nimport abc; x = os\n'],
    [
      'a version before the imports',
      '__version__ = "1"\nimport abc\n\nx = USE_os\n',
      '__version__ = "1"\nimport abc\nimport os\n\nx = os\n',
    ],
    ['module use before the imports', 'print(USE_os)\nimport abc\n', 'import os\n\nprint(os)\nimport abc\n'],
    [
      'function use before the imports',
      'def f():\n    return USE_os\n\nimport abc\n',
      'import os\n\n\ndef f():\n    return os\n\nimport abc\n',
    ],
    [
      'CRLF',
      'import abc\r\nimport sys\r\n\r\nx = USE_os\r\n',
      'import abc\r\nimport os\r\nimport sys\r\n\r\nx = os\r\n',
    ],
    [
      'a guarded import after the head',
      'import abc\ntry:\n    import json\nexcept ImportError:\n    json = None\n\nx = USE_os\n',
      'import abc\nimport os\ntry:\n    import json\nexcept ImportError:\n    json = None\n\nx = os\n',
    ],
    [
      'a continued line',
      'from abc import ABC, \\\n    abstractmethod\n\nx = USE_environ_FROM_os\n',
      'from abc import ABC, \\\n    abstractmethod\nfrom os import environ\n\nx = environ\n',
    ],
  ]);

  cases('existing imports', [
    ['the module', 'import os\nx = USE_os\n', 'import os\nx = os\n'],
    ['an alias', 'import os as system\nx = USE_os\n', 'import os as system\nx = system\n'],
    ['a name', 'from os import environ\nx = USE_environ_FROM_os\n', 'from os import environ\nx = environ\n'],
    [
      'a renamed name',
      'from os import environ as env\nx = USE_environ_FROM_os\n',
      'from os import environ as env\nx = env\n',
    ],
    ['a name through its module', 'import os\nx = USE_environ_FROM_os\n', 'import os\nx = os.environ\n'],
    [
      'a name through an alias',
      'import os as system\nx = USE_environ_FROM_os\n',
      'import os as system\nx = system.environ\n',
    ],
    [
      'a module of a package',
      'from os import path\nx = USE_os_DOT_path\n',
      'from os import path\nx = path\n',
    ],
    [
      'a dotted module',
      'import logging.handlers\nx = USE_logging_DOT_handlers\n',
      'import logging.handlers\nx = logging.handlers\n',
    ],
    [
      'the package is not the module',
      'import logging\nx = USE_logging_DOT_handlers\n',
      'import logging\nimport logging.handlers\nx = logging.handlers\n',
    ],
    [
      'the package of a dotted import',
      'import logging.handlers\nx = USE_logging\n',
      'import logging.handlers\nx = logging\n',
    ],
    [
      'after the use, in a function',
      'def f():\n    return USE_os\nimport os\n',
      'def f():\n    return os\nimport os\n',
    ],
    ['after the use, at module level', 'x = USE_os\nimport os\n', 'import os\n\nx = os\nimport os\n'],
    [
      'after the use, in a class body',
      'class A:\n    x = USE_os\nimport os\n',
      'import os\n\n\nclass A:\n    x = os\nimport os\n',
    ],
    [
      'after the use, in a default',
      'def f(x=USE_os):\n    return x\nimport os\n',
      'import os\n\n\ndef f(x=os):\n    return x\nimport os\n',
    ],
    [
      'after the use, in a decorator',
      '@USE_abstractmethod_FROM_abc\ndef f():\n    pass\nfrom abc import abstractmethod\n',
      'from abc import abstractmethod\n\n\n@abstractmethod\ndef f():\n    pass\nfrom abc import abstractmethod\n',
    ],
    [
      'mentioned before the use, bound after',
      'def g():\n    return os\nx = USE_os\nimport os\n',
      'import os\n\n\ndef g():\n    return os\nx = os\nimport os\n',
    ],
    [
      'in the same function',
      'def f():\n    import os\n    return USE_os\n',
      'def f():\n    import os\n    return os\n',
    ],
    ['later in the same function', 'def f():\n    print(USE_os)\n    import os\n', undefined],
    [
      'in another function',
      'def g():\n    import os\ndef f():\n    return USE_os\n',
      'import os\n\n\ndef g():\n    import os\ndef f():\n    return os\n',
    ],
    [
      'for type checkers only',
      'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import os\nx = USE_os\n',
      'import os\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import os\nx = os\n',
    ],
    [
      'in the else of a type check',
      'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import os\nelse:\n    import os\nx = USE_os\n',
      'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import os\nelse:\n    import os\nx = os\n',
    ],
    [
      'under a condition',
      'import sys\nif sys.argv:\n    import os\nx = USE_os\n',
      'import os\nimport sys\nif sys.argv:\n    import os\nx = os\n',
    ],
    [
      'in a try',
      'try:\n    import os\nexcept ImportError:\n    os = None\nx = USE_os\n',
      'try:\n    import os\nexcept ImportError:\n    os = None\nx = os\n',
    ],
  ]);

  cases('names that are taken', [
    ['by a variable of the module', 'os = 1\nx = USE_os\n', undefined],
    ['by a function of the module', 'def os():\n    pass\nx = USE_os\n', undefined],
    ['by another import', 'import posix as os\nx = USE_os\n', undefined],
    ['by a parameter', 'def f(os):\n    return USE_os\n', undefined],
    ['by a local variable', 'def f():\n    x = USE_os\n    os = 1\n', undefined],
    ['by a loop variable of a comprehension', 'x = [USE_os for os in y]\n', undefined],
    [
      'by a name of the class body',
      'class A:\n    os = 1\n    def f(self):\n        return USE_os\n',
      'import os\n\n\nclass A:\n    os = 1\n    def f(self):\n        return os\n',
    ],
    ['by a builtin', 'x = USE_open_FROM_io\n', undefined],
    ['by a global', 'def g():\n    global os\n    os = 1\ndef f():\n    return USE_os\n', undefined],
  ]);

  cases('loggers', [
    [
      'no imports',
      'print(USE_LOGGER)\n',
      'import logging\n\nlogger = logging.getLogger(__name__)\n\nprint(logger)\n',
    ],
    [
      'a docstring',
      '"""Doc."""\nprint(USE_LOGGER)\n',
      '"""Doc."""\n\nimport logging\n\nlogger = logging.getLogger(__name__)\n\nprint(logger)\n',
    ],
    [
      'after the imports',
      'import os\n\nprint(USE_LOGGER)\n',
      'import logging\nimport os\n\nlogger = logging.getLogger(__name__)\n\nprint(logger)\n',
    ],
    [
      'logging last',
      'import abc\n\nprint(USE_LOGGER)\n',
      'import abc\nimport logging\n\nlogger = logging.getLogger(__name__)\n\nprint(logger)\n',
    ],
    [
      'logging is imported',
      'import logging\nimport os\n\nprint(USE_LOGGER)\n',
      'import logging\nimport os\n\nlogger = logging.getLogger(__name__)\n\nprint(logger)\n',
    ],
    [
      'logging under another name',
      'import logging as lg\n\nprint(USE_LOGGER)\n',
      'import logging as lg\n\nlogger = lg.getLogger(__name__)\n\nprint(logger)\n',
    ],
    [
      'logging in a function only',
      'import os\n\ndef f():\n    import logging\n    print(USE_LOGGER)\n',
      'import logging\nimport os\n\nlogger = logging.getLogger(__name__)\n\ndef f():\n    import logging\n    print(logger)\n',
    ],
    [
      'logging after the head',
      'import os\nos.umask(0)\nimport logging\n\ndef f():\n    print(USE_LOGGER)\n',
      'import os\nos.umask(0)\nimport logging\n\nlogger = logging.getLogger(__name__)\n\ndef f():\n    print(logger)\n',
    ],
    [
      'logging after the use',
      'print(USE_LOGGER)\nimport logging\n',
      'import logging\n\nlogger = logging.getLogger(__name__)\n\nprint(logger)\nimport logging\n',
    ],
    [
      'logging on a shared line',
      'import os; import logging\n\nprint(USE_LOGGER)\n',
      'import os; import logging\n\nlogger = logging.getLogger(__name__)\n\nprint(logger)\n',
    ],
    [
      'logging under a condition',
      'import os\nif os.name:\n    import logging\n\nprint(USE_LOGGER)\n',
      'import logging\nimport os\nif os.name:\n    import logging\n\nlogger = logging.getLogger(__name__)\n\nprint(logger)\n',
    ],
    [
      'a dotted import of logging',
      'import logging.config\n\nprint(USE_LOGGER)\n',
      'import logging.config\n\nlogger = logging.getLogger(__name__)\n\nprint(logger)\n',
    ],
    [
      'the future',
      'from __future__ import annotations\n\nprint(USE_LOGGER)\n',
      'from __future__ import annotations\n\nimport logging\n\nlogger = logging.getLogger(__name__)\n\nprint(logger)\n',
    ],
    [
      'an existing logger',
      'import logging\nlogger = logging.getLogger(__name__)\nprint(USE_LOGGER)\n',
      'import logging\nlogger = logging.getLogger(__name__)\nprint(logger)\n',
    ],
    [
      'called log',
      'import logging\nlog = logging.getLogger("app")\nprint(USE_LOGGER)\n',
      'import logging\nlog = logging.getLogger("app")\nprint(log)\n',
    ],
    [
      'called LOGGER',
      'from logging import getLogger\nLOGGER = getLogger()\nprint(USE_LOGGER)\n',
      'from logging import getLogger\nLOGGER = getLogger()\nprint(LOGGER)\n',
    ],
    [
      'an annotated one',
      'import logging\n_log: logging.Logger = make()\nprint(USE_LOGGER)\n',
      'import logging\n_log: logging.Logger = make()\nprint(_log)\n',
    ],
    [
      'a local one',
      'import logging\ndef f():\n    log = logging.getLogger()\n    print(USE_LOGGER)\n',
      'import logging\ndef f():\n    log = logging.getLogger()\n    print(log)\n',
    ],
    [
      'a parameter',
      'import logging\ndef f(log: logging.Logger):\n    print(USE_LOGGER)\n',
      'import logging\ndef f(log: logging.Logger):\n    print(log)\n',
    ],
    [
      'one after the use, at module level',
      'import logging\nprint(USE_LOGGER)\nlogger = logging.getLogger()\n',
      undefined,
    ],
    [
      'one after the use, in a function',
      'import logging\ndef f():\n    print(USE_LOGGER)\nlogger = logging.getLogger()\n',
      'import logging\ndef f():\n    print(logger)\nlogger = logging.getLogger()\n',
    ],
    [
      'one after the use, in a class body',
      'import logging\nclass A:\n    print(USE_LOGGER)\nlogger = logging.getLogger()\n',
      undefined,
    ],
    [
      'mentioned before, bound after',
      'import logging\ndef g():\n    logger.info("x")\nprint(USE_LOGGER)\nlogger = logging.getLogger()\n',
      undefined,
    ],
    ['something else is called logger', 'logger = object\nprint(USE_LOGGER)\n', undefined],
    ['a parameter is called logger', 'def f(logger):\n    print(USE_LOGGER)\n', undefined],
    ['something else is called logging', 'logging = 1\nprint(USE_LOGGER)\n', undefined],
    [
      'loguru',
      'from loguru import logger\nprint(USE_LOGGER)\n',
      'from loguru import logger\nprint(logger)\n',
    ],
    [
      'structlog',
      'import structlog\nlog = structlog.get_logger()\nprint(USE_LOGGER)\n',
      'import structlog\nlog = structlog.get_logger()\nprint(log)\n',
    ],
    [
      'CRLF',
      'import os\r\n\r\nprint(USE_LOGGER)\r\n',
      'import logging\r\nimport os\r\n\r\nlogger = logging.getLogger(__name__)\r\n\r\nprint(logger)\r\n',
    ],
    [
      'no final line break',
      'import os\nprint(USE_LOGGER)',
      'import logging\nimport os\n\nlogger = logging.getLogger(__name__)\nprint(logger)',
    ],
    [
      'a use in the middle of imports',
      'import os\nprint(USE_LOGGER)\nimport sys\n',
      'import logging\nimport os\n\nlogger = logging.getLogger(__name__)\nprint(logger)\nimport sys\n',
    ],
    [
      'guarded imports after the head',
      'import os\ntry:\n    import json\nexcept ImportError:\n    json = None\nimport sys\n\ndef f():\n    print(USE_LOGGER)\n',
      'import logging\nimport os\ntry:\n    import json\nexcept ImportError:\n    json = None\nimport sys\n\nlogger = logging.getLogger(__name__)\n\ndef f():\n    print(logger)\n',
    ],
    [
      'a logger under two branches',
      'import logging\nif x:\n    logger = logging.getLogger("a")\nelse:\n    logger = logging.getLogger("b")\nprint(USE_LOGGER)\n',
      'import logging\nif x:\n    logger = logging.getLogger("a")\nelse:\n    logger = logging.getLogger("b")\nprint(logger)\n',
    ],
  ]);

  it('gives texts that compile', { skip: findPython() ? false : 'no Python 3 on the path' }, () => {
    const python = findPython();
    if (!python) return;
    assert.ok(queue.size > 50);
    assert.deepEqual(queue.run(python), []);
  });
});
