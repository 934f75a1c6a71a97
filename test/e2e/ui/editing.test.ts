// What a person sees and does in the editor: underlined habits, why they matter, the fixes of the light bulb, fixes on
// save, and the ways to silence a rule. One window for all; every test has a file of its own in it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hoverParts } from './hover.js';
import { applyQuickFix, quickFixTitles } from './quick-fixes.js';
import { changeSettings } from './settings.js';
import { testFolder } from './test-folder.js';
import { Workbench } from './workbench.js';

const prices = `"""Reads the prices of a shop."""
import json


def read_prices(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except:
        return fallback(path)


def add(item, basket=[]):
    basket.append(item)
    return basket


def to_number(text):
    try:
        return float(text)
    except Exception:
        return fallback(text)
`;

const sending = `"""Sends an order."""
import json
import sys


def send(order, connection):
    try:
        return connection.post(json.dumps(order))
    except ConnectionError as error:
        print("could not send:", error)
`;

const sendingLogged = `"""Sends an order."""
import json
import logging
import sys

logger = logging.getLogger(__name__)


def send(order, connection):
    try:
        return connection.post(json.dumps(order))
    except ConnectionError:
        logger.exception("could not send")
`;

const saved = `import logging

logger = logging.getLogger(__name__)


def stop(server):
    try:
        return server.stop()
    except OSError as error:
        logger.error("could not stop: %s", error)


def start(server, options=[]):
    return server.start(options)
`;

const savedFixed = saved
  .replace('except OSError as error', 'except OSError')
  .replace('logger.error("could not stop: %s", error)', 'logger.exception("could not stop")');

const folder = testFolder({
  'prices.py': prices,
  'narrowed.py': prices,
  'sending.py': sending,
  'ignored.py': 'def add(item, basket=[]):\n    basket.append(item)\n    return basket\n',
  'saved.py': saved,
  'pyproject.toml': '[project]\nname = "shop"\n\n[tool.seaworthy]\nexclde = ["old/**"]\n',
});

