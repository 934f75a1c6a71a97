/** Fixes that change other files, on the command line: listed as edits of their own files, never applied, no secret. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../harness/root';
import { violations } from './json-schema';
import { findingsOf, makeFolder, run } from './run';

const secret = 's3cr3t-horse-9';
const code = `import sys\n\nPASSWORD = "${secret}"\nsys.stdout.write(PASSWORD)\n`;
const select = ['--select', 'hardcoded-secret'];

describe('check: fixes that change other files', () => {
  it('lists their edits with the name of the file, at the place where they belong', () => {
    const folder = makeFolder({
      'app.py': code,
      '.env': 'A=1\nB=2',
      '.gitignore': '.env\n',
      'pyproject.toml': '',
    });
    const result = run(['check', ...select, '--output-format', 'json', '.'], { cwd: folder });
    const [finding] = findingsOf(result);
    const edits = finding?.fix?.edits ?? [];
    const at = (name: string): string => join(realpathSync(folder), name);
    assert.deepEqual(
      edits.map(({ content, filename, location }) => [filename, content, location.row, location.column]),
      [
        [undefined, 'import os\n', 1, 1],
        [undefined, 'os.environ["PASSWORD"]', 3, 12],
        [at('.env'), '\nPASSWORD=<redacted>', 2, 4],
        [at('.env.example'), 'PASSWORD=\n', 1, 1],
      ],
    );
    assert.ok(finding?.fixes[1]?.edits.every(({ filename }) => filename === undefined));
    const schema = JSON.parse(readFileSync(join(root, 'docs/schema/check.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    assert.deepEqual(violations(schema, findingsOf(result)), []);
  });

  it('never applies them: --unsafe-fixes takes the in-file alternative', () => {
    const folder = makeFolder({ 'app.py': code });
    const result = run(['check', ...select, '--fix', '--unsafe-fixes', '.'], { cwd: folder });
    assert.match(readFileSync(join(folder, 'app.py'), 'utf8'), /PASSWORD = os\.environ\["PASSWORD"\]/);
    assert.deepEqual(readdirSync(folder), ['app.py']);
    assert.equal(result.code, 0);
  });

  it('prints the value nowhere and keeps it in no cache', () => {
    const cache = makeFolder();
    const folder = makeFolder({ 'app.py': code, '.env': `OTHER=${secret}\n` });
    for (const format of ['json', 'text']) {
      for (const round of ['fresh', 'cached']) {
        const result = run(['check', ...select, '--output-format', format, '.'], {
          cwd: folder,
          env: { SEAWORTHY_CACHE_DIR: cache },
        });
        assert.equal(result.code, 1, round);
        assert.ok(!(result.out + result.err).includes(secret), `${format}, ${round}: ${result.out}`);
      }
    }
    const cached = readdirSync(cache, { recursive: true, encoding: 'utf8' }).map((name) => join(cache, name));
    const texts = cached
      .filter((path) => existsSync(path) && /\.\w+$/.test(path))
      .map((path) => readFileSync(path, 'latin1'));
    assert.ok(
      texts.some((text) => text.includes('hardcoded-secret')),
      cached.join(', '),
    );
    assert.ok(texts.every((text) => !text.includes(secret)));
  });
});
