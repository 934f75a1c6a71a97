/** What kind of project this is. The profile only decides which checks apply; weights are the same for all. */
import type { HealthEvidence, ProjectProfile } from '../../../protocol/health';
import { filterInSteps, findInSteps, type Steps } from '../../steps';
import { asString, asTable, lineOf, tableAt, tomlLine, type Documents } from './documents';
import type { ProjectFacts } from './index';
import type { SourceFacts } from './totals';

export interface ProfileFacts {
  readonly profile: ProjectProfile;
  readonly evidence: readonly string[];
}

export interface EntryPoints {
  /** Module names of `[project.scripts]` and console scripts. */
  readonly scriptModules: readonly string[];
  /** Where the first of them is declared. */
  readonly declared: HealthEvidence | undefined;
}

/** Whether users install the project from an index, which leaves exact versions and optional extras to them. */
export function isInstalled({ profile, entryPoints, paths, pyproject }: ProjectFacts): boolean {
  if (profile.profile === 'library') return true;
  const isBuilt = pyproject.status === 'ok' && asTable(pyproject.data['build-system']) !== undefined;
  return (
    profile.profile === 'cli' && entryPoints.declared !== undefined && (isBuilt || paths.has('setup.py'))
  );
}

const frameworkModules = new Set([
  'fastapi',
  'flask',
  'django',
  'starlette',
  'litestar',
  'sanic',
  'quart',
  'tornado',
  'bottle',
  'falcon',
  'rest_framework',
]);

export function collectEntryPoints(documents: Documents): EntryPoints {
  const targets: string[] = [];
  const places: HealthEvidence[] = [];
  const pyproject = documents.toml('pyproject.toml');
  if (pyproject.status === 'ok') {
    for (const keys of [
      ['project', 'scripts'],
      ['project', 'gui-scripts'],
      ['tool', 'poetry', 'scripts'],
    ]) {
      // Poetry takes a table with a reference in place of the text.
      const found = Object.values(tableAt(pyproject.data, ...keys) ?? {}).flatMap(
        (value) => asString(value) ?? asString(asTable(value)?.reference) ?? [],
      );
      targets.push(...found);
      if (found.length > 0)
        places.push({
          path: pyproject.path,
          line: tomlLine(pyproject.text, ...keys),
          text: 'declares a script',
        });
    }
  }
  const setupConfig = documents.ini('setup.cfg');
  if (setupConfig.status === 'ok') {
    const scripts = setupConfig.data.get('options.entry_points')?.values.get('console_scripts');
    targets.push(...(scripts?.value ?? '').split('\n').flatMap((line) => line.split('=')[1]?.trim() ?? []));
    if (scripts) places.push({ path: 'setup.cfg', line: scripts.line, text: 'declares a script' });
  }
  const setup = documents.plain('setup.py');
  if (setup.status === 'ok' && setup.data.includes('console_scripts')) {
    const found = [...setup.data.matchAll(/=\s*([\w.]+:[\w.]+)\s*["']/g)].map((match) => match[1] ?? '');
    targets.push(...found);
    if (found.length > 0)
      places.push({
        path: 'setup.py',
        line: lineOf(setup.data, /console_scripts/),
        text: 'declares a script',
      });
  }
  return {
    scriptModules: targets.map((target) => target.split(':')[0]?.trim() ?? ''),
    declared: places[0],
  };
}

export function* detectProfile(
  paths: readonly string[],
  sources: SourceFacts,
  documents: Documents,
  entryPoints: EntryPoints,
  forced: ProjectProfile | undefined,
): Steps<ProfileFacts> {
  if (forced) return { profile: forced, evidence: ['chosen in the settings'] };
  const { code } = sources;
  const notebooks = paths.filter((path) => path.endsWith('.ipynb')).length;
  if (notebooks > 0 && notebooks > code.length)
    return { profile: 'notebook', evidence: [`${notebooks} notebooks, ${code.length} modules`] };

  const service = yield* serviceEvidence(paths, sources);
  if (service) return { profile: 'service', evidence: [service] };

  const main = yield* findInSteps(code, ({ path }) => path.endsWith('__main__.py'));
  const offered = yield* offeredNames(code);
  if (entryPoints.declared && !offered) return { profile: 'cli', evidence: ['console script declared'] };
  const packaged = isPackaged(paths, documents);
  if (packaged && main && !offered && main.metrics.commandLine)
    return { profile: 'cli', evidence: [packaged, main.path] };
  if (packaged) return { profile: 'library', evidence: offered ? [packaged, offered] : [packaged] };
  if (entryPoints.declared) return { profile: 'cli', evidence: ['console script declared'] };
  const commands = yield* filterInSteps(
    code,
    ({ metrics }) => metrics.commandLine && metrics.mainGuardLine !== null,
  );
  const command = commands[0];
  // As with services: one command among many scripts is still a collection of scripts.
  if (command && (code.length <= 10 || commands.length >= code.length * 0.1)) {
    return { profile: 'cli', evidence: [`${command.path} parses a command line`] };
  }
  return { profile: 'script', evidence: ['no package metadata, no web application, no declared command'] };
}

/** A package whose front door hands out many names of its own is there to be imported, command or not. */
function* offeredNames(code: SourceFacts['code']): Steps<string | undefined> {
  const doors = yield* filterInSteps(code, ({ path }) => frontDoor.test(path));
  for (const { path, metrics } of doors) {
    const own = path.split('/').at(-2) ?? '';
    const count = metrics.imports
      .filter(({ module }) => module.startsWith('.') || module.split('.')[0] === own)
      .reduce(
        (sum, one) => sum + (one.names ?? []).reduce((all, name) => all + (name === '*' ? starNames : 1), 0),
        0,
      );
    if (count >= manyNames) return `${path} offers ${count} names or more`;
  }
  return undefined;
}

const frontDoor = /^(?:src\/)?([^/]+)\/__init__\.py$/;
const manyNames = 8;
/** What `import *` stands for, at the least. */
const starNames = 2;

/** One framework use in a collection of scripts does not make a service: it needs weight among the modules. */
function* serviceEvidence(paths: readonly string[], { code }: SourceFacts): Steps<string | undefined> {
  if (paths.includes('manage.py')) return 'manage.py of Django';
  const first = yield* findInSteps(code, ({ metrics }) => metrics.webApplications.length > 0);
  if (!first) return undefined;
  // The framework itself is no service, whatever its own modules build.
  const framework = yield* findInSteps(code, ({ path }) =>
    frameworkModules.has(frontDoor.exec(path)?.[1] ?? ''),
  );
  if (framework) return undefined;
  const users = yield* filterInSteps(code, ({ metrics }) =>
    metrics.imports.some((one) => frameworkModules.has(one.module.split('.')[0] ?? '')),
  );
  if (code.length > 10 && users.length < code.length * 0.1) return undefined;
  const application = first.metrics.webApplications[0];
  return `${application?.framework ?? 'web'} application in ${first.path}`;
}

function isPackaged(paths: readonly string[], documents: Documents): string | undefined {
  const pyproject = documents.toml('pyproject.toml');
  if (pyproject.status === 'ok') {
    if (asTable(pyproject.data['build-system'])) return '[build-system] in pyproject.toml';
    if (tableAt(pyproject.data, 'tool', 'poetry')?.name !== undefined)
      return '[tool.poetry] in pyproject.toml';
  }
  return paths.includes('setup.py') ? 'setup.py' : undefined;
}
