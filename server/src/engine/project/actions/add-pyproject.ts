/** Creates pyproject.toml from what is known: requirements files, literals of setup.py, or the imports of the code. */
import type { ProjectFacts } from '../facts';
import { asStrings } from '../facts/documents';
import { computedName, requirementFiles } from '../facts/dependencies';
import { lowestMinor, setupFile } from '../facts/toolchain';
import { arrayLine, missingDependencies } from './declare-dependencies';
import { describeProject } from './describe';
import { tomlString } from './pyproject';
import { alreadyThere, type ProjectAction } from './types';

export const addPyproject: ProjectAction = {
  name: 'add-pyproject',
  title: 'Add a pyproject.toml',
  check: 'pyproject-present',
  run(facts) {
    if (facts.pyproject.status === 'ok') return alreadyThere;
    if (facts.pyproject.status === 'broken')
      return {
        refused: `pyproject.toml cannot be read (line ${facts.pyproject.problem.line}): fix it first`,
      };
    const setup = setupFile(facts) !== undefined;
    return {
      label: setup ? 'Add a pyproject.toml that builds with the setup file' : 'Add a pyproject.toml',
      files: [{ path: 'pyproject.toml', create: setup ? buildTable : projectTable(facts) }],
      ...(setup
        ? {
            followUp:
              'The metadata stays where it is. Move it to [project] once nothing in the setup file is computed.',
          }
        : {
            followUp: `Look at name and description: they were guessed from the code.${
              facts.dependencies.declared.length > 0
                ? ' The dependencies are in two places now: keep the one that you install from.'
                : ''
            }`,
          }),
    };
  },
};

/** A setup file may compute what it says: the build goes on reading it, now through the standard way. */
const buildTable = `[build-system]
requires = ["setuptools>=64"]
build-backend = "setuptools.build_meta"
`;

function projectTable(facts: ProjectFacts): string {
  const { name, description, readme } = describeProject(facts);
  const { runtime, development } = migratedDependencies(facts);
  const lines = [
    '[project]',
    `name = ${tomlString(name)}`,
    'version = "0.1.0"',
    ...(description === undefined ? [] : [`description = ${tomlString(description)}`]),
    ...(readme === undefined ? [] : [`readme = ${tomlString(readme)}`]),
    `requires-python = ">=3.${lowestMinor(facts)}"`,
    arrayLine('dependencies', runtime),
    ...(development.length > 0 ? ['', '[dependency-groups]', arrayLine('dev', development)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Requirements as they are written; options, hashes and links stay behind in their files. */
function migratedDependencies(facts: ProjectFacts): {
  readonly runtime: readonly string[];
  readonly development: readonly string[];
} {
  const found = { runtime: new Set<string>(), development: new Set<string>() };
  for (const path of requirementFiles([...facts.paths])) {
    const target = /dev|test|lint|doc/i.test(path) ? found.development : found.runtime;
    for (const line of (facts.snapshot.text(path) ?? '').split(/\r\n|\n/)) {
      const text = line
        .replace(/(?:^|\s)#.*$/, '')
        .replace(/\s*(?:\\|--hash).*$/, '')
        .trim();
      if (plainRequirement.test(text)) target.add(text.replaceAll('"', "'"));
    }
  }
  // Other formats have rules of their own for versions: their names are what is certain.
  for (const { name, path, development } of facts.dependencies.declared) {
    if (!/^(?:requirements|[\w.-]*requirements|setup\.|pyproject)/.test(path) && name !== computedName)
      (development ? found.development : found.runtime).add(name);
  }
  const missing = missingDependencies(facts);
  return {
    runtime: asStrings([...found.runtime, ...missing.runtime]),
    development: asStrings([...found.development, ...missing.development]),
  };
}

const plainRequirement =
  /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?(?:\s*\[[\w\s,.-]*\])?\s*(?:(?:[<>=!~]=?|===)\s*[\w.*+!-]+\s*,?\s*)*(?:;.*)?$/;
