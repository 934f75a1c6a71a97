/** Every snippet, with its tab stops filled, is valid Python and free of findings. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { Engine, settingsFor } from '../server/src/engine';

interface Snippet {
  readonly prefix: readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

const snippets = JSON.parse(
  readFileSync(new URL('../snippets/python.json', import.meta.url), 'utf8'),
) as Record<string, Snippet>;

/** Names that a snippet takes from the code around it. */
const surroundings =
  'import logging\n\nlogger = logging.getLogger(__name__)\ntext = "1"\nurl = "https://example.org"\n\n\n';

/** What the editor inserts when every placeholder keeps its default. */
function expand(body: readonly string[]): string {
  let text = body.join('\n');
  const defaults = new Map(
    [...text.matchAll(/\$\{(\d+):([^{}]*)\}/g)].map((match) => [match[1], match[2] ?? '']),
  );
  text = text
    .replace(/\$\{\d+:([^{}]*)\}/g, '$1')
    .replace(/\$\{?(\d+)\}?/g, (_, stop: string) => defaults.get(stop) ?? '');
  return `${text}\n`;
}

describe('snippets', () => {
  let engine: Engine;
  before(async () => {
    const grammar = (file: string): Uint8Array =>
      readFileSync(new URL(`../grammars/${file}`, import.meta.url));
    engine = await Engine.create({
      grammar: { runtime: grammar('web-tree-sitter.wasm'), python: grammar('tree-sitter-python.wasm') },
    });
  });
  after(() => assert.equal(engine.parser.liveTrees, 0));

  for (const [name, snippet] of Object.entries(snippets)) {
    it(`${name}: compiles and has no finding`, () => {
      const code = expand(snippet.body);
      assert.ok(!/\$\d|\$\{/.test(code), `a tab stop is left in:\n${code}`);
      const python = spawnSync(
        'python3',
        ['-c', 'import sys; compile(sys.stdin.read(), "snippet.py", "exec")'],
        {
          input: code,
          encoding: 'utf8',
        },
      );
      assert.equal(python.status, 0, `${python.stderr}\n${code}`);
      const analysis = engine.open('snippet.py', `${surroundings}${code}`, settingsFor(engine.rules));
      const found = analysis.findings.map((finding) => `${finding.rule}: ${finding.message}`);
      analysis.dispose();
      assert.deepEqual(found, []);
    });
    it(`${name}: has a description and a prefix of its own`, () => {
      assert.ok(snippet.description.length > 20);
      const others = Object.entries(snippets).filter(([other]) => other !== name);
      for (const prefix of snippet.prefix) {
        assert.ok(!others.some(([, other]) => other.prefix.includes(prefix)), `${prefix} is taken`);
      }
    });
  }
});
