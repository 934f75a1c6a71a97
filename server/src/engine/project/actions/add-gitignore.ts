/** Creates or completes .gitignore, and writes .env.example with the names, never the values, of the settings in use. */
import { SourceText } from '../../syntax/text';
import type { ProjectFacts } from '../facts';
import { exampleFiles } from '../facts/variables';
import { exampleText } from './add-env-example';
import type { FileChange, ProjectAction } from './types';

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  /** Paths of which at least one has to be ignored for the section to be there. */
  readonly probes: readonly string[];
  /** Left out when an existing file is completed: useful, but nobody missed it. */
  readonly optional?: true;
}

const sections: readonly Section[] = [
  {
    title: 'Python caches',
    lines: ['__pycache__/', '*.py[cod]'],
    probes: ['__pycache__/module.cpython-312.pyc'],
  },
  {
    title: 'Environments',
    lines: ['.venv/', 'venv/'],
    probes: ['.venv/pyvenv.cfg', 'venv/pyvenv.cfg', 'env/pyvenv.cfg'],
  },
  { title: 'Local settings and secrets', lines: ['.env', '.env.local'], probes: ['.env'] },
  { title: 'Builds', lines: ['build/', 'dist/', '*.egg-info/'], probes: [], optional: true },
  {
    title: 'Tool caches and reports',
    lines: ['.pytest_cache/', '.mypy_cache/', '.ruff_cache/', '.coverage', 'htmlcov/'],
    probes: [],
    optional: true,
  },
];

export const addGitignore: ProjectAction = {
  name: 'add-gitignore',
  title: 'Ignore environments, caches and .env in git',
  check: 'env-ignored',
  run(facts) {
    if (facts.ignores.unreadable) return { refused: '.gitignore cannot be read' };
    const changes = [...ignoreChange(facts), ...exampleChange(facts)];
    if (changes.length === 0) return { refused: 'already there' };
    const tracked = [...(facts.snapshot.git?.tracked ?? [])]
      .filter((path) => /(?:^|\/)\.env(?:\.local)?$/.test(path))
      .sort();
    return {
      label: 'Ignore environments, caches and .env in git',
      files: changes,
      ...(tracked.length > 0
        ? {
            followUp: `git still tracks ${tracked.join(', ')}: run git rm --cached on it and replace the secrets in it.`,
          }
        : {}),
    };
  },
};

function ignoreChange(facts: ProjectFacts): readonly FileChange[] {
  const missing = sections.filter(
    ({ probes, optional }) => !optional && !probes.some((path) => facts.ignores.ignores(path)),
  );
  const openFiles = [...facts.paths].filter(
    (path) =>
      /(?:^|\/)\.env\.(?:local|production|prod|staging|development|dev)$/.test(path) &&
      !facts.ignores.ignores(path) &&
      path !== '.env.local',
  );
  if (missing.length === 0 && openFiles.length === 0) return [];
  const present = facts.paths.has('.gitignore') ? facts.snapshot.text('.gitignore') : undefined;
  const wanted = present === undefined && missing.length > 0 ? sections : missing;
  const extra =
    openFiles.length > 0
      ? [{ title: 'Settings of one machine', lines: openFiles.map((path) => `/${path}`) }]
      : [];
  const text = [...wanted, ...extra]
    .map(({ title, lines }) => [`# ${title}`, ...lines, ''].join('\n'))
    .join('\n');
  if (present === undefined) return [{ path: '.gitignore', create: text }];
  const { eol } = new SourceText(present);
  const gap = present.trim() === '' ? '' : /(?:\r\n|\n)$/.test(present) ? eol : eol + eol;
  return [
    {
      path: '.gitignore',
      edits: [{ start: present.length, end: present.length, newText: gap + text.replaceAll('\n', eol) }],
    },
  ];
}

function exampleChange(facts: ProjectFacts): readonly FileChange[] {
  if (exampleFiles(facts).length > 0) return [];
  const names = facts.variables.map(({ name }) => name);
  return names.length === 0 ? [] : [{ path: '.env.example', create: exampleText(names) }];
}
