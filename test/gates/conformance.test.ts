/** Runs the comparison with Ruff on the standard library and Debian's Django. `GATE_FILES=part of a path` for less. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { debianCorpus, standardLibraryCorpus } from '../harness/corpora';
import { createEngine } from '../harness/engine';
import { findPython } from '../harness/python';
import { runConformance } from './conformance';
import { intendedDifferences } from './intended-differences';

export const comparedCodes = [
  'E722',
  'BLE001',
  'S110',
  'S112',
  'B006',
  'B904',
  'LOG015',
  'S113',
  'T201',
  'TRY400',
  'TRY201',
  'TRY203',
  'T100',
  'TRY401',
  'G001',
  'G002',
  'G003',
  'G004',
  'PLW1514',
  'SIM115',
  'TRY002',
  'S101',
  'DTZ002',
  'DTZ003',
  'DTZ004',
  'DTZ005',
  'DTZ006',
  'F403',
  'F631',
  'PLW0129',
  'PT017',
  'RUF013',
];
/** Neither corpus has such tests, imports requests or httpx, leaves a debugger in, or formats its log messages in these ways. */
const neverInCorpora = ['S113', 'T100', 'TRY401', 'G001', 'G002', 'G003', 'F631', 'PLW0129', 'PT017'];
const shown = Number(process.env['GATE_SHOWN'] ?? 60);
const python = findPython();
const filter = process.env['GATE_FILES'] ?? '';

describe('agreement with Ruff', { skip: python ? false : 'no Python 3 on the path' }, () => {
  it('differs only where that is meant', async (context) => {
    if (!python) return;
    const django = debianCorpus('python3-django');
    if (typeof django === 'string') {
      context.skip(django);
      return;
    }
    const { engine, crashes } = await createEngine();
    const corpora = [standardLibraryCorpus(python), django];
    const report = runConformance({
      engine,
      corpora,
      codes: comparedCodes,
      intended: intendedDifferences,
      filter,
    });
    context.diagnostic(
      `${report.files} files; lines reported by both, by us alone, by Ruff alone, unexplained`,
    );
    for (const [code, { both, ours, ruff, oursUnexplained, ruffUnexplained }] of report.totals) {
      const counts = [both, ours, ruff, oursUnexplained + ruffUnexplained];
      context.diagnostic([code.padEnd(6), ...counts.map((count) => String(count).padStart(6))].join(' '));
    }
    intendedDifferences.forEach(({ codes, side, reason }, index) => {
      context.diagnostic(`${report.used[index] ?? 0} × ${codes.join(', ')} only by ${side}: ${reason}`);
    });
    assert.deepEqual(crashes, []);
    assert.equal(engine.parser.liveTrees, 0);
    const list = report.unexplained.slice(0, shown).join('\n');
    assert.equal(
      report.unexplained.length,
      0,
      `${report.unexplained.length} differences without a reason\n${list}`,
    );
    if (filter !== '') return;
    const silent = [...report.totals].filter(([, { both }]) => both === 0).map(([code]) => code);
    assert.deepEqual(silent, neverInCorpora, 'codes that were never reported by both');
    const idle = intendedDifferences
      .filter(({ isRare }, index) => isRare !== true && report.used[index] === 0)
      .map(({ reason }) => reason);
    assert.deepEqual(idle, [], 'reasons that explain nothing');
  });
});
