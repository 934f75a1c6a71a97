/** Environments, caches and the local .env stay out of version control. */
import { defineCheck, graded, notMeasured } from '../../check';

export default defineCheck({
  meta: {
    name: 'env-ignored',
    topic: 'environments',
    title: 'Environments and caches ignored by git',
    step: 'Ignore environments, caches and .env in git',
    kind: 'practice',
    why: 'A committed environment works on one machine only, and a committed .env is a leaked password.',
    howToFix: 'Add .venv/, __pycache__/ and .env to .gitignore.',
    action: 'add-gitignore',
  },
  run(facts) {
    const { ignores, snapshot } = facts;
    if (!ignores.present) {
      if (ignores.unreadable) return notMeasured('.gitignore cannot be read');
      if (!snapshot.git) return notMeasured('not a git repository, or the repository root is not open');
    }
    // Whoever imports a library sets its variables: it has no .env of its own, unless one is there.
    const keepsEnv = facts.profile.profile !== 'library' || facts.paths.has('.env');
    const missing = [
      ...(['.venv/pyvenv.cfg', 'venv/pyvenv.cfg', 'env/pyvenv.cfg'].some((path) => ignores.ignores(path))
        ? []
        : ['environments']),
      ...(ignores.ignores('__pycache__/module.cpython-312.pyc') ? [] : ['__pycache__']),
      ...(keepsEnv && !ignores.ignores('.env') ? ['.env'] : []),
    ];
    const tracked = [...(snapshot.git?.tracked ?? [])]
      .filter((path) => /(?:^|\/)pyvenv\.cfg$|\.py[co]$/.test(path))
      .sort();
    const committed = tracked.slice(0, 3).map((path) => ({ path, line: 1, text: 'is committed' }));
    const score = 1 - missing.length / (keepsEnv ? 3 : 2);
    if (committed.length > 0)
      return graded(Math.min(0.5, score), `${tracked.length} generated files are committed`, committed);
    const where = facts.paths.has('.gitignore')
      ? [{ path: '.gitignore', line: 1, text: 'ignore rules' }]
      : [];
    return graded(
      score,
      missing.length === 0
        ? `environments${keepsEnv ? ', __pycache__ and .env' : ' and __pycache__'} are ignored`
        : `not ignored: ${missing.join(', ')}`,
      where,
    );
  },
});
