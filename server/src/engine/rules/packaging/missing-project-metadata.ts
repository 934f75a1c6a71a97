/** What a project has to say about itself before anybody else can install it. */
import { defineProjectRule } from '../../lint/rule';
import type { ProjectView } from '../../lint/project-rule';

interface Data {
  readonly check: string;
}

/** The health check behind each message, in the order in which they are worth doing. */
const checks = {
  pyproject: 'pyproject-present',
  buildSystem: 'build-system',
  python: 'requires-python',
} as const;

export default defineProjectRule<Data>({
  meta: {
    name: 'missing-project-metadata',
    topic: 'packaging',
    summary: 'The project does not say what it is called, how it is built, or which Python it needs.',
    severity: 'hint',
    profile: 'recommended',
    scope: 'file',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      pyproject:
        'The project has no pyproject.toml: neither its name nor its dependencies can be told from outside.',
      buildSystem:
        'pyproject.toml names no build system, so that the project cannot be installed as it is meant.',
      python: 'Nothing says which versions of Python the project runs on.',
    },
    docs: {
      why:
        'The file pyproject.toml is where pip, uv, type checkers, linters and editors look first. Without it the project has no name ' +
        'and no version, its dependencies have to be guessed, and tools fall back to defaults that may not be those of its ' +
        'authors: another Python version, for one.',
      bad: [
        {
          path: 'requirements.txt',
          code: 'requests==2.32.3\n',
          files: {
            'shop/__init__.py': '',
            'shop/orders.py': 'def order(item):\n    return item\n',
            'shop/prices.py': 'def total(items):\n    return sum(items)\n',
            'main.py':
              'import argparse\n\nfrom shop.orders import order\n\n\ndef main():\n    parser = argparse.ArgumentParser()\n    parser.add_argument("item")\n    order(parser.parse_args().item)\n\n\nif __name__ == "__main__":\n    main()\n',
          },
        },
      ],
      good: [
        {
          path: 'pyproject.toml',
          code: '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "shop"\nversion = "1.0"\nrequires-python = ">=3.11"\ndependencies = []\n',
          files: { 'shop/__init__.py': '', 'shop/orders.py': 'def order(item):\n    return item\n' },
        },
      ],
      guards: [
        'single short files and collections of scripts',
        'metadata in setup.cfg or setup.py, where it counts as well',
        'projects whose files cannot be read',
        'notebooks',
      ],
      fixes:
        'Creates or completes the file, with what can be told from the project; nothing that is there is changed.',
    },
  },
  checkProject(project) {
    if (project.isTiny || project.profile === 'notebook' || project.profile === 'script') return [];
    const path = anchor(project);
    if (path === undefined) return [];
    for (const [message, check] of Object.entries(checks)) {
      const failed = project.failed(check);
      // What comes later depends on what comes first.
      if (failed) return [{ path: failed.path ?? path, line: failed.line ?? 1, message, data: { check } }];
    }
    return [];
  },
  fixProject({ data }, project) {
    const fix = data && project.failed(data.check)?.fix();
    return fix ? [fix] : [];
  },
});

/** The file that says most of the metadata now. */
function anchor({ paths }: ProjectView): string | undefined {
  return [
    'pyproject.toml',
    'setup.cfg',
    'setup.py',
    'requirements.txt',
    'requirements.in',
    'Pipfile',
    'environment.yml',
    'manage.py',
  ].find((path) => paths.has(path));
}
