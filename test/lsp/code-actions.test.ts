/** Code actions as a client uses them: offered, resolved, applied. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodeActionKind, type CodeAction } from 'vscode-languageserver/node';
import { plainCapabilities, pullCapabilities, range, type TestClient } from './client';
import { startInMemory } from './in-memory';
import { testRules } from './rules';

const uri = 'file:///nowhere/app.py';
const rules = { rules: testRules };
const start = range(0, 0, 0, 0);

async function opened(text: string, settings: unknown = null): Promise<TestClient> {
  const { client } = await startInMemory({ settings: () => settings }, rules);
  await client.open(uri, text);
  return client;
}

function titles(actions: readonly CodeAction[]): string[] {
  return actions.map(({ title }) => title);
}

function named(actions: readonly CodeAction[], title: string): CodeAction {
  const action = actions.find((one) => one.title === title);
  assert.ok(action, `${title} is not among ${titles(actions).join(', ')}`);
  return action;
}

test('the order: alternatives, fix all of the rule, ignore; only a safe first alternative is preferred', async () => {
  const client = await opened('foo("TODO")\nfoo()\n');
  const actions = await client.actions(uri, range(0, 1, 0, 5), { only: [CodeActionKind.QuickFix] });
  assert.deepEqual(titles(actions), [
    'Call it bar',
    'Call it baz',
    'Empty it',
    "Fix all 'no-foo' problems in this file",
    "Ignore 'no-foo' on this line",
    "Ignore 'no-todo' on this line",
    "Ignore 'no-foo' in this file",
    "Ignore 'no-todo' in this file",
  ]);
  assert.deepEqual(
    actions.filter((action) => action.isPreferred).map(({ title }) => title),
    ['Call it bar'],
  );
  assert.ok(actions.every((action) => action.edit === undefined && action.data !== undefined));
});

test('the diagnostics that the client names decide, else the range', async () => {
  const client = await opened('foo("TODO")\n');
  const diagnostics = await client.diagnostics(uri);
  const todo = diagnostics.filter(({ code }) => code === 'no-todo');
  const only = [CodeActionKind.QuickFix];
  const chosen = await client.actions(uri, range(0, 0, 0, 11), { diagnostics: todo, only });
  assert.deepEqual(titles(chosen), [
    'Empty it',
    "Ignore 'no-todo' on this line",
    "Ignore 'no-todo' in this file",
  ]);
  const foreign = [{ range: range(0, 0, 0, 3), message: 'x', source: 'other' }];
  assert.ok(titles(await client.actions(uri, start, { diagnostics: foreign })).includes('Call it bar'));
  assert.deepEqual(await client.actions(uri, range(0, 11, 0, 11), { only }), []);
});

test('resolving gives a versioned edit, and the edit does what the title says', async () => {
  const client = await opened('x = 1\r\ny = "😀", foo\r\n');
  const [bar, baz] = await client.actions(uri, range(1, 11, 1, 11));
  assert.ok(bar && baz);
  const resolved = await client.resolve(baz);
  assert.deepEqual(resolved.edit, {
    documentChanges: [
      { textDocument: { uri, version: 1 }, edits: [{ range: range(1, 10, 1, 13), newText: 'baz' }] },
    ],
  });
  await client.perform(bar);
  assert.equal(client.text(uri), 'x = 1\r\ny = "😀", bar\r\n');
});

test('an action of an older text is refused with a reason', async () => {
  const client = await opened('foo()\n');
  const [action] = await client.actions(uri, start);
  assert.ok(action);
  await client.insert(uri, 0, 0, '\n');
  await assert.rejects(client.resolve(action), /changed since this action was offered/);
  await client.close(uri);
  await assert.rejects(client.resolve(action), /not open/);
  await assert.rejects(client.resolve({ title: 'made up' }), /could not be built/);
});

test('fix all of a rule: only that rule, only safe ones where there are two, else with a warning', async () => {
  const client = await opened('foo()\nx = "TODO"\nfoo()\ny = "TODO"\n');
  const safe = await client.actions(uri, start);
  await client.perform(named(safe, "Fix all 'no-foo' problems in this file"));
  assert.equal(client.text(uri), 'bar()\nx = "TODO"\nbar()\ny = "TODO"\n');
  const unsafe = await client.actions(uri, range(1, 6, 1, 6));
  await client.perform(named(unsafe, "Fix all 'no-todo' problems in this file (may change behaviour)"));
  assert.equal(client.text(uri), 'bar()\nx = ""\nbar()\ny = ""\n');
});

test('a single problem has no "fix all"', async () => {
  const client = await opened('foo()\n');
  assert.ok(!titles(await client.actions(uri, start)).some((title) => title.startsWith('Fix all')));
});

test('source.fixAll.seaworthy: safe fixes only, for every way to ask for it, as edits of single lines', async () => {
  const client = await opened('foo()\nx = "TODO"\nkeep = 1\nfoo()\n');
  const { Source, SourceFixAll } = CodeActionKind;
  for (const kind of [Source, SourceFixAll, 'source.fixAll.seaworthy']) {
    const actions = await client.actions(uri, start, { only: [kind] });
    assert.deepEqual(
      actions.map((action) => action.kind),
      ['source.fixAll.seaworthy'],
    );
  }
  assert.deepEqual(await client.actions(uri, start, { only: ['source.organizeImports'] }), []);
  assert.deepEqual(await client.actions(uri, start, { only: ['source.fixAll.other'] }), []);
  const [action] = await client.actions(uri, start, { only: [SourceFixAll] });
  assert.ok(action);
  const { edit } = await client.resolve(action);
  const change = edit?.documentChanges?.[0];
  assert.ok(change && 'edits' in change);
  assert.deepEqual(change.edits, [
    { range: range(0, 0, 1, 0), newText: 'bar()\n' },
    { range: range(3, 0, 4, 0), newText: 'bar()\n' },
  ]);
  await client.perform(action);
  assert.equal(client.text(uri), 'bar()\nx = "TODO"\nkeep = 1\nbar()\n');
  assert.deepEqual(await client.actions(uri, start, { only: [SourceFixAll] }), []);
});

test('a client that cannot resolve gets edits at once, unversioned where it knows no versions', async () => {
  const { client } = await startInMemory({ capabilities: plainCapabilities }, rules);
  await client.open(uri, 'foo()\n');
  const [action] = await client.actions(uri, start);
  assert.deepEqual(action?.edit, { changes: { [uri]: [{ range: range(0, 0, 0, 3), newText: 'bar' }] } });
  assert.equal(action?.data, undefined);
});

const ignored: readonly (readonly [string, string, string, number])[] = [
  ['at the end of the line', 'foo()\n', 'foo()  # seaworthy: ignore[no-foo]\n', 0],
  ['before the line break of Windows', 'foo()\r\nx\r\n', 'foo()  # seaworthy: ignore[no-foo]\r\nx\r\n', 0],
  ['without a last line break', 'foo()', 'foo()  # seaworthy: ignore[no-foo]', 0],
  [
    'after another comment',
    'foo()  # type: ignore\n',
    'foo()  # type: ignore  # seaworthy: ignore[no-foo]\n',
    0,
  ],
  [
    'merged into the list that is there',
    'foo()  # seaworthy: ignore[no-todo, ]\n',
    'foo()  # seaworthy: ignore[no-todo, no-foo]\n',
    0,
  ],
  ['into an empty list', 'foo()  # seaworthy: ignore[ ]\n', 'foo()  # seaworthy: ignore[no-foo]\n', 0],
  ['not fooled by a # in a string', 'foo("#")\n', 'foo("#")  # seaworthy: ignore[no-foo]\n', 0],
  [
    'inside brackets',
    'x = [\n    foo,\n    1,\n]\n',
    'x = [\n    foo,  # seaworthy: ignore[no-foo]\n    1,\n]\n',
    1,
  ],
  [
    'after the last line of a string over several',
    'x = """a\nTODO\n"""\n',
    'x = """a\nTODO\n"""  # seaworthy: ignore[no-todo]\n',
    1,
  ],
  [
    'after the continued lines of a backslash',
    'x = foo + \\\n    1 + \\\n    2\n',
    'x = foo + \\\n    1 + \\\n    2  # seaworthy: ignore[no-foo]\n',
    0,
  ],
];

for (const [where, before, after, line] of ignored) {
  test(`ignore: ${where}, and the finding is gone`, async () => {
    const client = await opened(before);
    const [finding] = (await client.diagnostics(uri)).filter(({ range: at }) => at.start.line <= line);
    assert.ok(finding);
    const actions = await client.actions(uri, finding.range, { diagnostics: [finding] });
    const action = actions.at(-2);
    assert.ok(action && /^Ignore .* on this line$/.test(action.title), titles(actions).join(', '));
    await client.perform(action);
    assert.equal(client.text(uri), after);
    assert.deepEqual(await client.diagnostics(uri), []);
  });
}

const comment = '# seaworthy: ignore-file[no-foo]';
const ignoredInFile: readonly (readonly [string, string, string])[] = [
  ['on the first line', 'foo()\nfoo()\n', `${comment}\nfoo()\nfoo()\n`],
  ['with the line break of Windows', 'foo()\r\nx\r\n', `${comment}\r\nfoo()\r\nx\r\n`],
  ['without a last line break', 'foo()', `${comment}\nfoo()`],
  ['behind a byte order mark', '\ufefffoo()\n', `\ufeff${comment}\nfoo()\n`],
  ['above the docstring', '"""What it is."""\nfoo()\n', `${comment}\n"""What it is."""\nfoo()\n`],
  ['below the shebang', '#!/usr/bin/env python3\nfoo()\n', `#!/usr/bin/env python3\n${comment}\nfoo()\n`],
  ['below the coding', '# coding: utf-8\nfoo()\n', `# coding: utf-8\n${comment}\nfoo()\n`],
  [
    'below shebang and coding, above the metadata of a script',
    '#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n# /// script\n# dependencies = []\n# ///\nfoo()\n',
    `#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n${comment}\n# /// script\n# dependencies = []\n# ///\nfoo()\n`,
  ],
  [
    'below a coding in the second line, whatever comment is above it',
    '# Made by hand\n# vim: set fileencoding=utf-8 :\nfoo()\n',
    `# Made by hand\n# vim: set fileencoding=utf-8 :\n${comment}\nfoo()\n`,
  ],
  [
    'in the list that is there, with the reason behind it',
    '"""Doc."""\n# seaworthy: ignore-file[no-todo] as agreed\nfoo()\n',
    '"""Doc."""\n# seaworthy: ignore-file[no-todo, no-foo] as agreed\nfoo()\n',
  ],
  ['in an empty list', '# Seaworthy: ignore-file[]\nfoo()\n', '# Seaworthy: ignore-file[no-foo]\nfoo()\n'],
  [
    'not in a string that shows such a comment',
    'x = """\n# seaworthy: ignore-file[no-todo]\n"""\nfoo()\n',
    `${comment}\nx = """\n# seaworthy: ignore-file[no-todo]\n"""\nfoo()\n`,
  ],
];

for (const [where, before, after] of ignoredInFile) {
  test(`ignore in the file: ${where}, and every finding is gone`, async () => {
    const client = await opened(before);
    const [finding] = (await client.diagnostics(uri)).filter(({ code }) => code === 'no-foo');
    assert.ok(finding);
    const actions = await client.actions(uri, finding.range, { diagnostics: [finding] });
    const action = actions.at(-1);
    assert.equal(action?.title, "Ignore 'no-foo' in this file");
    await client.perform(action);
    assert.equal(client.text(uri), after);
    assert.deepEqual(await client.diagnostics(uri), []);
  });
}

test('ignoring in the file is not offered in a cell of a notebook, whose other cells would not follow', async () => {
  const cell = 'vscode-notebook-cell:/nowhere/a.ipynb#W0sZmlsZQ%3D%3D';
  const { client } = await startInMemory({}, rules);
  await client.open(cell, 'foo()\n');
  const offered = titles(await client.actions(cell, start)).filter((title) => title.startsWith('Ignore'));
  assert.deepEqual(offered, ["Ignore 'no-foo' on this line"]);
});

test('ignore is not offered where no comment can stand, nor with hideIgnoreActions', async () => {
  const inside = await opened('x = f"""\n{foo}\n"""\n');
  assert.ok(
    !titles(await inside.actions(uri, range(1, 1, 1, 4))).some((title) => title.endsWith('on this line')),
  );
  const hidden = await opened('foo()\n', { hideIgnoreActions: true });
  assert.deepEqual(titles(await hidden.actions(uri, start, { only: [CodeActionKind.QuickFix] })), [
    'Call it bar',
    'Call it baz',
  ]);
});

test('no actions for a rule that is off, a disabled folder, or a file that is not open', async () => {
  const off = await opened('foo()\n', { rules: { 'no-foo': 'off' } });
  assert.deepEqual(await off.actions(uri, start), []);
  const disabled = await opened('foo()\n', { enable: false });
  assert.deepEqual(await disabled.actions(uri, start), []);
  assert.deepEqual(await disabled.actions('file:///nowhere/else.py', start), []);
});

test('actions asked for before an edit and answered after it are refused, not misplaced', async () => {
  const { client } = await startInMemory({ capabilities: pullCapabilities }, rules);
  await client.open(uri, 'foo()\n');
  await client.diagnostics(uri);
  const answer = client.actions(uri, start);
  await client.insert(uri, 0, 0, '\n\n');
  const outcome = await answer.then(
    (actions) => actions.every((action) => (action.data as { version: number }).version === 1),
    (error: unknown) => /changed meanwhile/.test(String(error)),
  );
  assert.ok(outcome);
});

test('a comment that names no rule is underlined, and the name that was meant is written', async () => {
  const client = await opened('foo()  # seaworthy: ignore[no-fo, zzz]\nx = "# seaworthy: ignore[no-fo]"\n');
  const unknown = (await client.diagnostics(uri)).filter(({ code }) => code === 'unknown-rule');
  assert.deepEqual(
    unknown.map(({ range: { start, end }, severity, message }) => [start, end, severity, message]),
    [
      [
        { line: 0, character: 27 },
        { line: 0, character: 32 },
        3,
        "There is no rule 'no-fo': nothing is silenced by that name. Did you mean 'no-foo'?",
      ],
      [
        { line: 0, character: 34 },
        { line: 0, character: 37 },
        3,
        "There is no rule 'zzz': nothing is silenced by that name.",
      ],
    ],
  );
  const actions = await client.actions(uri, range(0, 28, 0, 28), { diagnostics: unknown.slice(0, 1) });
  await client.perform(named(actions, "Write 'no-foo'"));
  assert.equal(client.text(uri).split('\n')[0], 'foo()  # seaworthy: ignore[no-foo, zzz]');
  const after = (await client.diagnostics(uri)).map(
    ({ code, range: { start } }) => `${code}@${start.character}`,
  );
  assert.deepEqual(after, ['unknown-rule@35']);
  assert.ok(
    !titles(await client.actions(uri, range(0, 36, 0, 36))).some((title) => title.startsWith('Write')),
  );
});
