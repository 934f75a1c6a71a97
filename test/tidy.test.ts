/** Order in the house: module boundaries, file sizes, generated files, what goes into the package. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { checkBoundaries, importsOf } from './harness/boundaries';
import { root } from './harness/root';
import { trackedFiles } from './harness/tracked-files';

const softLimit = 300;
const hardLimit = 500;
const files = trackedFiles();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const isSource = (path: string): boolean => /\.(ts|mjs|cjs)$/.test(path) && !path.endsWith('.generated.ts');
/** JSON with comments only where no test of ours reads it. */
const readJson = (path: string): unknown => JSON.parse(read(path));

describe('boundaries', () => {
  const sources = files.filter((path) => /^(server|client)\/src\/.*\.ts$/.test(path));
  it('reads imports of every form', () => {
    const forms = [
      "import a from './a';",
      "import type { B } from './b';",
      "import {\n  c,\n} from './c';",
      "export * from './d';",
      "export { e } from './e';",
      "import './f';",
      "const g = await import('./g');",
      "let h: import('./h').H;",
      "// import i from './i';",
    ];
    assert.deepEqual(importsOf(forms.join('\n')), ['./a', './b', './c', './d', './e', './f', './g', './h']);
  });
  it('finds what crosses them', () => {
    const crossing: readonly (readonly [string, string])[] = [
      ['server/src/engine/lint/a.ts', 'node:fs'],
      ['server/src/engine/lint/a.ts', 'vscode-languageserver'],
      ['server/src/engine/lint/a.ts', '../../lsp/host'],
      ['server/src/engine/rules/errors/a.ts', './b'],
      ['server/src/engine/rules/errors/a.ts', '../style/b'],
      ['server/src/engine/rules/errors/a.ts', '../../syntax/parser'],
      ['server/src/engine/rules/errors/a.ts', '../../lint/dispatch'],
      ['server/src/engine/project/checks/errors/a.ts', '../../../rules/errors/b'],
      ['server/src/protocol/a.ts', '../engine'],
      ['server/src/lsp/a.ts', '../node/host'],
      ['server/src/lsp/a.ts', 'node:path'],
      ['server/src/lsp/a.ts', '../engine/lint/analysis'],
      ['server/src/cli/a.ts', '../lsp/start-server'],
      ['server/src/browser/a.ts', '../node/host'],
      ['client/src/common/a.ts', '../../../server/src/engine'],
      ['client/src/common/a.ts', 'node:fs'],
    ];
    for (const [path, specifier] of crossing) {
      assert.equal(checkBoundaries(path, [specifier]).length, 1, `${path} may import ${specifier}`);
    }
  });
  it('are kept by every file', () => {
    assert.ok(sources.length > 50, 'the sources were not found');
    const problems = sources.flatMap((path) => checkBoundaries(path, importsOf(read(path))));
    assert.equal(problems.length, 0, problems.join('\n'));
  });
});

describe('files', () => {
  it(`have at most ${hardLimit} lines`, (context) => {
    const long = files.filter(isSource).map((path) => ({ path, lines: read(path).split('\n').length - 1 }));
    for (const { path, lines } of long.filter(({ lines }) => lines > softLimit)) {
      context.diagnostic(`${path} has ${lines} lines; ${softLimit} is plenty`);
    }
    const tooLong = long.filter(({ lines }) => lines > hardLimit);
    assert.deepEqual(tooLong, []);
  });

  it('say in their first lines what they are for', () => {
    const silent = files
      .filter((path) => isSource(path) && !/^#!|^\s*(\/\*|\/\/)/.test(read(path)))
      // A rule's metadata says it.
      .filter((path) => !/\/(rules|checks)\/[^/]+\/[^/]+\.ts$/.test(path));
    assert.deepEqual(silent, []);
  });

  it('do not switch off the lint rules that keep boundaries', () => {
    const directive = new RegExp(`eslint-${'disable'}.*(no-console|no-explicit-any|no-floating-promises)`);
    assert.deepEqual(
      files.filter((path) => isSource(path) && directive.test(read(path))),
      [],
    );
    assert.match(read('eslint.config.mjs'), /'no-console': 'error'/);
  });

  it('hold no paths of a machine and no addresses of a package registry', () => {
    // Owners of the homes in examples of code that should not name them.
    const invented = '(anna|app|bob|runner|student|user|Public|Shared)';
    const patterns = [
      `/${'home'}/(?!${invented}\\b)\\w`,
      `/${'Users'}/(?!${invented}\\b)\\w`,
      `/${'root'}/\\w`,
      `/${'work'}/(main|shared)`,
      `[A-Z]:\\\\+${'Users'}\\\\+(?!${invented}\\b)\\w`,
      `${'registry'}\\.(npmjs|yarnpkg|npmmirror)`,
      `"resolved":\\s*"(?!https://${'registry'}\\.npmjs\\.org/)`,
    ];
    const found = files.filter(isText).flatMap((path) => matches(path, new RegExp(patterns.join('|'))));
    assert.deepEqual(found, []);
  });
});

/** Text of ours: the lockfile's addresses are npm's own business, and checked above only for foreign hosts. */
function isText(path: string): boolean {
  return !/\.(wasm|png|svg|ico|woff2?|vsix)$/.test(path) && path !== 'package-lock.json';
}

function matches(path: string, pattern: RegExp): string[] {
  return read(path)
    .split('\n')
    .flatMap((line, index) =>
      pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 100)}`] : [],
    );
}

describe('generated files', () => {
  it('are fresh', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/gen.mjs', '--check'], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.equal(status, 0, `${stdout}${stderr}`);
  });

  it('have the grammars that VERSIONS.json names', () => {
    const versions = readJson('grammars/VERSIONS.json') as {
      file: string;
      sha256: string;
      version: string;
      package: string;
    }[];
    assert.deepEqual(
      versions.map(({ file }) => file).sort(),
      files
        .filter((path) => /^grammars\/.*\.wasm$/.test(path))
        .map((path) => path.slice('grammars/'.length))
        .sort(),
    );
    const manifest = readJson('package.json') as { devDependencies: Record<string, string> };
    for (const { file, sha256, version, package: name } of versions) {
      const bytes = readFileSync(join(root, 'grammars', file));
      assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256, file);
      assert.equal(manifest.devDependencies[name], version, name);
    }
  });
});

describe('package', () => {
  it('keeps everything out that is not named', () => {
    const lines = read('.vscodeignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    assert.equal(lines[0], '**');
    const allowed = lines.slice(1);
    assert.ok(allowed.length > 0);
    const broad = allowed.filter(
      (line) => !line.startsWith('!') || /^!(\*|dist\/\*|server|test|scripts|\.)/.test(line),
    );
    assert.deepEqual(broad, []);
  });

  it('has a section of the change log for its version', () => {
    const { version } = readJson('package.json') as { version: string };
    const headings = read('CHANGELOG.md')
      .split('\n')
      .filter((line) => line.startsWith('## '));
    assert.ok(
      headings.some((line) => line.includes(version)),
      `CHANGELOG.md has no section for ${version}`,
    );
  });

  it('pins every dependency, and has none at run time', () => {
    const manifest = readJson('package.json') as Record<string, Record<string, string> | undefined>;
    assert.equal(manifest['dependencies'], undefined);
    const loose = Object.entries(manifest['devDependencies'] ?? {}).filter(
      ([, range]) => !/^\d+\.\d+\.\d+$/.test(range),
    );
    assert.deepEqual(loose, []);
  });
});
