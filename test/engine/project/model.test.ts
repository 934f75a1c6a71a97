/** The model's letters and curves. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { letterOf } from '../../../server/src/engine/project/grade';
import {
  curves,
  densityCurves,
  onCurve,
  onDensityCurve,
  smoothedShare,
} from '../../../server/src/engine/project/model';

describe('letters and curves', () => {
  it('has its bounds at 90, 75, 60 and 40', () => {
    assert.deepEqual(
      [90, 89, 75, 74, 60, 59, 40, 39, 0].map((score) => letterOf(score)),
      ['A', 'B', 'B', 'C', 'C', 'D', 'D', 'E', 'E'],
    );
  });

  it('keeps the previous letter within one point of a bound', () => {
    assert.equal(letterOf(89, 'A'), 'A');
    assert.equal(letterOf(88, 'A'), 'B');
    assert.equal(letterOf(90, 'B'), 'B');
    assert.equal(letterOf(91, 'B'), 'A');
    assert.equal(letterOf(75, 'E'), 'B');
  });

  it('interpolates', () => {
    assert.equal(onCurve(curves.testVolume, 0.125), 0.25);
    assert.equal(onCurve(curves.badHandlers, 0.01), 1);
    assert.equal(onCurve(curves.badHandlers, 0.9), 0);
    assert.equal(onDensityCurve(densityCurves.printsPerThousandLines, 0), 1);
    assert.ok(
      Math.abs(onDensityCurve(densityCurves.findingsPerThousandLines, Math.sqrt(1.2 * 12)) - 0.5) < 1e-9,
    );
    assert.equal(smoothedShare(0, 3), 0);
    assert.equal(smoothedShare(1, 1), 0.5);
  });
});
