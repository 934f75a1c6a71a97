/**
 * `suffices` in a rule's metadata says that Ruff reports whatever the rule reports with these messages: held to it on every block of the rule
 * tests, and to the list of codes that Ruff has on by default.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PositionEncoding, Workspace, type Diagnostic } from '@astral-sh/ruff-wasm-nodejs';
import { Engine, settingsFor, type Rule } from '../../server/src/engine/index';
import { equivalentsOf } from '../../server/src/engine/lint/other-linters';
import { defaultCodes } from '../../server/src/engine/config/ruff-defaults';
import { rules } from '../../server/src/engine/rules/registry.generated';
import { grammarBytes } from '../harness/engine';
import { exampleBlocks } from '../harness/metadata';
import { root } from '../harness/root';
import { parseRuleFile } from '../harness/rule-file';

/** Lines of the samples that Ruff misses although it means to report them: corner cases that it may learn. */
const gaps: ReadonlySet<string> = new Set([
  'asyncio-dangling-task: asyncio.get_running_loop().create_task(run())',
  'asyncio-dangling-task: asyncio.new_event_loop().create_task(run())',
  'debugger-statement: look()',
  'verbose-raise: raise e',
]);
const unusedGaps = new Set(gaps);

interface Sample {
  readonly path: string;
  readonly code: string;
}

function samplesOf(rule: Rule): Sample[] {
  const file = `test/rules/${rule.meta.topic}/${rule.meta.name}.md`;
  const blocks = parseRuleFile(file, readFileSync(join(root, file), 'utf8'), rule.meta.name)
    .flatMap(({ blocks }) => blocks)
    .filter(({ invalid }) => !invalid);
  return [...exampleBlocks(rule).map(({ block }) => block), ...blocks].map(({ path, code }) => ({
    path,
    code,
  }));
}

function ruff(options: object, code: string): readonly Diagnostic[] {
  const workspace = new Workspace(options, PositionEncoding.Utf16);
  try {
    return workspace.check(code) as Diagnostic[];
  } finally {
    workspace.free();
  }
}

const codesOf = ({ meta }: Rule, suffices: string): string[] =>
  meta.equivalents.flatMap((one) => (one.tool === 'ruff' && one.suffices === suffices ? [one.code] : []));

let engine: Engine;
before(async () => {
  engine = await Engine.create({ grammar: grammarBytes() });
});
after(() => assert.equal(engine.parser.liveTrees, 0));

/** Findings on lines that Ruff does not report with these codes. */
function unreported(rule: Rule, codes: readonly string[], { path, code }: Sample): string[] {
  const analysis = engine.open(path, code, settingsFor([rule], { targetVersion: [3, 12] }));
  try {
    if (analysis.findings.length === 0 || analysis.hasSyntaxErrors) return [];
    const options = { preview: true, 'target-version': 'py312', lint: { select: codes, preview: true } };
    const reported = ruff(options, code).map(({ start_location, end_location }) => ({
      first: start_location.row - 1,
      last: end_location.row - 1,
    }));
    return analysis.findings.flatMap(({ messageId, start, end }) => {
      const isMeant = equivalentsOf(rule.meta, messageId).some(({ code }) => codes.includes(code));
      if (!isMeant) return [];
      const first = analysis.source.lineAt(start);
      const last = analysis.source.lineAt(end);
      if (reported.some((one) => one.first <= last && first <= one.last)) return [];
      const missed = `${rule.meta.name}: ${analysis.source.lineText(first).trim()}`;
      unusedGaps.delete(missed);
      return gaps.has(missed) ? [] : [missed];
    });
  } finally {
    analysis.dispose();
  }
}

describe('codes of Ruff that suffice', () => {
  for (const rule of rules) {
    const alone = codesOf(rule, 'alone');
    const together = codesOf(rule, 'together');
    const sets = [...alone.map((code) => [code]), ...(together.length > 0 ? [together] : [])];
    for (const codes of sets) {
      it(`${rule.meta.name}: ${codes.join(', ')}`, () => {
        assert.deepEqual(
          samplesOf(rule).flatMap((sample) => unreported(rule, codes, sample)),
          [],
        );
      });
    }
  }

  it('knows which of these codes are on by default', () => {
    const replaceable = rules.filter(({ meta }) => meta.equivalents.some(({ suffices }) => suffices));
    const wanted = new Set(
      replaceable.flatMap((rule) => [...codesOf(rule, 'alone'), ...codesOf(rule, 'together')]),
    );
    const on = new Set<string>();
    for (const rule of replaceable) {
      for (const { code } of samplesOf(rule)) {
        for (const { code: found } of ruff({}, code)) if (found !== null && wanted.has(found)) on.add(found);
      }
    }
    assert.deepEqual([...on].sort(), [...defaultCodes].sort());
  });

  it('has no gap in its list that is none', () => assert.deepEqual([...unusedGaps], []));
});
