/** A `.env` file that the next `git add .` will publish, or that is published already. */
import { defineProjectRule } from '../../lint/rule';

interface Data {
  readonly isTracked: boolean;
}

/** Examples hold no values, and settings of tests and of CI no secrets. */
const localFile =
  /(?:^|\/)\.env(?:\.(?!(?:example|sample|template|dist|defaults?|test|testing|ci)$)[\w-]+)?$/;

export default defineProjectRule<Data>({
  meta: {
    name: 'env-file-not-ignored',
    topic: 'configuration',
    summary: 'A `.env` file is not kept out of version control.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'file',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      open: 'No .gitignore covers this file: the next `git add .` publishes what is in it.',
      tracked:
        'git tracks this file: whoever has the repository has its secrets, so replace them after `git rm --cached`.',
    },
    docs: {
      why:
        'A `.env` file holds the passwords and keys of one machine. Once it is committed, they are in every clone and in the ' +
        'history, and deleting the file does not unpublish them: each secret in it has to be replaced at its provider.',
      bad: [
        {
          path: '.env',
          code: 'API_KEY=\n',
          files: { 'app.py': 'print("hello")\n', '.gitignore': '__pycache__/\n' },
        },
      ],
      good: [
        { path: '.env', code: 'API_KEY=\n', files: { 'app.py': 'print("hello")\n', '.gitignore': '.env\n' } },
      ],
      guards: [
        '`.env.example`, `.env.sample`, `.env.template`, `.env.dist`, and files of tests and of CI',
        'folders outside git',
        'files that a .gitignore above or below covers',
      ],
      fixes:
        'Adds the file to `.gitignore`, which is created where there is none. A file that git tracks already stays tracked ' +
        'until `git rm --cached` is run on it; no fix runs commands.',
    },
  },
  checkProject({ paths, git }) {
    if (!git) return [];
    return [...paths]
      .filter((path) => localFile.test(path))
      .sort()
      .flatMap((path) => {
        const isTracked = git.isTracked(path) === true;
        if (!isTracked && git.isIgnored(path)) return [];
        return [{ path, message: isTracked ? 'tracked' : 'open', data: { isTracked } }];
      });
  },
  fixProject({ path, data }, { git }) {
    if (git?.isIgnored(path)) return [];
    const name = path.slice(path.lastIndexOf('/') + 1);
    const rest = data?.isTracked ? ', as the first step' : '';
    return [
      {
        title: `Add ${name} to .gitignore${rest}`,
        applicability: 'safe',
        edits: [],
        files: [{ kind: 'append-line', path: '.gitignore', line: name, unless: { ignores: path } }],
      },
    ];
  },
});
