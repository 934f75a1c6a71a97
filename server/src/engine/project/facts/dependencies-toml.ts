/** Dependencies in TOML: pyproject.toml with the tables of its tools, Pipfile, pixi.toml and hatch.toml. */
import {
  computedDependency,
  normalizeName,
  pushRequirement,
  type Dependency,
  type PythonVersion,
} from './dependencies';
import { asString, asStrings, asTable, lineOf, tableAt, tomlLine, type Table } from './documents';

export function readPyproject(
  text: string,
  data: Table,
  declared: Dependency[],
  python: PythonVersion[],
): void {
  const path = 'pyproject.toml';
  const project = tableAt(data, 'project');
  const pushAll = (values: unknown, keys: readonly string[], development: boolean) => {
    const line = tomlLine(text, ...keys);
    for (const value of asStrings(values)) pushRequirement(declared, value, path, line, development);
  };
  pushAll(project?.dependencies, ['project', 'dependencies'], false);
  for (const [group, values] of Object.entries(asTable(project?.['optional-dependencies']) ?? {})) {
    pushAll(values, ['project', 'optional-dependencies', group], true);
  }
  for (const [group, values] of Object.entries(tableAt(data, 'dependency-groups') ?? {})) {
    pushAll(values, ['dependency-groups', group], true);
  }
  pushAll(tableAt(data, 'tool', 'uv')?.['dev-dependencies'], ['tool', 'uv', 'dev-dependencies'], true);
  for (const [group, values] of Object.entries(tableAt(data, 'tool', 'pdm', 'dev-dependencies') ?? {})) {
    pushAll(values, ['tool', 'pdm', 'dev-dependencies', group], true);
  }
  readHatch(text, path, tableAt(data, 'tool', 'hatch'), declared);
  const specifier = asString(project?.['requires-python']);
  if (specifier !== undefined)
    python.push({ specifier, path, line: tomlLine(text, 'project', 'requires-python') });
  readPoetry(text, tableAt(data, 'tool', 'poetry'), declared, python);
  readPixi(text, path, tableAt(data, 'tool', 'pixi'), declared, python);
  // A build backend reads them from somewhere: Poetry's own table was read, files of requirements may have been.
  if (
    asStrings(project?.dynamic).includes('dependencies') &&
    !declared.some(({ development }) => !development)
  )
    declared.push(computedDependency(path, tomlLine(text, 'project', 'dynamic')));
}

function readPoetry(
  text: string,
  poetry: Table | undefined,
  declared: Dependency[],
  python: PythonVersion[],
): void {
  if (!poetry) return;
  const path = 'pyproject.toml';
  const tables: { table: Table | undefined; keys: readonly string[]; development: boolean }[] = [
    { table: asTable(poetry.dependencies), keys: ['tool', 'poetry', 'dependencies'], development: false },
    {
      table: asTable(poetry['dev-dependencies']),
      keys: ['tool', 'poetry', 'dev-dependencies'],
      development: true,
    },
  ];
  for (const [group, value] of Object.entries(asTable(poetry.group) ?? {})) {
    const keys = ['tool', 'poetry', 'group', group, 'dependencies'];
    tables.push({ table: tableAt(value, 'dependencies'), keys, development: true });
  }
  for (const { table, keys, development } of tables) {
    for (const [name, value] of Object.entries(table ?? {})) {
      const line = tomlLine(text, ...keys, name);
      const version = asString(value) ?? asString(asTable(value)?.version) ?? '';
      if (name.toLowerCase() === 'python') python.push({ specifier: version, path, line });
      else
        declared.push({
          name: normalizeName(name),
          pinned: /^={0,2}\s*\d[\w.]*$/.test(version),
          path,
          line,
          development,
        });
    }
  }
}

export function readPipfile(
  text: string,
  data: Table,
  declared: Dependency[],
  python: PythonVersion[],
): void {
  for (const section of ['packages', 'dev-packages']) {
    for (const [name, value] of Object.entries(tableAt(data, section) ?? {})) {
      const version = asString(value) ?? asString(asTable(value)?.version) ?? '';
      const line = tomlLine(text, section, name);
      declared.push({
        name: normalizeName(name),
        pinned: version.startsWith('=='),
        path: 'Pipfile',
        line,
        development: section !== 'packages',
      });
    }
  }
  const requires = tableAt(data, 'requires');
  const specifier = asString(requires?.python_version) ?? asString(requires?.python_full_version);
  if (specifier !== undefined) python.push({ specifier, path: 'Pipfile', line: tomlLine(text, 'requires') });
}

/** Conda's and PyPI's names of pixi, in pixi.toml or below [tool.pixi]. */
export function readPixi(
  text: string,
  path: string,
  data: Table | undefined,
  declared: Dependency[],
  python: PythonVersion[],
): void {
  const features = Object.values(asTable(data?.feature) ?? {}).map((feature) => asTable(feature));
  for (const [table, development] of [
    [data, false] as const,
    ...features.map((one) => [one, true] as const),
  ]) {
    for (const kind of ['dependencies', 'pypi-dependencies']) {
      for (const [name, value] of Object.entries(asTable(table?.[kind]) ?? {})) {
        const version = asString(value) ?? asString(asTable(value)?.version) ?? '';
        const line = lineOf(text, new RegExp(`^\\s*["']?${name.replace(/\W/g, '.')}["']?\\s*=`, 'm'));
        if (name === 'python') python.push({ specifier: version, path, line });
        else
          declared.push({
            name: normalizeName(name),
            pinned: /^={1,2}\s*\d[\w.]*$/.test(version),
            path,
            line,
            development,
          });
      }
    }
  }
}

/** Environments of Hatch, in hatch.toml or below [tool.hatch]: those of its default one are what the project runs with. */
export function readHatch(text: string, path: string, data: Table | undefined, declared: Dependency[]): void {
  for (const [name, environment] of Object.entries(asTable(data?.envs) ?? {})) {
    const line = lineOf(text, new RegExp(`^\\s*\\[[\\w.]*envs\\.${name.replace(/\W/g, '.')}\\b`, 'm'));
    const table = asTable(environment);
    for (const value of [...asStrings(table?.dependencies), ...asStrings(table?.['extra-dependencies'])])
      pushRequirement(declared, value, path, line, path !== 'hatch.toml' || name !== 'default');
  }
}
