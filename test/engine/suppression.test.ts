/** Which comments silence which findings. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { settingsFor, type Engine } from '../../server/src/engine/index';
import { defineRule, type Rule } from '../../server/src/engine/lint/rule';
import { createEngine } from '../harness/engine';
import { probeMeta } from '../harness/probe';

const rule: Rule = defineRule({
  meta: {
    ...probeMeta('bad-call'),
    equivalents: [
      { tool: 'ruff', code: 'S110', name: 'try-except-pass' },
      { tool: 'bandit', code: 'B110', name: 'try_except_pass' },
      { tool: 'pylint', code: 'W0702', name: 'bare-except' },
    ],
  },
  visit: { call: (node, context) => context.report({ node, message: 'seen', values: { it: 'call' } }) },
});
const plain: Rule = defineRule({
  meta: probeMeta('bad-assert'),
  visit: {
    assert_statement: (node, context) => context.report({ node, message: 'seen', values: { it: 'assert' } }),
  },
});

let engine: Engine;

function findings(code: string): string[] {
  const analysis = engine.open('app.py', code, settingsFor([rule, plain]));
  try {
    return analysis.findings.map((finding) => `${finding.rule}:${analysis.source.lineAt(finding.start) + 1}`);
  } finally {
    analysis.dispose();
  }
}

function table(title: string, silent: readonly string[], heard: readonly string[]): void {
  describe(title, () => {
    for (const code of silent)
      it(`silenced: ${JSON.stringify(code)}`, () => assert.deepEqual(findings(code), []));
    for (const code of heard)
      it(`heard: ${JSON.stringify(code)}`, () => assert.equal(findings(code).length, 1));
  });
}

describe('suppression', () => {
  before(async () => {
    engine = (await createEngine([rule, plain])).engine;
  });
  after(() => assert.equal(engine.parser.liveTrees, 0));

  table(
    'our own comment',
    [
      'f()  # seaworthy: ignore\n',
      'f()  # seaworthy: ignore[bad-call]\n',
      'f()  #seaworthy:ignore[bad-call]\n',
      'f()  # Seaworthy: ignore[bad-call]\n',
      'f()  # seaworthy: ignore[other, bad-call] because it is a test\n',
      'f()  # why  # seaworthy: ignore[bad-call]\n',
      'f()  # noqa: E501  # seaworthy: ignore[bad-call]\n',
      'f(\n    1,\n)  # seaworthy: ignore[bad-call]\n',
      'f(  # seaworthy: ignore[bad-call]\n    1,\n)\n',
      'f("""\n# no comment\n""")  # seaworthy: ignore[bad-call]\n',
      'f()  # seaworthy: ignore[bad-call]\r\n',
    ],
    [
      'f()  # seaworthy: ignore[other]\n',
      'f()  # seaworthy: ignore[bad-call-too]\n',
      'f()  # seaworthy: ignore[]\n',
      'f()  # seaworthy: ignored\n',
      'f()  # seaworthy: ignore-file[bad-call]\n',
      '# seaworthy: ignore[bad-call]\nf()\n',
      'f("# seaworthy: ignore[bad-call]")\n',
      'f("""\n# seaworthy: ignore[bad-call]""")\n',
      'f(\n    1,  # seaworthy: ignore[bad-call]\n    2,\n)\n',
    ],
  );

  table(
    'the file',
    [
      '# seaworthy: ignore-file\nf()\n',
      '# seaworthy: ignore-file[bad-call]\nx = 1\nf()\n',
      '"""Doc."""\n# seaworthy: ignore-file[other, bad-call]\nf()\n',
      '# ruff: noqa\nf()\n',
      '# flake8: noqa: S110\nf()\n',
      '# ruff: noqa: E501, S110\nf()\n',
      '# Seaworthy: ignore-file[bad-call]\nf()\n',
      '# ruff: file-ignore[S110]\nf()\n',
      '# ruff: file-ignore[try-except-pass]\nf()\n',
      '# pylint: skip-file\nf()\n',
      '# ruff: file-ignore[S110]\n# ruff: enable[S110]\nf()\n',
    ],
    [
      '# seaworthy: ignore-file[other]\nf()\n',
      '# ruff: noqa: E501\nf()\n',
      '"""\n# seaworthy: ignore-file\n"""\nf()\n',
      '"""\n# ruff: noqa\n"""\nf()\n',
      'x = 1  # seaworthy: ignore-file\nf()\n',
      'x = 1  # ruff: noqa\nf()\n',
      '# ruff: file-ignore[E501]\nf()\n',
      '# ruff: file-ignore\nf()\n',
      '"""\n# ruff: file-ignore[S110]\n# pylint: skip-file\n"""\nf()\n',
      '# pylint: skip-file\nassert x\n',
    ],
  );

  table(
    'noqa',
    [
      'f()  # noqa\n',
      'f()  # NOQA\n',
      'f()  # noqa: S110\n',
      'f()  # noqa:E501,S110\n',
      'f()  # noqa: E501 S110\n',
      'f()  # noqa : S110 it is fine\n',
      'f()  # noqa: S1\n',
      'f()  # noqa: S\n',
      'assert x  # noqa\n',
    ],
    [
      'f()  # noqa: E501\n',
      'f()  # noqa: SIM105\n',
      'f()  # noqa: S11\n'.replace('S11', 'S111'),
      'f()  # noqa: W0702x\n',
      'f()  # noqas\n',
      'f("# noqa")\n',
      'assert x  # noqa: S110\n',
    ],
  );

  table(
    'nosec and pylint',
    [
      'f()  # nosec\n',
      'f()  # nosec B110\n',
      'f()  # nosec: B101, B110\n',
      'f()  # nosec try_except_pass\n',
      'f()  # pylint: disable=bare-except\n',
      'f()  # pylint: disable=W0702\n',
      'f()  # pylint: disable=too-many-lines, bare-except\n',
      'f()  # pylint: disable=all\n',
      '# pylint: disable-next=bare-except\nf()\n',
    ],
    [
      'f()  # nosec B101\n',
      'f()  # nosecrets here\n',
      'assert x  # nosec\n',
      'f()  # pylint: disable=bare\n',
      'f()  # pylint: disable-next=bare-except\n',
      '# pylint: disable=bare-except\nf()\n'.replace('disable=', 'enable='),
      'assert x  # pylint: disable=all\n',
    ],
  );

  table(
    'Ruff’s own comments',
    [
      'f()  # ruff: ignore[S110]\n',
      'f()  # ruff: ignore[E501, S110]\n',
      'f()  # ruff: ignore[try-except-pass]\n',
      '# ruff: ignore[S110]\nf()\n',
      '# ruff: ignore[S110]\n# why\n\nf()\n',
      '# ruff: disable[S110]\nx = 1\nf()\n# ruff: enable[S110]\n',
      '# ruff: disable[S110]\nf()\n',
    ],
    [
      'f()  # ruff: ignore[E501]\n',
      'f()  # ruff: ignore\n',
      '# ruff: ignore[S110]\nx = 1\nf()\n',
      '# ruff: disable[S110]\nx = 1\n# ruff: enable[S110]\nf()\n',
      'x = 1  # ruff: disable[S110]\nf()\n',
      '"""\n# ruff: disable[S110]\n"""\nf()\n',
    ],
  );

  table(
    'pylint, from a line of its own to the end of the block',
    [
      '# pylint: disable=bare-except\nx = 1\nf()\n',
      'def g():\n    # pylint: disable=bare-except,too-many-lines\n    x = 1\n    f()\n',
      'def g():\n    # pylint: disable=bare-except\n    if x:\n        y = """\ntext\n"""\n        f()\n',
      'def g():\n    # pylint: disable=bare-except\n# a comment further left\n\n    f()\n',
      '# pylint: disable=W0702\r\nf()\r\n',
    ],
    [
      'def g():\n    # pylint: disable=bare-except\n    x = 1\nf()\n',
      'f()\n# pylint: disable=bare-except\n',
      '# pylint: disable=bare-except\nx = 1\n# pylint: enable=bare-except\nf()\n',
      '# pylint: disable=too-many-lines\nf()\n',
      'x = 1  # pylint: disable=bare-except\nf()\n',
      '# pylint: disable=bare-except\nassert x\n',
    ],
  );

  it('switches on again only for the rest of the block', () => {
    const code = '# pylint: disable=bare-except\ndef g():\n    # pylint: enable=bare-except\n    f()\nh()\n';
    assert.deepEqual(findings(code), ['bad-call:4']);
  });

  it('silences only its own line', () => {
    assert.deepEqual(findings('f()\ng()  # noqa\nh()\n'), ['bad-call:1', 'bad-call:3']);
  });
});
