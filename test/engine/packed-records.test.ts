/** Records as text: what comes back is what went in, and files share what they have nothing of. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  countByRule,
  createUnpacker,
  linesOf,
  packFindings,
  packRecord,
  unpackFindings,
  withoutRules,
} from '../../server/src/engine/packed-records';
import type { FindingRecord } from '../../server/src/engine/records';
import { metricsOf } from './project/support';

const at = (line: number, column: number, point = column): FindingRecord['start'] => ({
  line,
  column,
  point,
});
const finding = (rule: string, line: number, more: Partial<FindingRecord> = {}): FindingRecord => ({
  rule,
  messageId: 'found',
  severity: 'warning',
  message: `Tab\t, line\n and "é" of ${rule}`,
  start: at(line, 4),
  end: at(line + 1, 0),
  ...more,
});
const fix = {
  title: 'Fix',
  applicability: 'safe' as const,
  edits: [{ start: at(1, 2), end: at(1, 3), newText: 'x' }],
};
const some = [finding('a', 3), finding('b', 1), finding('a', 9), finding('a', 9, { message: 'Another.' })];

describe('packed findings', () => {
  it('come back as they were, in their order', () => {
    for (const findings of [
      [],
      some,
      [finding('a', 0, { start: at(0, 5, 4), end: at(0, 9, 7) }), finding('b', 2)],
      [
        finding('a', 0, { fixes: [fix, { ...fix, edits: [] }] }),
        finding('b', 2, { fixes: [] }),
        finding('c', 3),
      ],
    ] satisfies FindingRecord[][])
      assert.deepEqual(unpackFindings(packFindings(findings)), findings);
  });

  it('say a message once, however many findings have it', () => {
    const one = packFindings([finding('a', 1)]).length;
    const many = packFindings(Array.from({ length: 100 }, (_, line) => finding('a', line))).length;
    assert.ok(many < one + 100 * 16, `${many} characters`);
  });

  it('tell lines and counts', () => {
    const packed = packFindings(some);
    assert.deepEqual(linesOf(packed, 'a'), [4, 10, 10]);
    assert.deepEqual(linesOf(packed, 'c'), []);
    assert.deepEqual(linesOf(undefined, 'a'), []);
    assert.deepEqual(countByRule(packed), { a: 3, b: 1 });
    assert.deepEqual(countByRule(packFindings([])), {});
  });

  it('can leave out rules', () => {
    const record = createUnpacker()(packRecord({ findings: some }));
    assert.equal(withoutRules(record, new Set()), record);
    const rest = withoutRules(record, new Set(['a']));
    assert.deepEqual(unpackFindings(rest.findings), [some[1]]);
    assert.deepEqual([record.counts, rest.counts], [{ a: 3, b: 1 }, { b: 1 }]);
  });
});

describe('packed records', () => {
  const sources = [
    '',
    'def broken(:\n',
    '# /// script\n# dependencies = ["x"]\n# ///\nimport os\nprint(os.environ["HOME"])\nif __name__ == "__main__":\n    pass\n',
    'import logging\n\nlogger = logging.getLogger(__name__)\n\n\nasync def load(path):\n    try:\n        return open(path).read()\n    except OSError:\n        print(path)\n        raise ValueError(path)\n\n\nclass Store:\n    def add(self, key: str) -> None:\n        self.load(key)\n',
  ];

  it('hold every metric, in the same order', () => {
    const unpack = createUnpacker();
    for (const source of sources) {
      const metrics = metricsOf(source);
      const { metrics: again } = unpack(packRecord({ findings: [], metrics }));
      assert.equal(JSON.stringify(again), JSON.stringify(metrics));
    }
  });

  it('share what is the same', () => {
    const unpack = createUnpacker();
    const asks = [['question', 'print']] as const;
    const [one, two] = sources
      .slice(2)
      .map((source) => unpack(packRecord({ findings: [], metrics: metricsOf(source), asks })));
    assert.deepEqual(one?.asks, asks);
    assert.equal(one?.asks, two?.asks);
    assert.equal(one?.metrics?.sharedState, two?.metrics?.sharedState);
  });

  it('hold names that silence nothing', () => {
    const unknownRules = [{ name: 'bare-excpet', suggestion: 'bare-except', start: at(3, 1) }];
    const record = createUnpacker()(packRecord({ findings: [], unknownRules }));
    assert.deepEqual(record.unknownRules, unknownRules);
  });

  it('without metrics or questions have none', () => {
    assert.deepEqual(createUnpacker()(packRecord({ findings: [] })), { findings: '', counts: {} });
  });
});
