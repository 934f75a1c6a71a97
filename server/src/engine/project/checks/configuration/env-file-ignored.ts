/** A local .env file is not, and cannot get, into version control. */
import { defineCheck, fail, notApplicable, notMeasured, pass } from '../../check';

export default defineCheck({
  meta: {
    name: 'env-file-ignored',
    topic: 'configuration',
    title: '.env kept out of git',
    step: 'Keep .env out of git',
    kind: 'gate',
    why: 'A tracked .env publishes every password in it, and deleting it later does not unpublish them.',
    howToFix:
      'Add .env to .gitignore; if it is tracked already, run git rm --cached .env and replace the secrets in it.',
    action: 'add-gitignore',
  },
  run(facts) {
    const files = [...facts.paths].filter(
      (path) =>
        /(?:^|\/)\.env(?:\.[\w-]+)?$/.test(path) &&
        !/\.(?:example|sample|template|dist|defaults|test|ci)$/.test(path),
    );
    const git = facts.snapshot.git;
    const tracked = files.filter((path) => git?.tracked?.has(path));
    const first = tracked[0];
    if (first !== undefined) {
      const examples = tracked.map((path) => ({ path, line: 1, text: 'is tracked by git' }));
      return {
        state: 'fail',
        score: 0,
        caps: true,
        evidence: examples,
        reason: `${first} is tracked by git`,
      };
    }
    if (files.length === 0) return notApplicable('no .env file');
    const open = files.filter((path) => !facts.ignores.ignores(path));
    if (open.length === 0) return pass('.env is ignored');
    if (!git) return notMeasured('not a git repository, or the repository root is not open');
    return fail(
      `${open[0] ?? ''} is not ignored`,
      open.map((path) => ({ path, line: 1, text: 'the next commit may include it' })),
    );
  },
});
