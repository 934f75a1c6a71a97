/** The compiled form of a bundle: used while the bundle is the same, and without a trace where it is of no use. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { keptFileOf, load } from '../../server/src/node/compiled';
import { bundle as built } from '../lsp/bundles';
import { makeFolder } from './folder';

const sourceOf = (word: string): string =>
  `"use strict";\nconst { basename } = require('node:path');\nexports.say = () => \`${word} \${basename(__filename)} \${basename(__dirname)}\`;\n`;

function makeBundle(word: string): string {
  return join(makeFolder({ 'bundle.js': sourceOf(word) }), 'bundle.js');
}

function said(file: string): { readonly text: unknown; readonly isKept: boolean } {
  const { exports, keep } = load(file);
  return { text: exports['say']?.(), isKept: keep === undefined };
}

function keep(file: string): void {
  const loaded = load(file);
  loaded.exports['say']?.();
  loaded.keep?.();
}

describe('the compiled form of a bundle', () => {
  it('is used by the next run, which does the same', () => {
    const file = makeBundle('one');
    const fresh = said(file);
    assert.match(String(fresh.text), /^one bundle\.js /);
    assert.equal(fresh.isKept, false);
    keep(file);
    assert.deepEqual(said(file), { text: fresh.text, isKept: true });
    assert.deepEqual(readdirSync(join(file, '..')).sort(), ['bundle.js', basename(keptFileOf(file))]);
  });

  it('does not outlive its bundle, though another one has as many letters', () => {
    const file = makeBundle('one');
    keep(file);
    const { atime, mtime } = statSync(file);
    writeFileSync(file, sourceOf('two'));
    utimesSync(file, atime, new Date(mtime.getTime() + 1000));
    const { text, isKept } = said(file);
    assert.match(String(text), /^two /);
    assert.equal(isKept, false);
  });

  it('may be torn or damaged anywhere: V8 never sees it, and it is written again', () => {
    const file = makeBundle('one');
    keep(file);
    const { text } = said(file);
    const kept = keptFileOf(file);
    const good = readFileSync(kept);
    for (const share of [0, 0.01, 0.2, 0.5, 0.9, 0.999]) {
      const at = Math.floor(good.length * share);
      const damaged = Buffer.from(good);
      damaged[at] = (damaged[at] ?? 0) ^ 4;
      for (const bytes of [good.subarray(0, at), damaged, Buffer.concat([good, good.subarray(at)])]) {
        writeFileSync(kept, bytes);
        assert.deepEqual(said(file), { text, isKept: false }, `at ${at}`);
        keep(file);
        assert.deepEqual(said(file), { text, isKept: true });
      }
    }
  });

  it('is done without where it cannot be written', () => {
    const file = makeBundle('one');
    const loaded = load(file);
    rmSync(join(file, '..'), { recursive: true });
    assert.doesNotThrow(() => loaded.keep?.());
    assert.equal(existsSync(keptFileOf(file)), false);
  });
});

describe('the built command line', () => {
  const folder = makeFolder();
  const dist = join(folder, 'dist');
  mkdirSync(dist);
  mkdirSync(join(folder, 'grammars'));
  for (const name of ['cli.js', 'worker.js', 'compiled.js', 'node.js', 'package.json'])
    copyFileSync(built(name), join(dist, name));
  const grammars = join(built('node.js'), '..', '..', 'grammars');
  for (const name of readdirSync(grammars))
    copyFileSync(join(grammars, name), join(folder, 'grammars', name));
  const project = makeFolder({ '.git/HEAD': '', 'a.py': 'try:\n    x = 1\nexcept:\n    pass\n' });
  const run = (...args: readonly string[]): string => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(dist, 'cli.js'), ...args], {
      cwd: project,
      encoding: 'utf8',
      env: { ...process.env, SEAWORTHY_CACHE_DIR: join(folder, 'cache') },
    });
    return `${status}\n${stdout}${stderr}`;
  };
  const kept = keptFileOf(join(dist, 'node.js'));

  it('keeps what a check has compiled, and checks alike with it', () => {
    run('--version');
    assert.equal(existsSync(kept), false, 'too little was compiled');
    const check = ['check', '--output-format', 'json', '--no-cache'];
    const first = run(...check);
    assert.match(first, /bare-except/);
    const { mtimeMs } = statSync(kept);
    assert.equal(run(...check), first);
    assert.equal(statSync(kept).mtimeMs, mtimeMs, 'written once');
    assert.deepEqual(
      readdirSync(dist).filter((name) => name.startsWith('node.js')),
      ['node.js', basename(kept)],
    );
  });

  it('runs under flags for which it was not compiled', () => {
    const { stdout } = spawnSync(
      process.execPath,
      ['--no-opt', join(dist, 'cli.js'), 'rule', 'bare-except'],
      {
        encoding: 'utf8',
      },
    );
    assert.match(stdout, /bare-except/);
  });
});