describe('editing Python', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open(folder.path);
  });

  after(async () => {
    await workbench.close();
    folder.remove();
  });

  const linesUnderlined = async (): Promise<number[]> =>
    (await workbench.squiggles()).map(({ line }) => line);

  const untilUnderlined = (lines: readonly number[]): Promise<number[]> =>
    workbench.until(`underlined lines ${lines.join(', ')}`, linesUnderlined, (found) => same(found, lines));

  /** Applies the first quick fix that begins like this, and returns its title. */
  const fixWith = async (beginning: string): Promise<string> => {
    const titles = await quickFixTitles(workbench);
    const title = titles.find((one) => one.startsWith(beginning));
    assert.ok(title, `no quick fix begins with ${beginning}: ${titles.join(' | ')}`);
    await applyQuickFix(workbench, title);
    return title;
  };

  it('underlines what is found, each kind in its own way', async () => {
    await workbench.openFile('prices.py');
    await untilUnderlined([9, 13, 21]);
    assert.deepEqual(await workbench.squiggles(), [
      { severity: 'warning', line: 9 },
      { severity: 'warning', line: 13 },
      { severity: 'info', line: 21 },
    ]);
  });

  it('asks for no attention: no notification, no page of its own', async () => {
    assert.deepEqual(await workbench.notifications(), []);
    const tabs = await workbench.page
      .locator('.tab')
      .evaluateAll((elements) => elements.map((tab) => tab.getAttribute('data-resource-name')));
    assert.deepEqual(tabs, ['prices.py']);
  });

  it('lists it in Problems with place, rule and sentence', async () => {
    const problems = (await workbench.problems()).filter(({ source }) => source === 'seaworthy');
    const found = problems
      .filter(({ code }) => code !== 'configuration')
      .map(({ code, severity, line, column }) => `${severity} ${code} ${line}:${column}`);
    assert.deepEqual(found.sort(), [
      'info blind-except 21:12',
      'warning bare-except 9:5',
      'warning mutable-default-argument 13:22',
    ]);
    const bare = problems.find(({ code }) => code === 'bare-except');
    assert.match(bare?.message ?? '', /^A bare `except:` catches everything, even Ctrl\+C/);
  });

  it('reports a misspelt key of pyproject.toml where it stands', async () => {
    const problems = await workbench.until(
      'the misspelt key',
      () => workbench.problems(),
      (rows) => rows.some(({ code }) => code === 'configuration'),
    );
    const wrong = problems.filter(({ code }) => code === 'configuration');
    assert.deepEqual(
      wrong.map(({ line, column }) => [line, column]),
      [[5, 1]],
    );
    assert.match(wrong[0]?.message ?? '', /exclde/);
    await workbench.runCommand('View: Hide Panel');
  });

  it('explains in the hover why it matters, with before and after', async () => {
    await workbench.openFile('prices.py');
    await workbench.goTo(9, 6);
    const parts = await hoverParts(workbench, /Before:/);
    const message = /catches everything, even Ctrl\+C/;
    assert.equal(parts.filter((part) => message.test(part)).length, 1, 'the message is shown once');
    const page = parts.find((part) => part.includes('Before:')) ?? '';
    assert.match(page, /KeyboardInterrupt[^]*Before:[^]*except:[^]*After:[^]*except \(OSError, json/);
  });

  it('narrows a bare except through the light bulb', async () => {
    await workbench.openFile('narrowed.py');
    await untilUnderlined([9, 13, 21]);
    await workbench.goTo(9, 6);
    await fixWith('Catch only `OSError`');
    await untilUnderlined([13, 21]);
    const expected = prices.replace('except:', 'except (OSError, json.JSONDecodeError):');
    assert.equal(await workbench.editorText('narrowed.py'), expected);
  });

  it('logs in place of a print, with import and logger in their places', async () => {
    await workbench.openFile('sending.py');
    await untilUnderlined([10]);
    await workbench.goTo(10, 10);
    await fixWith('Log it with the traceback');
    await untilUnderlined([]);
    assert.equal(await workbench.editorText('sending.py'), sendingLogged);
  });

  it('offers to ignore a finding last, and does so', async () => {
    await workbench.openFile('ignored.py');
    await untilUnderlined([1]);
    await workbench.goTo(1, 23);
    const ignore = "Ignore 'mutable-default-argument' on this line";
    const inFile = "Ignore 'mutable-default-argument' in this file";
    assert.deepEqual((await quickFixTitles(workbench)).slice(-2), [ignore, inFile]);
    await applyQuickFix(workbench, ignore);
    await untilUnderlined([]);
    const [line] = (await workbench.editorText('ignored.py')).split('\n');
    assert.equal(line, 'def add(item, basket=[]):  # seaworthy: ignore[mutable-default-argument]');
  });

  it('applies the safe fixes on save, and only those', async () => {
    await changeSettings(workbench, {
      'editor.codeActionsOnSave': { 'source.fixAll.seaworthy': 'explicit' },
    });
    await workbench.openFile('saved.py');
    await untilUnderlined([10, 13]);
    await workbench.save();
    assert.equal(await workbench.editorText('saved.py'), savedFixed);
    await untilUnderlined([13]);
  });

  it('follows a change of settings without a reload', async () => {
    await workbench.openFile('prices.py');
    await untilUnderlined([9, 13, 21]);
    await changeSettings(workbench, { 'seaworthy.rules': { 'bare-except': 'off' } });
    await untilUnderlined([13, 21]);
    await changeSettings(workbench, {});
    await untilUnderlined([9, 13, 21]);
  });

  it('clears everything when it is switched off', async () => {
    const isOurs = (text: string): boolean => /\d+\/100|\d+ steps?$/.test(text);
    await workbench.until(
      'the grade',
      () => workbench.statusBar(),
      (items) => items.some(isOurs),
    );
    await changeSettings(workbench, { 'seaworthy.enable': false });
    await untilUnderlined([]);
    await workbench.until(
      'the grade to go',
      () => workbench.statusBar(),
      (items) => !items.some(isOurs),
    );
    const left = (await workbench.problems()).filter(({ source }) => source === 'seaworthy');
    assert.deepEqual(
      left.filter(({ code }) => code !== 'configuration'),
      [],
    );
  });
});

function same(found: readonly number[], wanted: readonly number[]): boolean {
  return found.length === wanted.length && found.every((line, index) => line === wanted[index]);
}
