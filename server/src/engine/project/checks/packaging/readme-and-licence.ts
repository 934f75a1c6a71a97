/** The project says what it is and who may use it. */
import { defineCheck, graded, notMeasured } from '../../check';

export default defineCheck({
  meta: {
    name: 'readme-and-licence',
    topic: 'packaging',
    title: 'README and licence',
    step: 'Add a README and a licence',
    kind: 'practice',
    why: 'Without a README nobody starts; without a licence nobody may.',
    howToFix: 'Add README.md with purpose, installation and use, and the licence that you choose as LICENSE.',
    action: 'add-readme',
  },
  run(facts) {
    const readme = facts.find(/^readme(?:\.\w+)?$/i)[0];
    const licence = facts.find(/^(?:licen[cs]e|copying|unlicense)[\w.-]*$|^licenses\//i)[0];
    if (readme === undefined && licence === undefined && facts.snapshot.truncated)
      return notMeasured('only a part of the files was read');
    const found = [readme, licence].flatMap((path) =>
      path === undefined ? [] : [{ path, line: 1, text: 'is there' }],
    );
    const missing = [
      ...(readme === undefined ? ['README'] : []),
      ...(licence === undefined ? ['licence'] : []),
    ];
    const reason =
      missing.length === 0 ? 'README and licence are there' : `missing: ${missing.join(' and ')}`;
    return graded(found.length / 2, reason, found);
  },
});
