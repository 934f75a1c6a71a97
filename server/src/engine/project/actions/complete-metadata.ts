/** Fills in metadata that can be read off the project; adds the Python version, a build system and a README. */
import { findInSteps, type Steps } from '../../steps';
import type { ProjectFacts } from '../facts';
import { asStrings, tableAt } from '../facts/documents';
import { lowestMinor, setupFile } from '../facts/toolchain';
import { describeProject, titleOf } from './describe';
import { addToTable, appendToToml, tomlString } from './pyproject';
import { alreadyThere, type FileChange, type ProjectAction, type ProjectEdit, type Refusal } from './types';
import { usualMinor } from './versions';

const path = 'pyproject.toml';

export const completeMetadata: ProjectAction = {
  name: 'complete-metadata',
  title: 'Complete the project metadata',
  check: 'project-metadata',
  run(facts) {
    const table = metadataTable(facts);
    if (!table) return { refused: 'there is no [project] table to complete' };
    const { keys, values } = table;
    const { description, readme, licence } = describeProject(facts);
    const dynamic = asStrings(values.dynamic);
    const isOpen = (key: string) => values[key] === undefined && !dynamic.includes(key);
    const hasClassifier = asStrings(values.classifiers).some((one) => one.startsWith('License ::'));
    const lines = [
      ...(isOpen('version') ? ['version = "0.1.0"'] : []),
      ...(isOpen('description') && description !== undefined
        ? [`description = ${tomlString(description)}`]
        : []),
      ...(isOpen('readme') && readme !== undefined ? [`readme = ${tomlString(readme)}`] : []),
      ...(isOpen('license') && !hasClassifier && licence !== undefined
        ? [`license = ${tomlString(licence)}`]
        : []),
    ];
    if (lines.length === 0) {
      const isComplete = ['description', 'readme', 'license'].every((key) => !isOpen(key));
      return isComplete
        ? alreadyThere
        : { refused: 'README and LICENSE do not say what is missing: add it by hand' };
    }
    return toEdit('Complete the project metadata', addToTable(facts, path, keys, lines, ['version', 'name']));
  },
};

function metadataTable({ pyproject }: ProjectFacts) {
  if (pyproject.status !== 'ok') return undefined;
  for (const keys of [['project'], ['tool', 'poetry']]) {
    const values = tableAt(pyproject.data, ...keys);
    if (values?.name !== undefined) return { keys, values };
  }
  return undefined;
}

export const declarePython: ProjectAction = {
  name: 'declare-python',
  title: 'Declare the Python version',
  check: 'requires-python',
  run(facts) {
    if (facts.dependencies.python) return alreadyThere;
    const { broken } = facts.dependencies;
    if (broken[0] !== undefined) return { refused: `${broken[0]} cannot be read: fix it first` };
    const { pyproject } = facts;
    const version = `>=3.${lowestMinor(facts)}`;
    if (pyproject.status === 'ok') {
      if (tableAt(pyproject.data, 'project'))
        return toEdit(
          'Declare the Python version',
          addToTable(
            facts,
            path,
            ['project'],
            [`requires-python = "${version}"`],
            ['readme', 'version', 'name'],
          ),
        );
      if (tableAt(pyproject.data, 'tool', 'poetry'))
        return toEdit(
          'Declare the Python version',
          addToTable(facts, path, ['tool', 'poetry', 'dependencies'], [`python = "${version}"`]),
        );
    }
    return {
      label: 'Declare the Python version',
      files: [{ path: '.python-version', create: `3.${Math.max(usualMinor, lowestMinor(facts))}\n` }],
      followUp: 'uv and pyenv read this file; requires-python in pyproject.toml is for everybody.',
    };
  },
};

export const addBuildSystem: ProjectAction = {
  name: 'add-build-system',
  title: 'Declare the build system',
  check: 'build-system',
  run(facts) {
    const { pyproject } = facts;
    if (pyproject.status !== 'ok') return { refused: 'there is no pyproject.toml to complete' };
    if (tableAt(pyproject.data, 'build-system')) return alreadyThere;
    if (setupFile(facts) !== undefined)
      return toEdit('Declare the build system', appendToToml(facts, path, setuptoolsTable));
    const packages = outerPackages(facts);
    if (packages.length === 0)
      return { refused: 'there is no package to build: move the modules into one first' };
    const lines = [
      '[build-system]',
      'requires = ["hatchling"]',
      'build-backend = "hatchling.build"',
      '',
      '[tool.hatch.build.targets.wheel]',
      `packages = [${packages.map(tomlString).join(', ')}]`,
    ];
    return toEdit('Declare the build system', appendToToml(facts, path, `${lines.join('\n')}\n`));
  },
};

const setuptoolsTable =
  '[build-system]\nrequires = ["setuptools>=64"]\nbuild-backend = "setuptools.build_meta"\n';

/** Packages that are in no other package. */
export function outerPackages(facts: ProjectFacts): readonly string[] {
  const folders = facts.sources.code
    .filter(({ path: file }) => file.endsWith('/__init__.py'))
    .map(({ path: file }) => file.slice(0, -'/__init__.py'.length));
  const all = new Set(folders);
  return folders.filter((folder) => !all.has(folder.split('/').slice(0, -1).join('/')));
}

export const addReadme: ProjectAction = {
  name: 'add-readme',
  title: 'Add a README',
  check: 'readme-and-licence',
  *run(facts) {
    if (facts.find(/^readme(?:\.\w+)?$/i).length > 0)
      return facts.find(/^(?:licen[cs]e|copying|unlicense)[\w.-]*$/i).length > 0
        ? alreadyThere
        : { refused: 'which licence it should be is yours to decide: add its text as LICENSE' };
    const { name } = describeProject(facts);
    return {
      label: 'Add a README',
      files: [{ path: 'README.md', create: yield* readmeText(facts, name) }],
      followUp: 'Say what the project is for. The licence is yours to choose: add its text as LICENSE.',
    };
  },
};

function* readmeText(facts: ProjectFacts, name: string): Steps<string> {
  const hasTests = facts.inTests.testFunctions > 0;
  const install =
    facts.pyproject.status === 'ok' && tableAt(facts.pyproject.data, 'build-system')
      ? 'python -m pip install -e .'
      : facts.paths.has('requirements.txt')
        ? 'python -m pip install -r requirements.txt'
        : undefined;
  const entry = yield* findInSteps(facts.sources.code, ({ metrics }) => metrics.mainGuardLine !== null);
  const block = (command: string) => ['```console', command, '```', ''];
  const lines = [
    `# ${titleOf(`# ${name}`) ?? name}`,
    '',
    '<!-- What it does, for whom, in two sentences. -->',
    '',
    ...(install === undefined ? [] : ['## Installation', '', ...block(install)]),
    ...(entry === undefined ? [] : ['## Use', '', ...block(`python ${entry.path}`)]),
    ...(hasTests ? ['## Tests', '', ...block('python -m pytest')] : []),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

export function toEdit(
  label: string,
  change: FileChange | Refusal,
  followUp?: string,
): ProjectEdit | Refusal {
  if ('refused' in change) return change;
  return { label, files: [change], ...(followUp === undefined ? {} : { followUp }) };
}
