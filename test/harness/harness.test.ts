/** The harness itself: a sound rule passes, and each thing that can be wrong with a rule is found. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Applicability, Fix, Rule } from '../../server/src/engine/index';
import type { RuleContext } from '../../server/src/engine/lint/context';
import { defineRule } from '../../server/src/engine/lint/rule';
import type { SyntaxNode } from '../../server/src/engine/syntax/node';
import { checkBlock, type RuleBench } from './block';
import { createEngine } from './engine';
import { CompileQueue, findPython } from './python';
import { parseRuleFile } from './rule-file';

const sample = `# A heading

\`\`\`python
def run():
    foo(1)  # error: [no-foo] "foo is old"
    # error: [no-foo]
    foo(2); bar(3)
\`\`\`

\`\`\`python fixed
def run():
    bar(1)
    bar(2); bar(3)
\`\`\`
`;

type Context = RuleContext<undefined>;
type Visit = (node: SyntaxNode, context: Context) => void;

const reportFoo: Visit = (node, context) => {
  if (context.text(node).startsWith('foo(')) context.report({ node, message: 'old' });
};

function ruleWith(changes: {
  visit?: Visit;
  fix?: (node: SyntaxNode, eol: string) => Fix[];
  best?: Applicability;
}): Rule {
  const replaceFoo = (node: SyntaxNode): Fix[] => [fixTo(node, 'bar')];
  const build = changes.fix ?? replaceFoo;
  return defineRule({
    meta: {
      name: 'no-foo',
      topic: 'style',
      summary: 'A call of foo.',
      severity: 'warning',
      profile: 'recommended',
      scope: 'statement',
      fix: changes.best ?? 'safe',
      since: '0.1.0',
      equivalents: [],
      messages: { old: 'foo is old.' },
      docs: { why: '', bad: [], good: [], guards: [], fixes: '' },
    },
    visit: { call: changes.visit ?? reportFoo },
    fix: ({ node }, context) => build(node, context.source.eol),
  });
}

function fixTo(node: SyntaxNode, newText: string, extra: Partial<Fix> = {}): Fix {
  const edit = { start: node.startIndex, end: node.startIndex + 3, newText };
  return { title: 'Call bar', applicability: 'safe', edits: [edit], ...extra };
}

/** What the harness says of `rule` on the first block of `markdown`; undefined when it is content. */
async function verdict(rule: Rule, markdown = sample): Promise<string | undefined> {
  const tested = await createEngine([rule]);
  const bench: RuleBench = {
    rule,
    tested,
    queue: new CompileQueue(),
    offered: new Set(),
    reported: new Set(),
  };
  const block = parseRuleFile('no-foo.md', markdown, 'no-foo')[0]?.blocks[0];
  assert.ok(block);
  try {
    checkBlock(bench, block, `no-foo.md:${block.line} (A heading)`);
    const python = findPython();
    const left = python ? bench.queue.run(python) : [];
    return left.length > 0 ? left.join('\n') : undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function assertFound(rule: Rule, pattern: RegExp, markdown = sample): Promise<void> {
  assert.match((await verdict(rule, markdown)) ?? 'nothing', pattern);
}

const bare = (code: string): string => `# A heading\n\n\`\`\`python\n${code}\`\`\`\n`;

describe('harness', () => {
  it('passes a sound rule', async () => assert.equal(await verdict(ruleWith({})), undefined));

  it('names file, line and heading of a missing finding', async () => {
    const rule = ruleWith({ visit: () => undefined });
    await assertFound(
      rule,
      /^no-foo\.md:3 \(A heading\)\n {2}line 5: expected \[no-foo\] with "foo is old", found nothing/,
    );
  });

  it('finds an unexpected finding', async () => {
    await assertFound(ruleWith({}), /line 4: unexpected 1:1-1:7 \[no-foo\] foo is old\./, bare('foo(1)\n'));
  });

  it('finds a wrong message and a wrong fixed text', async () => {
    await assertFound(
      ruleWith({}),
      /with "new", found "foo is old\."/,
      bare('foo(1)  # error: [no-foo] "new"\n'),
    );
    await assertFound(
      ruleWith({ fix: (node) => [fixTo(node, 'baz')] }),
      /line 10: the text after fixes.*\n[^]*\+ {4}baz\(1\)/,
    );
  });

  it('finds an alternative that is not there', async () => {
    const markdown = `${bare('foo(1)  # error: [no-foo]\n')}\n\`\`\`python fixed=2\nbar(1)\n\`\`\`\n`;
    await assertFound(ruleWith({}), /no alternative 2, only 1/, markdown);
  });

  it('finds fixes that never end, change nothing or leave the finding', async () => {
    await assertFound(ruleWith({ fix: (node) => [fixTo(node, 'foo')] }), /it changes nothing/);
    const growing = ruleWith({
      fix: ({ endIndex }) => [
        {
          title: 'Add one',
          applicability: 'safe',
          edits: [{ start: endIndex - 1, end: endIndex - 1, newText: '+1' }],
        },
      ],
    });
    await assertFound(growing, /do not come to an end/);
    await assertFound(growing, /the finding is still there/);
  });

  it('finds fixes that break the syntax or do not compile', async () => {
    await assertFound(ruleWith({ fix: (node) => [fixTo(node, 'bar((')] }), /break the syntax/);
    await assertFound(
      ruleWith({ fix: (node) => [fixTo(node, 'return bar')] }),
      /no longer compiles/,
      bare('foo(1)  # error: [no-foo]\n'),
    );
  });

  it('finds a block that does not compile, unless it says so', async () => {
    await assertFound(ruleWith({}), /does not compile.*say `invalid`/, bare('return 1\n'));
    assert.equal(
      await verdict(ruleWith({}), bare('return 1\n').replace('python', 'python invalid')),
      undefined,
    );
  });

  it('finds overlapping edits, missing titles and edits', async () => {
    const twice = (node: SyntaxNode): Fix[] => [
      { ...fixTo(node, ''), edits: [...fixTo(node, 'bar').edits, ...fixTo(node, 'b').edits] },
    ];
    await assertFound(ruleWith({ fix: twice }), /edits overlap/);
    await assertFound(ruleWith({ fix: (node) => [fixTo(node, 'bar', { title: ' ' })] }), /no title/);
    await assertFound(ruleWith({ fix: (node) => [fixTo(node, 'bar', { edits: [] })] }), /no edits/);
    await assertFound(ruleWith({ fix: () => [] }), /no finding offers a fix/);
  });

  it('finds a better applicability than declared', async () => {
    await assertFound(ruleWith({ best: 'unsafe' }), /is safe; the rule's metadata says unsafe/);
  });

  it('finds duplicates, empty and outside ranges', async () => {
    const twice: Visit = (node, context) => {
      reportFoo(node, context);
      reportFoo(node, context);
    };
    await assertFound(ruleWith({ visit: twice }), /reported twice/);
    const empty: Visit = (node, context) =>
      context.report({ node, message: 'old', range: { start: node.startIndex, end: node.startIndex } });
    await assertFound(ruleWith({ visit: empty }), /is empty or outside/);
  });

  it('finds a lone line feed in a CRLF text, and spaces in a text with tabs', async () => {
    await assertFound(
      ruleWith({ fix: (node) => [fixTo(node, 'bar(0)\n    bar')] }),
      /a fix writes a lone \\n/,
    );
    const spaces = (node: SyntaxNode, eol: string): Fix[] => [fixTo(node, `bar(0)${eol}    bar`)];
    await assertFound(ruleWith({ fix: spaces }), /in a text with tabs a fix indents with spaces/);
  });

  it('finds offsets that count characters instead of UTF-16 units', async () => {
    const counting: Visit = (node, context) => {
      const start = [...context.source.text.slice(0, node.startIndex)].length;
      if (context.text(node).startsWith('foo('))
        context.report({ node, message: 'old', range: { start, end: node.endIndex } });
    };
    await assertFound(ruleWith({ visit: counting }), /non-BMP characters the offsets/);
  });

  it('finds a crash on broken code, and one in a fix', async () => {
    const fragile: Visit = (node, context) => {
      if (!context.source.text.endsWith('\n')) throw new Error('no line break');
      reportFoo(node, context);
    };
    await assertFound(ruleWith({ visit: fragile }), /rule no-foo crashed: Error: no line break/);
    const throwing = (): Fix[] => {
      throw new Error('no fix');
    };
    await assertFound(ruleWith({ fix: throwing }), /rule no-foo crashed: Error: no fix/);
  });

  it('finds a rule that looks outside what its scope allows', async () => {
    const nosy: Visit = (node, context) => {
      if (context.source.length % 2 === 0) reportFoo(node, context);
    };
    await assertFound(
      ruleWith({ visit: nosy }),
      /the analysis is not what a fresh one is/,
      `${sample.replace('def run', 'def other():\n    pass\n\n\ndef run')}`.replace(
        /```python fixed[^]*/,
        '',
      ),
    );
  });
});

describe('rule files', () => {
  const parse = (markdown: string) => parseRuleFile('no-foo.md', markdown, 'no-foo');
  const block = (info: string, code = 'foo()\n'): string => `\`\`\`${info}\n${code}\`\`\`\n`;

  it('reads markers at line ends and on lines of their own, and strips them', () => {
    const [section] = parse(sample);
    assert.equal(section?.title, 'A heading');
    const [read] = section.blocks;
    assert.equal(read?.code, 'def run():\n    foo(1)\n    foo(2); bar(3)\n');
    assert.deepEqual(read.findings, [
      { rule: 'no-foo', message: 'foo is old', line: 1 },
      { rule: 'no-foo', line: 2 },
    ]);
    assert.deepEqual(read.lines, [4, 5, 7]);
    assert.equal(read.texts[0]?.text, 'def run():\n    bar(1)\n    bar(2); bar(3)\n');
  });

  it('reads several markers for one line, and quotes in messages', () => {
    const code = 'foo(foo())  # error: [no-foo] "a \\"b\\""  # error: [no-foo] "c"\n';
    const read = parse(`# T\n${block('python', code)}`)[0]?.blocks[0];
    assert.equal(read?.code, 'foo(foo())\n');
    assert.deepEqual(
      read.findings.map(({ message }) => message),
      ['a "b"', 'c'],
    );
  });

  it('reads paths, settings and kinds of expected texts', () => {
    const settings = '```json settings\n{"targetVersion": "3.12", "options": {"timeoutSeconds": 3}}\n```\n';
    const texts = `${block('python fixed')}${block('python fixed=2')}${block('python safe')}`;
    const sections = parse(
      `# T\n${settings}${block('python path=pkg/a.py rules=all')}${texts}# U\n${block('python')}`,
    );
    const [first, second] = sections.map((section) => section.blocks[0]);
    assert.equal(first?.path, 'pkg/a.py');
    assert.equal(first.allRules, true);
    assert.deepEqual(first.settings, { targetVersion: [3, 12], options: { timeoutSeconds: 3 } });
    assert.deepEqual(
      first.texts.map(({ kind, alternative }) => [kind, alternative]),
      [
        ['fixed', 1],
        ['alternative', 2],
        ['safe', 1],
      ],
    );
    assert.deepEqual(second?.settings, {});
    assert.equal(second.path, 'app.py');
  });

  for (const [name, markdown, pattern] of [
    ['an open block', '# T\n```python\nfoo()\n', /not closed/],
    ['unknown words', `# T\n${block('python fxed')}`, /unknown word in the info string: fxed/],
    ['an expected text without input', `# T\n${block('python fixed')}`, /no input block/],
    ['a block before the first heading', block('python'), /before the first heading/],
    ['a foreign rule', `# T\n${block('python', 'foo()  # error: [other]\n')}`, /say rules=all/],
    ['a marker that cannot be read', `# T\n${block('python', 'foo()  # error: no-foo\n')}`, /cannot be read/],
    ['a marker without a line', `# T\n${block('python', '# error: [no-foo]\n')}`, /no line after it/],
    ['unknown settings', '# T\n```json settings\n{"rules": []}\n```\n', /unknown settings: rules/],
    ['a file without blocks', '# T\n', /no heading with a python block/],
    ['py for python', `# T\n${block('py')}`, /write `python`/],
  ] as const) {
    it(`refuses ${name}`, () => assert.throws(() => parse(markdown), pattern));
  }
});
