/**
 * Every setting, once: its key, kind, default, description and scope. The TypeScript type, the validation and the
 * manifest's `contributes.configuration` all come from this table.
 *
 * Keys are written here as in the editor (`analysis.maxFiles`); project files may also write them in kebab case
 * (`max-files` below `[tool.seaworthy.analysis]`). No setting holds a command or a path that is executed.
 */
import { linters } from '../lint/other-linters';
import { severities } from '../lint/rule';

interface Described {
  /** Markdown, shown in the settings editor. */
  readonly description: string;
  /** `resource`: may differ per folder; `window`: about the editor, so a project file cannot set it. */
  readonly scope: 'resource' | 'window';
}

export type Setting = Described &
  (
    | { readonly kind: 'boolean'; readonly default: boolean }
    | {
        readonly kind: 'choice';
        readonly default: string;
        /** Value and what it does, Markdown. */
        readonly choices: Readonly<Record<string, string>>;
      }
    | {
        readonly kind: 'number';
        readonly default: number;
        readonly integer: boolean;
        readonly minimum: number;
        readonly maximum: number;
      }
    /** `auto`, or a Python version such as `3.11`. */
    | { readonly kind: 'version'; readonly default: string }
    /** `names`: rule or topic names; `topics`; `linters`; `globs`; `qualified`: dotted Python names. */
    | {
        readonly kind: 'list';
        readonly of: 'names' | 'topics' | 'linters' | 'globs' | 'qualified';
        readonly default: readonly string[];
      }
    /** Rule name to level. */
    | { readonly kind: 'levels'; readonly default: Readonly<Record<string, Level>> }
    /** Glob to rule or topic names. */
    | { readonly kind: 'ignores'; readonly default: Readonly<Record<string, readonly string[]>> }
  );

export const levels = ['off', ...severities] as const;
export type Level = (typeof levels)[number];

export const settings = {
  enable: {
    kind: 'boolean',
    default: true,
    scope: 'resource',
    description: 'Analyse Python files of this folder.',
  },
  'analysis.run': {
    kind: 'choice',
    default: 'onType',
    choices: {
      onType: 'While you type.',
      onSave: 'When a file is opened or saved.',
      manual: 'Only when a command asks for it.',
    },
    scope: 'resource',
    description: 'When open files are checked.',
  },
  'analysis.exclude': {
    kind: 'list',
    of: 'globs',
    default: [],
    scope: 'resource',
    description:
      'Globs of files and folders to leave out, relative to the folder. A pattern without `/` matches at any depth. ' +
      'Virtual environments, `node_modules` and whatever `.gitignore` names are left out anyway.',
  },
  'analysis.maxFiles': {
    kind: 'number',
    default: 10_000,
    integer: true,
    minimum: 1,
    maximum: 1_000_000,
    scope: 'resource',
    description:
      'The most Python files that a scan of the folder reads. The project health says when it left some out.',
  },
  ruleProfile: {
    kind: 'choice',
    default: 'recommended',
    choices: {
      recommended: 'Rules whose findings are nearly always worth a change.',
      strict: 'Also rules that ask for more discipline than many projects want.',
      all: 'Every rule.',
    },
    scope: 'resource',
    description:
      'Which rules are on unless `#seaworthy.select#`, `#seaworthy.ignore#` or `#seaworthy.rules#` say otherwise.',
  },
  select: {
    kind: 'list',
    of: 'names',
    default: [],
    scope: 'resource',
    description:
      'Rules or topics to run in place of `#seaworthy.ruleProfile#`; `all` stands for every rule. Empty: the profile decides.',
  },
  ignore: {
    kind: 'list',
    of: 'names',
    default: [],
    scope: 'resource',
    description: 'Rules or topics that never run.',
  },
  rules: {
    kind: 'levels',
    default: {},
    scope: 'resource',
    description: 'Severity by rule; `off` switches a rule off, any other level also switches it on.',
  },
  perFileIgnores: {
    kind: 'ignores',
    default: {},
    scope: 'resource',
    description:
      'Rules or topics to leave out in files that match a glob, such as `{ "scripts/**": ["print-instead-of-logging"] }`.',
  },
  deferTo: {
    kind: 'list',
    of: 'linters',
    default: linters,
    scope: 'resource',
    description:
      'Where one of these linters underlines the same habit already, Seaworthy does not underline it again: its fixes are in ' +
      'the light bulb of the other one. Empty: both are shown.',
  },
  'topics.disabled': {
    kind: 'list',
    of: 'topics',
    default: [],
    scope: 'resource',
    description: 'Topics that are neither checked nor graded.',
  },
  targetVersion: {
    kind: 'version',
    default: 'auto',
    scope: 'resource',
    description:
      'The lowest Python version that the code must run on, such as `3.11`. `auto` reads `requires-python`.',
  },
  'missingTimeout.seconds': {
    kind: 'number',
    default: 10,
    integer: false,
    minimum: 0.1,
    maximum: 86_400,
    scope: 'resource',
    description: 'Seconds that the fix of `missing-timeout` writes.',
  },
  errorReporters: {
    kind: 'list',
    of: 'qualified',
    default: [],
    scope: 'resource',
    description:
      'Functions of your own that report an exception, such as `myapp.errors.report`. Handlers that call one count as logged.',
  },
  profile: {
    kind: 'choice',
    default: 'auto',
    choices: {
      auto: 'Found out from the files.',
      script: 'Scripts that are run by hand.',
      library: 'Code that others import.',
      cli: 'A command-line program.',
      service: 'A program that keeps running, such as a web application.',
      notebook: 'Notebooks.',
    },
    scope: 'resource',
    description: 'What kind of project this is. It decides which practices the project health asks for.',
  },
  hideIgnoreActions: {
    kind: 'boolean',
    default: false,
    scope: 'resource',
    description: 'Leave the "ignore" actions out of the light bulb.',
  },
  statusBar: {
    kind: 'choice',
    default: 'grade',
    choices: {
      grade: 'The grade of the project.',
      stage: 'The stage of the project, without a grade.',
      off: 'No status bar item.',
    },
    scope: 'window',
    description: 'What the status bar item shows.',
  },
  'trace.server': {
    kind: 'choice',
    default: 'off',
    choices: {
      off: 'Nothing.',
      messages: 'Names and times of messages.',
      verbose: 'Messages in full.',
    },
    scope: 'window',
    description: 'What of the conversation with the language server is written to the output.',
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingKey = keyof typeof settings;
export const settingKeys = Object.keys(settings) as readonly SettingKey[];

type ValueOf<S> = S extends { kind: 'boolean' }
  ? boolean
  : S extends { kind: 'choice'; choices: infer C }
    ? keyof C
    : S extends { kind: 'number' }
      ? number
      : S extends { kind: 'version' }
        ? string
        : S extends { kind: 'levels' }
          ? Readonly<Record<string, Level>>
          : S extends { kind: 'ignores' }
            ? Readonly<Record<string, readonly string[]>>
            : S extends { kind: 'list' }
              ? readonly string[]
              : never;

/** Values of all settings, keyed as in the editor. */
export type Settings = { readonly [K in SettingKey]: ValueOf<(typeof settings)[K]> };

export const defaultSettings = Object.fromEntries(
  settingKeys.map((key) => [key, settings[key].default]),
) as unknown as Settings;
