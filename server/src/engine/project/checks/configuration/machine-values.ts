/** Values that only fit one machine, or only a developer's. */
import { defineCheck, graded, notApplicable } from '../../check';
import { evidence } from '../../facts/totals';
import { curves, onCurve } from '../../model';

export default defineCheck({
  meta: {
    name: 'machine-values',
    topic: 'configuration',
    title: 'No values of one machine',
    step: 'Take the values of one machine out of the code',
    kind: 'hygiene',
    why: 'A path of your home folder exists nowhere else, and a debug switch left on shows the world your variables.',
    howToFix:
      'Build paths with pathlib from the package or a setting, and read debug and host from the environment.',
  },
  run(facts) {
    if (facts.sources.code.length === 0) return notApplicable('no modules');
    const { machineFiles: files, machineValues: found } = facts.inCode;
    const reason =
      files === 0
        ? 'no home folder, debug switch or open binding in the code'
        : `${found.count} in ${files} ${files === 1 ? 'file' : 'files'}`;
    return graded(onCurve(curves.machineFiles, files), reason, evidence(found, 'value of one machine'));
  },
});
