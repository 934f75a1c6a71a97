/** Loggers that classes keep, and when they are surely there. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Engine } from '../../server/src/engine/index';
import { createEngine } from '../harness/engine';
import { inserted, use } from '../harness/insertion';

type Case = readonly [name: string, before: string, after: string];

describe('loggers of classes', () => {
  let engine: Engine;
  before(async () => {
    engine = (await createEngine([use])).engine;
  });
  after(() => assert.equal(engine.parser.liveTrees, 0));

  const made = '        self.logger = logging.getLogger(__name__)\n';
  const method = '    def m(self):\n        print(USE_LOGGER)\n';
  const init = (...lines: string[]): string =>
    `import logging\nclass A:\n    def __init__(self):\n${lines.join('')}`;
  /** The same with a logger of the module. */
  const added = (code: string): string =>
    code
      .replace('import logging\n', 'import logging\n\nlogger = logging.getLogger(__name__)\n')
      .replace('USE_LOGGER', 'logger');
  const keeps = (name: string, code: string, logger = 'self.logger'): Case => [
    name,
    code,
    code.replace('USE_LOGGER', logger),
  ];
  const adds = (name: string, code: string): Case => [name, code, added(code)];

  const cases: readonly Case[] = [
    keeps('made in __init__', init(made, method)),
    keeps(
      'made behind plain values and calls without the instance',
      init('        self.x = list()\n', made, method),
    ),
    keeps('made behind the __init__ of object', init('        super().__init__()\n', made, method)),
    keeps(
      'in a function of a method',
      init(made, '    def m(self):\n        def f():\n            print(USE_LOGGER)\n'),
    ),
    keeps('behind it in __init__', init('        self.x = 1\n', made, '        print(USE_LOGGER)\n')),
    keeps(
      'another name',
      'import structlog\nclass A:\n    def __init__(self):\n        self._log = structlog.get_logger()\n' +
        method,
      'self._log',
    ),
    keeps('made in the class', `import logging\nclass A(B):\n    logger = logging.getLogger("a")\n${method}`),
    keeps(
      'made in the class, for a class method',
      'import logging\nclass A:\n    log = logging.getLogger("a")\n    @classmethod\n    def m(cls):\n        print(USE_LOGGER)\n',
      'cls.log',
    ),
    keeps(
      'used by the method already',
      `import logging\nclass A(B):\n    def __init__(self):\n        super().__init__()\n${made}    def m(self):\n        print(USE_LOGGER)\n        self.logger.info("x")\n`,
    ),
    keeps(
      'beside a logger of the module, which comes first',
      `import logging\nlogger = logging.getLogger()\nclass A:\n    logger = logging.getLogger("a")\n${method}`,
      'logger',
    ),
    adds('not before it in __init__', init('        print(USE_LOGGER)\n', made)),
    adds(
      'not where __init__ has called before it',
      init('        run()\n', made, '        print(USE_LOGGER)\n'),
    ),
    adds('not in a method that __init__ may have called before it', init('        self.m()\n', made, method)),
    adds(
      'nor one that a base may call',
      `import logging\nclass A(B):\n    def __init__(self):\n        super().__init__()\n${made}${method}`,
    ),
    adds('not under a condition', init('        if x:\n    ', made, method)),
    adds('not made in another method', `import logging\nclass A:\n    def start(self):\n${made}${method}`),
    adds('not taken back', init(made, '    def stop(self):\n        self.logger = None\n', method)),
    adds('not deleted', init(made, '    def stop(self):\n        del self.logger\n', method)),
    adds(
      'not in a static method',
      'import logging\nclass A:\n    logger = logging.getLogger("a")\n    @staticmethod\n    def m(self):\n        print(USE_LOGGER)\n',
    ),
    adds(
      'not of the instance in a class method',
      init(made, '    @classmethod\n    def m(cls):\n        print(USE_LOGGER)\n'),
    ),
    adds(
      'not a member of an enumeration',
      `import logging\nclass A(enum.Enum):\n    logger = logging.getLogger("a")\n${method}`,
    ),
    adds(
      'not something else of that name',
      `import logging\nclass A:\n    def __init__(self, logger):\n        self.logger = logger\n${method}`,
    ),
    adds(
      'not where self means another',
      init(made, '    def m(self):\n        def f(self):\n            print(USE_LOGGER)\n'),
    ),
    adds('not in a default', init(made, '    def m(self, x=USE_LOGGER):\n        pass\n')),
    adds('not in another class', `${init(made)}class B:\n${method}`),
  ];

  for (const [name, code, expected] of cases)
    it(name, () => {
      assert.equal(inserted(engine, code), expected);
    });
});
