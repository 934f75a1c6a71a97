/** What `check` writes for code scanning, for GitHub's annotations and for Markdown. */
import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bareExcept, findingsOf, makeFolder, run, type JsonFinding } from './run';
import { sarifProblems } from './sarif';

const secret = 'hunter2-S3cret!x';
const code = `X = "😀"; password = "${secret}"\n\n\n${bareExcept}\n\ndef quiet():\n    try:\n        X()\n    except Exception:\n        pass\n`;

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}
interface Artifact {
  readonly uri: string;
  readonly uriBaseId?: string;
}
interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly locations: readonly [
    { readonly physicalLocation: { readonly artifactLocation: Artifact; readonly region: Region } },
  ];
  readonly fixes?: readonly {
    readonly artifactChanges: readonly [
      {
        readonly artifactLocation: Artifact;
        readonly replacements: readonly {
          readonly deletedRegion: Region;
          readonly insertedContent: { readonly text: string };
        }[];
      },
    ];
  }[];
}

function project(): string {
  return makeFolder({ 'pkg/a b.py': code, 'pyproject.toml': '', 'main.py': bareExcept });
}

function check(format: string, cwd: string, ...more: string[]) {
  return run(['check', '--select', 'all', '--output-format', format, ...more], { cwd });
}

function resultsOf(out: string): readonly Result[] {
  const log = JSON.parse(out) as { readonly runs: readonly [{ readonly results: readonly Result[] }] };
  assert.deepEqual(sarifProblems(log), []);
  return log.runs[0].results;
}

function jsonOf(cwd: string): readonly JsonFinding[] {
  return findingsOf(check('json', cwd, '.'));
}

/** The text after the replacements of one fix, whose regions count UTF-16 units. */
function applied(text: string, fix: NonNullable<Result['fixes']>[number]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = (line: number, column: number): number => (starts[line - 1] ?? text.length) + column - 1;
  const { replacements } = fix.artifactChanges[0];
  const edits = replacements.map(({ deletedRegion: at, insertedContent }) => ({
    start: offset(at.startLine, at.startColumn),
    end: offset(at.endLine, at.endColumn),
    text: insertedContent.text,
  }));
  edits.sort((a, b) => b.start - a.start);
  return edits.reduce(
    (all, { start, end, text: inserted }) => all.slice(0, start) + inserted + all.slice(end),
    text,
  );
}

describe('check --output-format json', () => {
  it('is what JSON.stringify makes of each finding, a line each', () => {
    const folder = makeFolder({
      '.git/HEAD': '',
      'pyproject.toml': '[project]\nname = "x"\nversion = "1"\ndependencies = []\n',
      'quo"te\u2028.py': `import requests\n${code}`,
      'plain.py': bareExcept,
      'untold.py': 'def name() -> str:\n    return "x"\n\n\ndef pick(what: str):\n    return what.pick()\n',
      'quiet.py': '"""Nothing to find."""\n',
    });
    const { out } = check('json', folder, '.');
    const lines = out.split('\n');
    assert.deepEqual([lines[0], ...lines.slice(-2)], ['[', ']', '']);
    const objects = lines.slice(1, -2);
    assert.ok(objects.length > 5 && out.includes('"fixes":[{') && out.includes('"fix":null'));
    for (const [index, line] of objects.entries()) {
      const text = line.replace(/,$/, '');
      assert.equal(line.endsWith(','), index < objects.length - 1);
      assert.equal(text, `  ${JSON.stringify(JSON.parse(text))}`);
      const { fix, fixes } = JSON.parse(text) as JsonFinding;
      assert.deepEqual(fix, fixes[0] ?? null);
    }
    assert.equal(check('json', makeFolder({ '.git/HEAD': '' }), '.').out, '[]\n');
  });
});

