/** Installed versions are the same everywhere. */
import { isInstalled } from '../../facts/profile';
import { defineCheck, graded, notApplicable, pass, unlessBroken } from '../../check';

export default defineCheck({
  meta: {
    name: 'dependencies-locked',
    topic: 'environments',
    title: 'Dependency versions locked',
    step: 'Lock the dependency versions',
    kind: 'practice',
    why: 'Without exact versions, the next install may be a different program.',
    howToFix:
      'Commit the lock file of your tool (uv.lock, poetry.lock, pylock.toml), or pin requirements.txt with ==.',
    requires: ['dependencies-declared'],
  },
  run(facts) {
    const { lockFiles, declared, broken } = facts.dependencies;
    const lockFile = lockFiles[0];
    if (lockFile !== undefined) return pass(lockFile, [{ path: lockFile, line: 1, text: 'lock file' }]);
    if (isInstalled(facts)) return notApplicable('what is installed leaves exact versions to its users');
    const needed = declared.filter((one) => !one.development);
    if (needed.length === 0) return unlessBroken(broken, notApplicable('nothing to lock'));
    const pinned = needed.filter((one) => one.pinned).length;
    const loose = needed.find((one) => !one.pinned);
    const examples = loose
      ? [{ path: loose.path, line: loose.line, text: `${loose.name} is not pinned` }]
      : [];
    return unlessBroken(
      broken,
      graded(
        pinned / needed.length / enoughPinned,
        `${pinned} of ${needed.length} dependencies pinned, no lock file`,
        examples,
      ),
    );
  },
});

/** One or two open versions among many pins are usually deliberate. */
const enoughPinned = 0.8;
