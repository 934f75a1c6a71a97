/**
 * The noise budget of the recommended profile: how many warnings 1,000 lines get, in code as tutorials have it and in
 * code that runs in production. Above it people switch a linter off.
 *
 * The samples are our own. Habits stand in them about as often as in two public collections of tutorials with 200,000
 * lines (on 1,000 lines 1.7 handlers that print, 1 that catches everything), so that the figure means something.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { settingsFor } from '../../server/src/engine/index';
import { debianCorpus, productionCorpora, type Corpus } from '../harness/corpora';
import { createEngine } from '../harness/engine';
import { root } from '../harness/root';
import { mostTutorialWarnings, mostWarnings } from './expectations';
import { density, emptyFigures, measure, recommendedRules, type Figures } from './measure';

const folder = join(root, 'test', 'fixtures', 'tutorials');
const { engine } = await createEngine();
const recommended = recommendedRules(engine.rules);
const settings = settingsFor(engine.rules.filter(({ meta }) => recommended.has(meta.name)));

function figuresOf({ name, folder: base, files }: Corpus): Figures {
  const figures = emptyFigures();
  for (const path of files) {
    const analysis = engine.open(path, readFileSync(join(base, path), 'utf8'), settings);
    measure(figures, name, analysis, recommended);
    analysis.dispose();
  }
  return figures;
}

describe('warnings on 1,000 lines', () => {
  it('stay few in tutorials, and are there', (context) => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.py'));
    assert.equal(files.length, 12);
    const { corpora, rules } = figuresOf({ name: 'tutorials', folder, files });
    const counts = corpora.get('tutorials') ?? { files: 0, lines: 0, warnings: 0 };
    for (const [rule, { findings, warnings }] of rules)
      context.diagnostic(`${rule}: ${findings}, warnings ${warnings}`);
    context.diagnostic(
      `${counts.warnings} warnings in ${counts.lines} lines: ${density(counts).toFixed(2)} on 1,000`,
    );
    assert.ok(counts.warnings > 0, 'a tutorial without a warning is no tutorial');
    assert.ok(density(counts) <= mostTutorialWarnings);
  });
  for (const name of productionCorpora) {
    it(`stay very few in ${name}`, (context) => {
      const corpus = debianCorpus(name);
      if (typeof corpus === 'string') {
        context.skip(corpus);
        return;
      }
      const counts = figuresOf(corpus).corpora.get(name) ?? { files: 0, lines: 0, warnings: 0 };
      context.diagnostic(`${density(counts).toFixed(2)} on 1,000 lines`);
      assert.ok(counts.files > 100);
      assert.ok(density(counts) <= mostWarnings, `${density(counts).toFixed(2)} warnings on 1,000 lines`);
    });
  }
});
