/**
 * Runs the fix gate on the standard library and on Debian's Django. For quick work: `GATE_FILES=part of a path`,
 * `GATE_RULES=name,name`.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { debianCorpus, standardLibraryCorpus, type Corpus } from '../harness/corpora';
import { findPython } from '../harness/python';
import { renderGate, runFixGate } from './fix-gate';

const python = findPython();
const filter = process.env['GATE_FILES'] ?? '';
const rules = process.env['GATE_RULES']?.split(',');
const shownFailures = 40;
const sampled = 25;

function sampleOf(corpus: Corpus | string): Corpus | string {
  if (typeof corpus === 'string') return corpus;
  return { ...corpus, files: corpus.files.filter((_, index) => index % sampled === 0) };
}

describe('fix gate', { skip: python ? false : 'no Python 3 on the path' }, () => {
  if (!python) return;
  gate('the standard library', () => standardLibraryCorpus(python));
  gate('Django', () => debianCorpus('python3-django'));
  // `npm run conformance -- --fixes` takes all of them.
  for (const name of ['python3-sympy', 'python3-sqlalchemy', 'python3-pandas'])
    gate(`every ${sampled}th file of ${name}`, () => sampleOf(debianCorpus(name)));
});

function gate(name: string, findCorpus: () => Corpus | string): void {
  it(`breaks no file of ${name}`, async (context) => {
    const corpus = findCorpus();
    if (typeof corpus === 'string') {
      context.skip(corpus);
      return;
    }
    if (!python) return;
    const report = await runFixGate({
      corpora: [corpus],
      python,
      filter,
      ...(rules ? { rules } : {}),
    });
    const lines = renderGate(report);
    for (const line of lines.slice(0, lines.length - report.failures.length)) context.diagnostic(line);
    assert.ok(report.files > 0 || filter !== '', 'no file was looked at');
    if (filter === '' && !rules) assert.ok(report.changed > report.files / 20, 'next to no file was changed');
    const failures = lines.slice(lines.length - report.failures.length).slice(0, shownFailures);
    assert.equal(report.failures.length, 0, `${report.failures.length} failures\n${failures.join('\n')}`);
  });
}
