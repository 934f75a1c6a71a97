/**
 * Runs the Markdown tests of every rule (test/rules/<topic>/<rule>.md), one subtest a heading, and the documentation
 * examples of its metadata. `RULE=name` runs one rule.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { settingsFor, type Rule } from '../server/src/engine/index';
import { rules } from '../server/src/engine/rules/registry.generated';
import { checkBlock, checkTogether, projectAround, type RuleBench } from './harness/block';
import { createEngine } from './harness/engine';
import { checkMetadata, checkShown, exampleBlocks, type Example } from './harness/metadata';
import { checkSection, projectFindings } from './harness/project-section';
import { projectOf } from './harness/project';
import { CompileQueue, findPython } from './harness/python';
import { Problems } from './harness/report';
import { root } from './harness/root';
import { parseRuleFile } from './harness/rule-file';
import { analysed } from './harness/subject';

const folder = join('test', 'rules');
const only = process.env['RULE'];
const queue = new CompileQueue();
const testFiles = existsSync(join(root, folder))
  ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.md'),
    )
  : [];
const slashed = (path: string): string => path.replaceAll('\\', '/');
const fileOf = ({ meta }: Rule): string => `${slashed(folder)}/${meta.topic}/${meta.name}.md`;

describe('rules and their test files', () => {
  it('has rules', () => assert.notEqual(rules.length, 0));
  it('has one test file a rule, and no other', () => {
    const files = testFiles.map((name) => `${slashed(folder)}/${slashed(name)}`).sort();
    assert.deepEqual(files, rules.map(fileOf).sort());
  });
  it('has no two rules of one name', () => {
    assert.equal(new Set(rules.map(({ meta }) => meta.name)).size, rules.length);
  });
  if (only !== undefined) {
    it(`has the rule ${only}`, () => assert.ok(rules.some(({ meta }) => meta.name === only)));
  }
});

for (const rule of rules) {
  if (only === undefined || rule.meta.name === only) describe(rule.meta.name, () => describeRule(rule));
}

describe('python3', () => {
  const python = findPython();
  it(
    'compiles every block and every fixed text',
    { skip: python ? false : 'no Python 3 on the path' },
    () => {
      if (!python) return;
      // A rule about the project alone may have no block of Python.
      assert.ok(queue.size > 0 || only !== undefined, 'no block was collected');
      const problems = queue.run(python);
      assert.equal(problems.length, 0, problems.join('\n'));
    },
  );
});

function describeRule(rule: Rule): void {
  const file = fileOf(rule);
  let bench: RuleBench;
  const refresh = async (): Promise<RuleBench> => {
    // A crash switches the rule off for the life of its engine; the next block starts with a new one.
    if (bench.tested.crashes.length > 0) bench = { ...bench, tested: await createEngine() };
    return bench;
  };
  before(async () => {
    bench = { rule, tested: await createEngine(), queue, offered: new Set(), reported: new Set() };
  });

  it('metadata', () => checkMetadata(bench, file));
  const examples = exampleBlocks(rule);
  for (const example of examples) {
    it(example.name, async () => checkExample(await refresh(), example));
  }
  it('has a test file', () => assert.ok(existsSync(join(root, file)), `${file} is missing`));
  if (!existsSync(join(root, file))) return;
  const sections = parseRuleFile(file, readFileSync(join(root, file), 'utf8'), rule.meta.name);
  const named = sections.flatMap(({ title, blocks }) =>
    blocks.map((block) => ({ title, block, where: `${file}:${block.line} (${title})` })),
  );
  for (const { title, block, where } of named) {
    const isOnly = named.filter((other) => other.title === title).length === 1;
    it(isOnly ? title : `${title}, line ${block.line}`, async () =>
      checkBlock(await refresh(), block, where),
    );
  }
  for (const section of sections.filter(
    ({ files, after }) => Object.keys(files).length > 0 && (rule.checkProject ?? after.length > 0),
  )) {
    it(`${section.title}, the project`, async () =>
      checkSection(await refresh(), section, `${file}:${section.line} (${section.title})`));
  }
  it('shows every message and the promised fix', () => checkShown(bench, file));
  it('goes together with all other rules', async () => {
    for (const { block, where } of named) checkTogether(await refresh(), block, where);
    for (const { block, name } of examples.filter((one) => /\.pyi?$/.test(one.block.path)))
      checkTogether(await refresh(), block, `${rule.meta.name}, ${name}`);
  });
}

function checkExample(bench: RuleBench, example: Example): void {
  const { name, isBad, block } = example;
  const { rule, tested } = bench;
  const subject = {
    engine: tested.engine,
    path: block.path,
    code: block.code,
    settings: settingsFor([rule]),
    project: projectAround(tested, block),
  };
  const lines = analysed(subject, block.code, ({ findings, source }) =>
    findings.map((finding) => source.lineAt(finding.start)),
  );
  const ofProject = projectLines(bench, example);
  const wanted = isBad ? 'has to report the rule and does not' : 'has to be clean and is not';
  assert.equal(
    lines.length + ofProject.length > 0,
    isBad,
    `the ${name} of ${rule.meta.name} ${wanted}:\n${block.code}`,
  );
  // What it reports is judged; the block's other checks take it as expected.
  if (!/\.pyi?$/.test(block.path)) return;
  const findings = lines.map((line) => ({ rule: rule.meta.name, line }));
  checkBlock(bench, { ...block, findings }, `${rule.meta.name}, ${name}`);
}

/** Lines on which the rule reports the example's project. */
function projectLines(bench: RuleBench, { block, name }: Example): number[] {
  if (!bench.rule.checkProject) return [];
  const problems = new Problems(`${bench.rule.meta.name}, ${name}`);
  const texts = Object.fromEntries([
    ...Object.entries(block.files).map(([path, { text }]) => [path, text] as const),
    [block.path, block.code] as const,
  ]);
  const found = projectFindings(bench, projectOf(bench.tested.engine, texts), texts, problems);
  problems.throwAny();
  return found.map(({ record }) => record.start.line);
}
