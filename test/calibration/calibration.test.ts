/** The grading tells production from tutorial on the labelled set. `npm run calibrate` prints the tables. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { areaUnderCurve, measure, table } from './measure';

describe('calibration', async () => {
  const measured = await measure();

  it('separates at least twelve projects of each kind', (context) => {
    const own = measured.filter(({ name }) => !name.startsWith('source of '));
    for (const isProduction of [true, false])
      assert.ok(own.filter((one) => one.isProduction === isProduction).length >= 12);
    for (const line of table(measured)) context.diagnostic(line);
    assert.ok((areaUnderCurve(measured, (report) => report.overall) ?? 0) >= 0.98);
  });

  it('does so whatever single topic is left out', () => {
    for (const { id } of measured[0]?.report.topics ?? []) {
      const without = areaUnderCurve(measured, ({ topics }) => {
        const scored = topics.filter((topic) => topic.id !== id && topic.score !== null);
        const weight = scored.reduce((sum, topic) => sum + topic.weight, 0);
        return weight === 0
          ? null
          : scored.reduce((sum, topic) => sum + topic.weight * (topic.score ?? 0), 0) / weight;
      });
      assert.ok((without ?? 0) >= 0.95, `without ${id}: ${without}`);
    }
  });

  it('gives no tutorial a letter above D, and no production project one below D', () => {
    for (const { name, isProduction, report } of measured) {
      const { grade } = report;
      if (isProduction) assert.ok(grade !== null && grade !== 'E', `${name}: ${report.overall}`);
      else assert.ok(grade === null || grade === 'D' || grade === 'E', `${name}: ${report.overall}`);
    }
  });
});
