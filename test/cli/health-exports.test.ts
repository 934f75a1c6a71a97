/** What `health` writes for other programs and people, and how a baseline keeps old debt from failing a run. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import type { HealthExport } from '../../server/src/protocol';
import { root } from '../lsp/bundles';
import { violations } from './json-schema';
import { makeFolder, run } from './run';
import { sarifProblems } from './sarif';

const formats = ['text', 'json', 'markdown', 'html', 'badge', 'shields', 'sarif'];
const schema = JSON.parse(readFileSync(join(root, 'docs/schema/health.json'), 'utf8')) as Record<
  string,
  unknown
>;
const secret = 'pk_9fQ2mZ7xW4tB8vLrK3';
const swallow = (name: string): string =>
  `def ${name}(path):\n    try:\n        return open(path).read()\n    except:\n        pass\n\n\n`;

function tutorial(more: Readonly<Record<string, string>> = {}): string {
  return makeFolder({
    'app <main>.py': `import requests\n\nAPI_KEY = "${secret}"\nLOG = "/${'home'}/ada/log.txt"\n\n\n${swallow('load')}`,
    'requirements.txt': 'requests\n',
    ...more,
  });
}

function output(format: string, folder: string, ...more: string[]): string {
  return run(['health', '--output-format', format, ...more, folder]).out;
}

function json(folder: string, ...more: string[]): HealthExport {
  return JSON.parse(output('json', folder, ...more)) as HealthExport;
}

describe('exports of the health report', () => {
  it('never hold a secret, an absolute path, or the time of day', () => {
    const folder = tutorial();
    for (const format of formats) {
      const text = output(format, folder);
      assert.ok(text.length > 50, `${format} is empty`);
      assert.ok(!text.includes(secret), `${format} holds the secret`);
      assert.ok(!text.includes(folder), `${format} holds the folder's path`);
      assert.equal(output(format, folder), text, `${format} differs between two runs`);
    }
    assert.equal(json(folder).root, basename(folder));
  });

  it('say that the step about a gate lifts the cap, though it brings no points at once', () => {
    const folder = tutorial();
    for (const format of ['text', 'markdown', 'html'])
      assert.match(
        output(format, folder),
        /secrets? out of the source.*lifts the cap, (?:\+[\d.]+ points, )?about/,
      );
  });

  it('JSON follows its schema and lists the findings', () => {
    const report = json(tutorial());
    assert.deepEqual(violations(schema, report), []);
    const bare = report.findings.find(({ rule }) => rule === 'bare-except');
    assert.deepEqual(
      [bare?.path, bare?.line, bare?.topic, bare?.age],
      ['app <main>.py', 10, 'errors', 'unknown'],
    );
    assert.equal(report.baseline, null);
  });

  it('SARIF has a result for every check and finding, each with a place and a fingerprint', () => {
    const folder = tutorial();
    const log = JSON.parse(output('sarif', folder)) as {
      readonly runs: readonly {
        readonly results: readonly { readonly ruleId: string; readonly kind: string }[];
      }[];
    };
    assert.deepEqual(sarifProblems(log), []);
    const { topics, findings } = json(folder);
    const checks = topics.flatMap((topic) => topic.checks);
    const results = log.runs[0]?.results ?? [];
    assert.equal(results.length, checks.length + findings.length);
    const kindOf = new Map(results.map(({ ruleId, kind }) => [ruleId, kind]));
    const expected = {
      pass: 'pass',
      partial: 'fail',
      fail: 'fail',
      'not-applicable': 'notApplicable',
      'not-measured': 'open',
      acknowledged: 'fail',
    };
    for (const { id, state } of checks) assert.equal(kindOf.get(id), expected[state], id);
  });

  it('SARIF suppresses what is acknowledged', () => {
    const folder = tutorial({
      'seaworthy.toml':
        '[acknowledge]\ntest-functions = { reason = "not-supported", note = "tested by hand" }\n',
    });
    const log = JSON.parse(output('sarif', folder)) as {
      readonly runs: readonly { readonly results: readonly Record<string, unknown>[] }[];
    };
    assert.deepEqual(sarifProblems(log), []);
    const found = log.runs[0]?.results.find(({ ruleId }) => ruleId === 'test-functions');
    assert.deepEqual(found?.['suppressions'], [
      { kind: 'external', status: 'accepted', justification: 'not-supported: tested by hand' },
    ]);
  });

  it('HTML is one file: nothing is loaded, nothing runs, names are escaped, tags are closed', () => {
    const html = output('html', tutorial());
    assert.match(html, /^<!doctype html>\n<html lang="en">/);
    assert.match(html, /default-src 'none'/);
    assert.doesNotMatch(html, /<(script|link|img|iframe|object|embed|base|form)\b/i);
    assert.doesNotMatch(html, /\b(src|href|action|srcset)\s*=|url\(|@import|https?:/i);
    assert.doesNotMatch(html, /\son\w+\s*=/i);
    assert.match(html, /app &lt;main&gt;\.py/);
    assert.match(html, /prefers-color-scheme: dark/);
    assert.match(html, /@media print/);
    assert.deepEqual(unclosed(html), []);
  });

  it('the badge is an SVG of its own with a name, and shields gets the same words', () => {
    const folder = tutorial();
    const svg = output('badge', folder);
    const shields = JSON.parse(output('shields', folder)) as Record<string, unknown>;
    assert.deepEqual(Object.keys(shields), ['schemaVersion', 'label', 'message', 'color']);
    assert.equal(shields['schemaVersion'], 1);
    assert.match(svg, /^<svg [^>]*role="img" aria-label="/);
    assert.ok(svg.includes(`<title>${String(shields['label'])}: ${String(shields['message'])}</title>`));
    assert.ok(svg.includes(`#${String(shields['color'])}`));
    assert.deepEqual(unclosed(svg), []);
    assert.match(String(shields['message']), /^[A-E] \d+$/);
  });

  it('a badge below the first stage says the stage: nobody needs a red E on the first day', () => {
    const folder = makeFolder({ 'hello.py': `import requests\n\n\n${swallow('load').repeat(8)}` });
    assert.equal(json(folder).stage, 'script');
    assert.equal((JSON.parse(output('shields', folder)) as { message: string }).message, 'stage Script');
  });

  it('an empty folder has every format too', () => {
    const folder = makeFolder();
    assert.deepEqual(violations(schema, json(folder)), []);
    assert.deepEqual(sarifProblems(JSON.parse(output('sarif', folder))), []);
    assert.match(output('html', folder), /Nothing to grade yet/);
    assert.equal((JSON.parse(output('shields', folder)) as { message: string }).message, 'no score yet');
  });
});

describe('--baseline', () => {
  const baselineOf = (folder: string): string => {
    const file = join(makeFolder(), 'baseline.json');
    writeFileSync(file, output('json', folder));
    return file;
  };
  const health = (folder: string, file: string): ReturnType<typeof run> =>
    run(['health', '--baseline', file, '--output-format', 'json', folder]);

  it('does not fail for what was there before, even when it has moved', () => {
    const folder = tutorial();
    const file = baselineOf(folder);
    assert.equal(health(folder, file).code, 0);
    const path = join(folder, 'app <main>.py');
    writeFileSync(path, `import os\n\nprefix = os.sep\n${readFileSync(path, 'utf8')}`);
    const moved = health(folder, file);
    assert.equal(moved.code, 0, moved.out);
    const report = JSON.parse(moved.out) as HealthExport;
    assert.deepEqual(violations(schema, report), []);
    assert.ok(report.findings.length > 0);
    assert.deepEqual([...new Set(report.findings.map(({ age }) => age))], ['existing']);
  });

  it('fails for one new finding, and names it', () => {
    const folder = tutorial();
    const file = baselineOf(folder);
    writeFileSync(join(folder, 'more.py'), swallow('more'));
    const { code, out } = health(folder, file);
    assert.equal(code, 1);
    const report = JSON.parse(out) as HealthExport;
    const fresh = report.findings.filter(({ age }) => age === 'new');
    assert.ok(fresh.length > 0 && fresh.every(({ path }) => path === 'more.py'));
    assert.equal(report.baseline?.newFindings, fresh.length);
    const text = run(['health', '--baseline', file, folder]);
    assert.match(text.out, new RegExp(`Since the baseline: .*${fresh.length} new finding`));
    const log = JSON.parse(run(['health', '--baseline', file, '--output-format', 'sarif', folder]).out) as {
      readonly runs: readonly { readonly results: readonly Record<string, unknown>[] }[];
    };
    assert.deepEqual(sarifProblems(log), []);
    const ages = log.runs[0]?.results.map((result) => result['baselineState']);
    assert.ok(ages?.includes('new') && ages.includes('unchanged'));
  });

  it('fails when a check is no longer met', () => {
    const folder = tutorial();
    const file = baselineOf(folder);
    rmSync(join(folder, 'requirements.txt'));
    const { code, out } = health(folder, file);
    assert.equal(code, 1);
    assert.ok((JSON.parse(out) as HealthExport).baseline?.worse.includes('dependencies-declared'));
  });

  it('shows what is gone as absent, and does not compare scores of two models', () => {
    const folder = tutorial();
    const before = json(folder);
    writeFileSync(join(folder, 'app <main>.py'), 'def load(path: str) -> str:\n    return path\n');
    const file = join(makeFolder(), 'baseline.json');
    writeFileSync(file, JSON.stringify({ ...before, model: before.model + 1 }));
    const report = JSON.parse(health(folder, file).out) as HealthExport;
    assert.equal(report.baseline?.comparable, false);
    assert.ok(report.baseline.fixedFindings > 0);
    const sarif = run(['health', '--baseline', file, '--output-format', 'sarif', folder]).out;
    assert.deepEqual(sarifProblems(JSON.parse(sarif)), []);
    assert.match(sarif, /"baselineState": "absent"/);
  });

  it('is wrong use when the file is missing or something else', () => {
    const folder = tutorial({ 'list.json': '[1]', 'broken.json': '{' });
    for (const name of ['missing.json', 'list.json', 'broken.json']) {
      const { code, err, out } = health(folder, join(folder, name));
      assert.equal(code, 2, name);
      assert.match(err, new RegExp(name));
      assert.equal(out, '');
    }
  });
});

/** Elements that are opened and not closed, or closed and not opened. */
function unclosed(markup: string): string[] {
  const open: string[] = [];
  const problems: string[] = [];
  const style = /<style>[^]*?<\/style>/g;
  for (const [, slash, name = '', rest = ''] of markup
    .replace(style, '')
    .matchAll(/<(\/?)([a-z]\w*)([^>]*)>/gi)) {
    if (/^(meta|br|hr)$/.test(name) || rest.endsWith('/')) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) problems.push(name);
  }
  return [...problems, ...open];
}
