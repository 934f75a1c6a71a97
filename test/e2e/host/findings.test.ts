// Findings through VS Code's own interfaces: diagnostics, hover, code actions, fix all.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findings, openPython, ruleOf } from './support';

const { Information, Warning } = vscode.DiagnosticSeverity;
const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('seaworthy');

const reading = `import json


def read_prices(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except:
        return fallback(path)


def to_number(text):
    try:
        return float(text)
    except Exception:
        return fallback(text)
`;

const raising = `import logging

logger = logging.getLogger(__name__)


def parse(text):
    try:
        return int(text)
    except ValueError as error:
        raise RuntimeError("not a number")


def stop(server, options=[]):
    try:
        return server.stop(options)
    except OSError as error:
        logger.error("could not stop: %s", error)
`;

/** Code actions with their edits, as an editor has them once an action is chosen. */
function actionsAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
): Thenable<vscode.CodeAction[]> {
  const { uri } = document;
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind.value, 20);
}

function ours(actions: readonly vscode.CodeAction[], beginning: string): vscode.CodeAction {
  const found = actions.find(({ title }) => title.startsWith(beginning));
  assert.ok(found, `${beginning} is not among ${actions.map(({ title }) => title).join(' | ')}`);
  return found;
}

async function apply({ edit, title }: vscode.CodeAction): Promise<void> {
  assert.ok(edit, `${title} has no edit`);
  assert.equal(await vscode.workspace.applyEdit(edit), true);
}

describe('findings', () => {
  it('stand at their places, with severity, rule and the page of the rule', async () => {
    const found = await findings(await openPython('reading.py', reading), 2);
    assert.deepEqual(
      found.map((one) => [ruleOf(one), one.severity, one.range]),
      [
        ['bare-except', Warning, new vscode.Range(7, 4, 7, 10)],
        ['blind-except', Information, new vscode.Range(14, 11, 14, 20)],
      ],
    );
    for (const { code } of found) {
      assert.ok(typeof code === 'object');
      assert.match(code.target.toString(), /^https:\/\/.*\/docs\/rules\/[a-z-]+\.md$/);
    }
  });

  it('follow what is typed, without a save', async () => {
    const document = await openPython('typed.py', reading);
    const [bare] = await findings(document, 2);
    assert.ok(bare);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, bare.range, 'except OSError');
    await vscode.workspace.applyEdit(edit);
    const left = await findings(document, 1);
    assert.deepEqual(left.map(ruleOf), ['blind-except']);
    assert.equal(document.isDirty, true);
    await document.save();
  });

  it('are explained on hover', async () => {
    const document = await openPython('hovered.py', reading);
    const [bare] = await findings(document, 2);
    const hovers: vscode.Hover[] = await vscode.commands.executeCommand(
      'vscode.executeHoverProvider',
      document.uri,
      bare?.range.start,
    );
    const texts = hovers.flatMap(({ contents }) =>
      contents.map((part) => (typeof part === 'string' ? part : part.value)),
    );
    const page = texts.find((text) => text.includes('docs/rules/bare-except.md')) ?? '';
    assert.match(page, /Before:\n\n```python\n[^]*except:[^]*After:\n\n```python\n[^]*```/);
  });

  it('have quick fixes that change the text as they say', async () => {
    const document = await openPython('narrowed.py', reading);
    const [bare] = await findings(document, 2);
    assert.ok(bare);
    const actions = await actionsAt(document, bare.range, vscode.CodeActionKind.QuickFix);
    await apply(ours(actions, 'Catch only `OSError`'));
    const narrowed = reading.replace('except:', 'except (OSError, json.JSONDecodeError):');
    assert.equal(document.getText(), narrowed);
    await findings(document, 1);
    await document.save();
  });

  it('offer what is preferred first, only where it is safe, and to ignore last', async () => {
    const document = await openPython('raising.py', raising);
    const [raised, shared] = await findings(document, 3);
    assert.ok(raised && shared);
    const safe = await actionsAt(document, raised.range, vscode.CodeActionKind.QuickFix);
    assert.deepEqual([safe[0]?.title, safe[0]?.isPreferred], ['Add `from error`', true]);
    assert.deepEqual(
      safe.slice(-2).map(({ title }) => title),
      ["Ignore 'raise-without-from' on this line", "Ignore 'raise-without-from' in this file"],
    );
    const unsafe = await actionsAt(document, shared.range, vscode.CodeActionKind.QuickFix);
    assert.deepEqual(
      unsafe.filter(({ isPreferred }) => isPreferred === true),
      [],
    );
  });

  it('are fixed together where that is safe', async () => {
    const document = await openPython('together.py', raising);
    await findings(document, 3);
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const actions = await actionsAt(document, whole, fixAllKind);
    assert.deepEqual(
      actions.map(({ kind }) => kind?.value),
      ['source.fixAll.seaworthy'],
    );
    await apply(ours(actions, ''));
    const fixed = raising
      .replace('raise RuntimeError("not a number")', 'raise RuntimeError("not a number") from error')
      .replace('except OSError as error', 'except OSError')
      .replace('logger.error("could not stop: %s", error)', 'logger.exception("could not stop")');
    assert.equal(document.getText(), fixed);
    assert.deepEqual((await findings(document, 1)).map(ruleOf), ['mutable-default-argument']);
    await document.save();
  });

  it('are fixed together by the command', async () => {
    const document = await openPython('commanded.py', raising);
    await findings(document, 3);
    await vscode.commands.executeCommand('seaworthy.fixAllInFile');
    await findings(document, 1);
    assert.match(document.getText(), / from error\n/);
    await document.save();
  });

  it('are not made up in other languages', async () => {
    const document = await openPython('notes.txt', reading);
    assert.equal(document.languageId, 'plaintext');
    const actions = await actionsAt(document, new vscode.Range(7, 4, 7, 10), vscode.CodeActionKind.QuickFix);
    assert.deepEqual(actions, []);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });
});