describe('check, SARIF', () => {
  it('has a result for each finding, at its place, with paths below the present folder', () => {
    const folder = project();
    const results = resultsOf(check('sarif', folder, '.').out);
    const json = jsonOf(folder);
    assert.deepEqual(results.map(({ ruleId }) => ruleId).sort(), json.map((one) => one.code).sort());
    const uris = new Set(results.map(({ locations: [at] }) => at.physicalLocation.artifactLocation.uri));
    assert.ok(uris.has('pkg/a%20b.py') && uris.has('main.py'), [...uris].join());
    const hidden = results.find(({ ruleId }) => ruleId === 'hardcoded-secret');
    const { startColumn } = hidden?.locations[0].physicalLocation.region ?? {};
    const column = json.find((one) => one.code === 'hardcoded-secret')?.location.column ?? 0;
    assert.equal(startColumn, column + 1, 'the emoji before it is two units wide');
  });

  it('has fixes that apply', () => {
    const folder = makeFolder({ 'a.py': bareExcept, 'pyproject.toml': '' });
    const [result] = resultsOf(
      run(['check', '--select', 'bare-except', '--output-format', 'sarif'], { cwd: folder }).out,
    );
    const fix = result?.fixes?.[0];
    assert.ok(fix);
    const fixed = run(['check', '--select', 'bare-except', '--fix', '--unsafe-fixes', '-'], {
      input: bareExcept,
    });
    assert.equal(applied(bareExcept, fix), fixed.out);
    assert.notEqual(fixed.out, bareExcept);
  });

  it('keeps the fingerprint of code that has moved, and its level follows the severity', () => {
    const one = (text: string): string => {
      const folder = makeFolder({ 'a.py': text, 'seaworthy.toml': '[rules]\nbare-except = "error"\n' });
      const out = run(['check', '--output-format', 'sarif', '.'], { cwd: folder }).out;
      const found = resultsOf(out).find(({ ruleId }) => ruleId === 'bare-except');
      assert.equal(found?.level, 'error');
      return JSON.stringify((found as unknown as { partialFingerprints: unknown }).partialFingerprints);
    };
    assert.equal(one(bareExcept), one(`# moved\n\n${bareExcept}`));
  });

  it('names a file outside of the present folder by a URI of its own', () => {
    const folder = realpathSync(project());
    const log = JSON.parse(check('sarif', makeFolder(), join(folder, 'main.py')).out) as {
      readonly runs: readonly [{ readonly results: readonly Result[] }];
    };
    const { artifactLocation } = log.runs[0].results[0]?.locations[0].physicalLocation ?? {};
    assert.match(artifactLocation?.uri ?? '', /^file:\/\/\/.*\/main\.py$/);
    assert.equal(artifactLocation?.uriBaseId, undefined);
  });

  it('is a whole log where nothing is found', () => {
    const result = check('sarif', makeFolder({ 'a.py': 'X = 1\n' }), '.');
    assert.deepEqual(resultsOf(result.out), []);
    assert.equal(result.code, 0);
  });
});

describe('check, GitHub', () => {
  it('is one workflow command a finding, with columns only on one line', () => {
    const folder = realpathSync(project());
    const { out, err, code: exit } = check('github', folder, '.');
    const lines = out.trimEnd().split('\n');
    const json = jsonOf(folder);
    assert.equal(lines.length, json.length);
    const bare = lines.find((line) => line.includes('bare-except') && line.includes('a b.py'));
    const file = join(folder, 'pkg', 'a b.py').replaceAll(':', '%3A');
    assert.ok(
      bare?.startsWith(
        `::warning title=Seaworthy (bare-except),file=${file},line=7,endLine=7,col=5,endColumn=11::${join('pkg', 'a b.py')}:7:5: bare-except: `,
      ),
      bare,
    );
    const wide = json.find((one) => one.location.row !== one.end_location.row);
    assert.ok(wide);
    const shown = lines.find((line) => line.includes(`(${wide.code})`)) ?? '';
    assert.match(shown, /,line=\d+,endLine=\d+::/);
    assert.ok(lines.some((line) => line.startsWith('::notice ')));
    assert.match(err, /^Found \d+ findings in 2 of 2 files/);
    assert.equal(exit, 1);
  });

  it('escapes what would end a property', { skip: process.platform === 'win32' }, () => {
    const folder = makeFolder({ '50%,a:b.py': bareExcept });
    assert.match(check('github', folder, '.').out, /file=[^,]*50%25%2Ca%3Ab\.py,line=4/);
  });
});

describe('check, Markdown', () => {
  it('lists findings by file, with links and fixes', () => {
    const { out } = check('markdown', project(), '.');
    assert.match(out, /^# Seaworthy\n\nFound \d+ findings in 2 of 2 files .*\n\n## `main\.py`\n\n- /);
    assert.match(
      out,
      /\n## `pkg\/a b\.py`\n\n[^]*- \*\*7:5\*\* warning \[bare-except\]\(https:[^)]+bare-except\.md\): .*\*Fix \(unsafe\): /,
    );
  });
});

describe('check, any format', () => {
  it('never holds a secret', () => {
    const folder = project();
    for (const format of ['text', 'json', 'sarif', 'github', 'markdown']) {
      const { out, err } = check(format, folder, '.');
      assert.match(out, /hardcoded-secret/, format);
      assert.ok(!(out + err).includes(secret), format);
    }
  });

  it('takes the text of standard input for what it shows', () => {
    for (const format of ['sarif', 'github', 'markdown']) {
      const args = ['check', '--output-format', format, '--stdin-filename', 'missing/app.py', '-'];
      const result = run(args, { input: bareExcept });
      assert.match(result.out, /bare-except/, format);
      assert.match(result.out, /missing\/app\.py/, format);
      assert.equal(result.code, 1);
    }
  });

  it('counts only as text or JSON', () => {
    for (const format of ['sarif', 'github', 'markdown']) {
      const result = check(format, makeFolder({ 'a.py': bareExcept }), '--statistics', '.');
      assert.equal(result.code, 2);
      assert.match(result.err, new RegExp(`--statistics has no form for --output-format ${format}`));
    }
  });
});
