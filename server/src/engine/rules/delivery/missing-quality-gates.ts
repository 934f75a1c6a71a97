/** Nothing checks the code before it is merged: no CI, no hooks, no linter. */
import { defineProjectRule } from '../../lint/rule';

interface Data {
  readonly check: string;
}

const checks = { ci: 'ci-present', linter: 'linter-configured', hooks: 'pre-commit-configured' } as const;

export default defineProjectRule<Data>({
  meta: {
    name: 'missing-quality-gates',
    topic: 'delivery',
    summary: 'No CI workflow, no linter or no hooks check the code before it is merged.',
    severity: 'hint',
    profile: 'recommended',
    scope: 'file',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      ci: 'No CI runs the tests: whether a change works is known when somebody tries.',
      linter: 'No linter is configured: what a machine finds in a second is left to reviewers.',
      hooks: 'No hooks run before a commit: style and slips are found after they were pushed.',
    },
    docs: {
      why:
        'Rules that nobody enforces last until the first deadline. A workflow that runs linter and tests on every push, and ' +
        'hooks that run before a commit, find a slip while its author still has it in mind, and make review a talk about ' +
        'what the code does.',
      bad: [
        {
          path: 'pyproject.toml',
          code: '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "shop"\nversion = "1.0"\n',
          files: { 'shop/__init__.py': '', 'shop/orders.py': 'def order(item):\n    return item\n' },
        },
      ],
      good: [
        {
          path: 'pyproject.toml',
          code: '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "shop"\nversion = "1.0"\n\n[tool.ruff]\nline-length = 100\n',
          files: {
            'shop/__init__.py': '',
            '.github/workflows/ci.yml':
              'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ruff check .\n      - run: pytest\n',
            '.pre-commit-config.yaml':
              'repos:\n  - repo: https://github.com/astral-sh/ruff-pre-commit\n    rev: v0.9.0\n    hooks:\n      - id: ruff\n',
          },
        },
      ],
      guards: [
        'folders outside git',
        'single short files, notebooks and collections of scripts',
        'gates in any known form: GitHub, GitLab, Azure, CircleCI, Jenkins; pre-commit, Lefthook; linters in task runners',
        'one missing gate at a time, the most useful first',
      ],
      fixes:
        'Creates or completes the file of the gate that is missing, with what can be told from the project.',
    },
  },
  checkProject(project) {
    if (!project.git || project.isTiny || project.profile === 'script' || project.profile === 'notebook')
      return [];
    const path = ['pyproject.toml', 'setup.cfg', 'setup.py', 'requirements.txt'].find((one) =>
      project.paths.has(one),
    );
    if (path === undefined) return [];
    for (const [message, check] of Object.entries(checks)) {
      if (project.failed(check)) return [{ path, message, data: { check } }];
    }
    return [];
  },
  fixProject({ data }, project) {
    const fix = data && project.failed(data.check)?.fix();
    return fix ? [fix] : [];
  },
});
