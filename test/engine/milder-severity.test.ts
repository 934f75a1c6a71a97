/** A finding with weak evidence is reported more mildly than its rule, never more gravely. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settingsFor, type Severity } from '../../server/src/engine/index';
import { createEngine } from '../harness/engine';

const silent = 'try:\n    run()\nexcept Exception:\n    pass\n';
const explained = silent.replace('pass', 'pass  # nobody listens any more');
const directive = silent.replace('pass', 'pass  # pragma: no cover');

async function severityOf(code: string, configured?: Severity): Promise<Severity | undefined> {
  const { engine } = await createEngine();
  const rules = engine.rules.filter(({ meta }) => meta.name === 'try-except-pass');
  const settings = settingsFor(
    rules,
    configured ? { severities: new Map([['try-except-pass', configured]]) } : {},
  );
  const analysis = engine.open('app.py', code, settings);
  try {
    assert.equal(analysis.findings.length, 1);
    return analysis.findings[0]?.severity;
  } finally {
    analysis.dispose();
  }
}

describe('milder severity', () => {
  it('leaves plain findings as the rule has them', async () =>
    assert.equal(await severityOf(silent), 'warning'));
  it('lowers an explained handler to a hint', async () => assert.equal(await severityOf(explained), 'hint'));
  it('takes no directive for an explanation', async () =>
    assert.equal(await severityOf(directive), 'warning'));
  it('keeps a severity that is configured lower', async () => {
    assert.equal(await severityOf(explained, 'error'), 'hint');
    assert.equal(await severityOf(silent, 'information'), 'information');
  });
});
