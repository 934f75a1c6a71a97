/** The project runs in an environment of its own, not in the system's Python. */
import { defineCheck, graded, notMeasured, pass } from '../../check';

export default defineCheck({
  meta: {
    name: 'environment-present',
    topic: 'environments',
    title: 'Environment of its own',
    step: 'Create a virtual environment',
    kind: 'practice',
    why: 'Packages that are installed for everything break something else sooner or later.',
    howToFix:
      'Run python -m venv .venv (or uv sync) in the project and select that interpreter in the editor.',
  },
  run(facts) {
    const { environments } = facts.snapshot;
    const present = environments?.[0];
    if (present !== undefined) return pass(`environment in ${present}`, []);
    const container = facts.find(
      /^(?:\.devcontainer(?:\/[\w-]+)?\/devcontainer\.json|\.devcontainer\.json)$/,
    )[0];
    if (container !== undefined)
      return pass('development container', [{ path: container, line: 1, text: 'development container' }]);
    if (environments === undefined) return notMeasured('this host cannot look for environments');
    const manager = [...facts.paths].find((path) =>
      /^(?:poetry\.lock|Pipfile|environment\.ya?ml|pixi\.(?:toml|lock)|pdm\.lock)$/.test(path),
    );
    if (manager !== undefined)
      return notMeasured(`${manager}: its tool may keep the environment outside the project`, [
        { path: manager, line: 1, text: 'environments elsewhere' },
      ]);
    return graded(0.5, 'no environment in the project: the global interpreter, or one elsewhere');
  },
});
