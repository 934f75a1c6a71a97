/** A small project with one thing of the ecosystem in it, and the states that its checks then have. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkIn, gradeFiles, type Files } from './support';

export const code = Array.from(
  { length: 12 },
  (_, i) => `def step_${i}(value):\n    return value + ${i}\n\n\n`,
).join('');
const base: Files = {
  'app/__init__.py': '',
  'app/core.py': `import requests\nimport yaml\n\n\n${code}`,
  'tests/test_core.py': 'from app.core import step_1\n\n\ndef test_one():\n    assert step_1(1) == 2\n',
};
export type Case = readonly [name: string, files: Files, states: Readonly<Record<string, string>>];

export function ecosystem(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [name, files, states] of cases) {
      it(name.replace(/\s+/g, ' ').trim(), () => {
        const report = gradeFiles({ ...base, ...files });
        assert.deepEqual(report.problems, []);
        for (const [check, state] of Object.entries(states)) {
          const found = checkIn(report, check);
          assert.equal(found.state, state, `${check}: ${found.reason}`);
        }
      });
    }
  });
}
