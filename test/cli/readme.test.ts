/** What README.md says: its commands run, its settings and commands exist, its links lead somewhere. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../lsp/bundles';
import { bareExcept, makeFolder, run } from './run';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');
const manifest = JSON.parse(read('package.json')) as {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    readonly commands: readonly { readonly title: string }[];
  };
};

describe('README.md', () => {
  it('has commands that run', () => {
    const folder = makeFolder({ 'app.py': bareExcept, 'pyproject.toml': '[project]\nname = "app"\n' });
    const lines = [...readme.matchAll(/^(?:cat (\S+) \| )?node dist\/cli\.js (.*)$/gm)];
    assert.ok(lines.length >= 12);
    for (const [line, piped, rest = ''] of lines) {
      const [command = '', output] = rest.replace(/\s+#.*$/, '').split(' > ');
      const input = piped === undefined ? '' : readFileSync(join(folder, piped), 'utf8');
      const result = run(command.trim().split(/\s+/), { cwd: folder, input });
      assert.ok(result.code === 0 || result.code === 1, `${line}\n${result.err}`);
      if (output !== undefined) writeFileSync(join(folder, output.trim()), result.out);
    }
  });

  it('lists the formats that there are', () => {
    for (const command of ['check', 'health', 'rule']) {
      const row = new RegExp(`^\\| \`${command}\` \\|(.*)\\|$`, 'm').exec(readme)?.[1] ?? '';
      const listed = [...row.matchAll(/`(\w+)`/g)].map(([, name]) => name);
      const help = run([command, '--help']).out.replace(/\s+/g, ' ');
      const known = /choices: ((?:"\w+",? ?)+)/.exec(help)?.[1] ?? '';
      assert.deepEqual(
        listed.sort(),
        [...known.matchAll(/"(\w+)"/g)].map(([, name]) => name).sort(),
        command,
      );
    }
  });

  it('names settings and commands that exist', () => {
    const settings = manifest.contributes.configuration.properties;
    const named = new Set([...readme.matchAll(/`"?(seaworthy\.[a-z][\w.]*)/g)].map(([, name]) => name ?? ''));
    named.delete('seaworthy.toml');
    assert.ok(named.size >= 10);
    assert.deepEqual(
      [...named].filter((name) => !(name in settings)),
      [],
    );
    const texts = Object.values(JSON.parse(read('package.nls.json')) as Record<string, string>);
    for (const [, title] of readme.matchAll(/\*Seaworthy: ([^*]+)\*/g))
      assert.ok(texts.includes(title ?? ''), title);
  });
});

describe('documents', () => {
  it('have links that lead somewhere', () => {
    for (const path of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SUPPORT.md', 'CHANGELOG.md']) {
      const text = read(path);
      for (const [, target = ''] of text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
        if (!/^https:/.test(target))
          assert.ok(existsSync(join(root, dirname(path), target)), `${path}: ${target}`);
      }
    }
  });
});
