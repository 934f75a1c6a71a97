/** `health`, `rule` and `server` as processes. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { bundle, root } from '../lsp/bundles';
import { violations } from './json-schema';
import { bareExcept, makeFolder, run } from './run';

interface Report {
  readonly overall: number | null;
  readonly root: string;
  readonly profile: string;
  readonly truncated?: { readonly graded: number; readonly total: number };
  readonly topics: readonly {
    readonly id: string;
    readonly status: string;
    readonly checks: readonly { id: string; state: string }[];
  }[];
}

const schema = JSON.parse(readFileSync(join(root, 'docs/schema/health.json'), 'utf8')) as Record<
  string,
  unknown
>;
const project = {
  'pyproject.toml':
    '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.10"\ndependencies = []\n[tool.ruff]\n',
  'shop/__init__.py': '',
  'shop/a.py': bareExcept.repeat(12),
  'tests/test_a.py': 'from shop.a import read\n\n\ndef test_read():\n    assert read("x") is None\n',
};

function healthOf(folder: string): Report {
  return JSON.parse(run(['health', '--output-format', 'json', folder]).out) as Report;
}

describe('health', () => {
  it('follows the published schema, for a project and for an empty folder', () => {
    for (const files of [project, { 'a.py': bareExcept }, {}]) {
      const folder = makeFolder(files);
      const result = run(['health', '--output-format', 'json', folder]);
      assert.deepEqual(violations(schema, JSON.parse(result.out)), []);
      assert.equal(result.code, 0, result.err);
    }
  });

  it('grades, in text and Markdown too', () => {
    const folder = makeFolder(project);
    const { overall, topics, root: shown } = healthOf(folder);
    assert.ok(overall !== null && overall >= 0 && overall <= 100);
    assert.equal(topics.length, 10);
    assert.equal(shown, basename(folder));
    const text = run(['health', folder]);
    assert.match(text.out, /Project health/);
    assert.match(text.out, new RegExp(`\\b${overall} of 100`));
    assert.match(run(['health', '--output-format', 'markdown', folder]).out, /^# Project health/);
    assert.equal(run(['health', folder]).out, text.out);
  });

  it('--fail-under compares with the score, and no score is not enough', () => {
    const folder = makeFolder(project);
    const { overall } = healthOf(folder);
    assert.ok(overall !== null && overall < 100);
    assert.equal(run(['health', '--fail-under', String(overall), folder]).code, 0);
    assert.equal(run(['health', '--fail-under', String(overall + 1), folder]).code, 1);
    assert.equal(run(['health', '--fail-under', '0', makeFolder()]).code, 1);
  });

  it('configuration decides profile, topics, acknowledgements and the number of files', () => {
    const folder = makeFolder({
      ...project,
      'seaworthy.toml':
        'profile = "service"\n[topics]\ndisabled = ["style"]\n[analysis]\nmax-files = 2\n[acknowledge]\nci-present = "not-applicable"\n',
    });
    const report = healthOf(folder);
    assert.equal(report.profile, 'service');
    assert.equal(report.topics.find(({ id }) => id === 'style')?.status, 'disabled');
    const checks = report.topics.flatMap((topic) => topic.checks);
    assert.equal(checks.find(({ id }) => id === 'ci-present')?.state, 'acknowledged');
    assert.deepEqual(report.truncated, { graded: 2, total: 3 });
    assert.match(run(['health', folder]).err, /1 Python files? .*left out/);
  });
});

describe('rule', () => {
  it('explains one rule, by name or by an equivalent code', () => {
    const { out, code } = run(['rule', 'bare-except']);
    assert.equal(code, 0);
    assert.match(out, /^bare-except \(errors/);
    assert.equal(run(['rule', 'E722']).out, out);
    const meta = JSON.parse(run(['rule', 'bare-except', '--output-format', 'json']).out) as Record<
      string,
      unknown
    >;
    assert.equal(meta['name'], 'bare-except');
    assert.match(String(meta['url']), /bare-except/);
  });

  it('--all lists every rule', () => {
    const all = JSON.parse(run(['rule', '--all', '--output-format', 'json']).out) as {
      readonly name: string;
    }[];
    assert.ok(all.length > 5);
    const lines = run(['rule', '--all']).out.trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => line.split(' ')[0]),
      all.map(({ name }) => name),
    );
  });

  it('suggests a name', () => {
    assert.match(run(['rule', 'bare-exept']).err, /did you mean 'bare-except'\?/);
  });
});

describe('server --stdio', () => {
  it('answers initialize and ends when its client goes', async () => {
    bundle('server.js');
    const child = spawn(process.execPath, [bundle('cli.js'), 'server', '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const params = { processId: null, rootUri: null, capabilities: {} };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    let answer = '';
    for await (const chunk of child.stdout) {
      answer += String(chunk);
      if (answer.includes('"id":1')) break;
    }
    assert.match(answer, /"capabilities"/);
    child.stdin.end();
    child.kill();
    await ended;
  });
});
