/** An annotated library without `py.typed`: its users' type checkers ignore every annotation. */
import { defineProjectRule } from '../../lint/rule';

export default defineProjectRule({
  meta: {
    name: 'missing-py-typed',
    topic: 'typing',
    summary: 'A typed package has no `py.typed`, so that its annotations do not count for those who use it.',
    severity: 'hint',
    profile: 'recommended',
    scope: 'file',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      missing:
        'This package is annotated and has no `py.typed`: type checkers of its users ignore the annotations.',
    },
    docs: {
      why:
        'A type checker takes the annotations of an installed package only if the package says that they are meant: with an ' +
        'empty file `py.typed` (PEP 561). Without it everything imported from the library is `Any`, and the work on its ' +
        'annotations helps nobody outside its own repository.',
      bad: [
        {
          path: 'shop/__init__.py',
          code: 'def total(items: list[int]) -> int:\n    return sum(items)\n',
          files: {
            'pyproject.toml':
              '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "shop"\n',
          },
        },
      ],
      good: [
        {
          path: 'shop/__init__.py',
          code: 'def total(items: list[int]) -> int:\n    return sum(items)\n',
          files: {
            'shop/py.typed': '',
            'pyproject.toml':
              '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "shop"\n',
          },
        },
        {
          path: 'shop/__init__.py',
          code: 'def total(items):\n    return sum(items)\n',
          files: {
            'pyproject.toml':
              '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "shop"\n',
          },
        },
      ],
      guards: [
        'programs and services, which nobody imports',
        'packages of which less than half is annotated',
        'single modules, which cannot carry the file',
      ],
      fixes:
        'Creates an empty `py.typed` beside the `__init__.py`. Hatch, Poetry, PDM and setuptools 69 or later put it into the build.',
    },
  },
  checkProject(project) {
    const failed = project.failed('types-published');
    if (failed?.path === undefined) return [];
    return [{ path: failed.path, message: 'missing' }];
  },
  fixProject({ path }) {
    const marker = `${path.slice(0, path.lastIndexOf('/'))}/py.typed`;
    return [
      {
        title: `Create ${marker}`,
        applicability: 'safe',
        edits: [],
        files: [{ kind: 'create', path: marker, text: '' }],
      },
    ];
  },
});
