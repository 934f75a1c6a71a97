/** Acknowledging a check: what stands in the configuration afterwards, and what is left alone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'smol-toml';
import { acknowledge } from '../../../server/src/engine/project';
import { applyEdits } from '../../../server/src/engine';
import { factsOf } from './support';

type Reason = Parameters<typeof acknowledge>[2];

function run(
  files: Readonly<Record<string, string>>,
  reason: Reason,
  note = '',
): { path: string; text: string } | string {
  const result = acknowledge(factsOf({ 'a.py': 'x = 1\n', ...files }), 'ci-present', reason, note);
  if ('refused' in result) return result.refused;
  const [file] = result.files;
  assert.ok(file && result.files.length === 1);
  const { path } = file;
  return { path, text: 'create' in file ? file.create : applyEdits(files[path] ?? '', file.edits) };
}

function text(files: Readonly<Record<string, string>>, reason: Reason, note = ''): string {
  const result = run(files, reason, note);
  assert.ok(typeof result !== 'string', JSON.stringify(result));
  parse(result.text);
  return result.text;
}

describe('acknowledge', () => {
  it('creates pyproject.toml, or appends the table to it', () => {
    const table = '[tool.seaworthy.acknowledge]\nci-present = "not-detected"\n';
    assert.deepEqual(run({}, 'not-detected'), { path: 'pyproject.toml', text: table });
    assert.equal(
      text({ 'pyproject.toml': '[project]\nname = "x"  # mine\n' }, 'not-detected'),
      `[project]\nname = "x"  # mine\n\n${table}`,
    );
  });

  it('adds to the table that is there, with the line ends that are there', () => {
    const before =
      '# top\r\n[tool.seaworthy.acknowledge] # ours\r\nrequires-python = "remediated"\r\n\r\n[tool.x]\r\n';
    assert.equal(
      text({ 'pyproject.toml': before }, 'test-data', 'a "quoted"\nnote'),
      before.replace(
        '# ours\r\n',
        '# ours\r\nci-present = { reason = "test-data", note = "a \\"quoted\\" note" }\r\n',
      ),
    );
  });

  it('replaces an earlier reason and keeps the comment behind it', () => {
    const before = '[tool.seaworthy.acknowledge]\nci-present = "remediated" # why\nx = 1\n';
    assert.equal(
      text({ 'pyproject.toml': before }, 'not-supported'),
      before.replace('remediated', 'not-supported'),
    );
  });

  it('takes it back', () => {
    const before =
      '[tool.seaworthy.acknowledge]\nci-present = { reason = "remediated" } # why\nrequires-python = "remediated"\n';
    assert.equal(
      text({ 'pyproject.toml': before }, null),
      '[tool.seaworthy.acknowledge]\nrequires-python = "remediated"\n',
    );
    assert.match(JSON.stringify(run({ 'pyproject.toml': '' }, null)), /is not acknowledged/);
    assert.match(JSON.stringify(run({}, null)), /is not acknowledged/);
  });

  it('writes to seaworthy.toml where there is one', () => {
    assert.deepEqual(run({ 'seaworthy.toml': 'profile = "cli"\n', 'pyproject.toml': '' }, 'not-applicable'), {
      path: 'seaworthy.toml',
      text: 'profile = "cli"\n\n[acknowledge]\nci-present = "not-applicable"\n',
    });
  });

  it('refuses where it could break the file', () => {
    assert.match(JSON.stringify(run({ 'pyproject.toml': '[tool' }, 'remediated')), /does not parse/);
    const inline = '[tool.seaworthy]\nacknowledge = { requires-python = "remediated" }\n';
    assert.match(JSON.stringify(run({ 'pyproject.toml': inline }, 'remediated')), /laid out/);
  });
});
