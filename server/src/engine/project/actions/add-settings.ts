/** Adds a settings module that reads, in one place, what the code has written into it. */
import { eachInSteps, type Steps } from '../../steps';
import type { ProjectFacts } from '../facts';
import { exampleFiles, exampleKeys } from '../facts/variables';
import { exampleText } from './add-env-example';
import { appendLines } from './append';
import { outerPackages } from './complete-metadata';
import { alreadyThere, type FileChange, type ProjectAction } from './types';

export const addSettings: ProjectAction = {
  name: 'add-settings',
  title: 'Add a settings module',
  check: 'environment-configuration',
  *run(facts) {
    if (facts.inCode.environmentReads.count > 0) return alreadyThere;
    if (facts.paths.has('manage.py'))
      return { refused: 'Django has its settings: read the environment there' };
    const folder = outerPackages(facts)[0];
    const path = ['settings.py', 'config.py', 'environment.py']
      .map((name) => (folder === undefined ? name : `${folder}/${name}`))
      .find((one) => !facts.paths.has(one));
    if (path === undefined)
      return { refused: 'settings.py, config.py and environment.py are all there already' };
    const names = yield* settingNames(facts);
    const example = exampleChange(facts, names);
    return {
      label: 'Add a settings module',
      files: [{ path, create: moduleText(names) }, ...example],
      followUp:
        'Call Settings.from_environment() where the program starts, and use its fields in place of the literals.',
    };
  },
};

/** Variables by the names that the literals have in the code. */
function* settingNames(facts: ProjectFacts): Steps<readonly string[]> {
  const names: string[] = [];
  yield* eachInSteps(facts.sources.code, ({ metrics }) => {
    names.push(...metrics.configurationNames);
  });
  const found = [...new Set(names.map((name) => name.replace(/^_+/, '').toUpperCase()))]
    .filter((name) => name !== '')
    .sort();
  return found.length > 0 ? found : ['LOG_LEVEL'];
}

function moduleText(names: readonly string[]): string {
  const lines = [
    '"""Settings of the program, read once from the environment."""',
    '',
    'import os',
    'from dataclasses import dataclass',
    '',
    '',
    '@dataclass(frozen=True)',
    'class Settings:',
    '    """What differs between a laptop and a server."""',
    '',
    ...names.map((name) => `    ${fieldName(name)}: ${kindOf(name).type}`),
    '',
    '    @classmethod',
    '    def from_environment(cls) -> "Settings":',
    '        """Fail at once, and by name, when a variable is missing."""',
    '        return cls(',
    ...names.map((name) =>
      name === 'LOG_LEVEL'
        ? '            log_level=os.environ.get("LOG_LEVEL", "INFO"),'
        : `            ${fieldName(name)}=${kindOf(name).read(name)},`,
    ),
    '        )',
  ];
  return `${lines.join('\n')}\n`;
}

interface Kind {
  readonly type: string;
  readonly read: (name: string) => string;
}

/** A switch that nobody sets is off; everything else has to be there. */
function kindOf(name: string): Kind {
  if (/(?:^|_)DEBUG$/.test(name))
    return {
      type: 'bool',
      read: (one) => `os.environ.get("${one}", "").lower() in {"1", "true", "yes"}`,
    };
  if (/(?:^|_)PORT$/.test(name)) return { type: 'int', read: (one) => `int(os.environ["${one}"])` };
  return { type: 'str', read: (one) => `os.environ["${one}"]` };
}

function fieldName(name: string): string {
  return name.toLowerCase();
}

function exampleChange(facts: ProjectFacts, names: readonly string[]): readonly FileChange[] {
  const path = exampleFiles(facts)[0];
  if (path === undefined) return [{ path: '.env.example', create: exampleText(names) }];
  const before = facts.snapshot.text(path);
  const listed = exampleKeys(facts);
  const missing = names.filter((name) => !listed.has(name));
  if (before === undefined || missing.length === 0) return [];
  return [
    {
      path,
      edits: [
        appendLines(
          before,
          missing.map((name) => `${name}=`),
        ),
      ],
    },
  ];
}
