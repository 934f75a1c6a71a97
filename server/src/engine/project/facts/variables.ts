/** Environment variables that the code reads by name, and those that an example file lists. */
import { eachInSteps, type Steps } from '../../steps';
import type { ProjectFacts } from './index';
import type { SourceFile } from './totals';

export interface EnvironmentVariable {
  readonly name: string;
  readonly path: string;
  readonly line: number;
}

/** Set by the system or the shell, not by whoever deploys the program. */
export const systemVariable =
  /^(?:HOME|PATH|USER|USERNAME|USERPROFILE|LOGNAME|PWD|SHELL|TERM|LANG|LC_\w+|TZ|TMP|TEMP|TMPDIR|HOSTNAME|EDITOR|PAGER|DISPLAY|COLUMNS|LINES|CI|NO_COLOR|FORCE_COLOR|VIRTUAL_ENV|CONDA_\w+|XDG_\w+|APPDATA|LOCALAPPDATA|PROGRAM\w+|SYSTEMROOT|WINDIR|PYTHON\w+|PYTEST_\w+|GITHUB_\w+|DJANGO_SETTINGS_MODULE|NETRC|SSL_CERT_\w+|SSLKEYLOGFILE|PATHEXT|COMP_\w+|TERM_\w+|(?:HTTP|HTTPS|ALL|NO)_PROXY)$/i;

const examplePath = /(?:^|\/)\.env\.(?:example|sample|template|dist)$/;

/** Sorted by name; the place is the first read of the environment in the first file that reads it. */
export function* collectVariables(code: readonly SourceFile[]): Steps<readonly EnvironmentVariable[]> {
  const found = new Map<string, EnvironmentVariable>();
  yield* eachInSteps(code, ({ path, metrics }) => {
    for (const name of metrics.environmentKeys) {
      if (systemVariable.test(name) || found.has(name)) continue;
      found.set(name, { name, path, line: metrics.environmentReads.lines[0] ?? 1 });
    }
  });
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function exampleFiles(facts: ProjectFacts): readonly string[] {
  return [...facts.paths].filter((path) => examplePath.test(path));
}

/** Names in all example files; a commented line lists its name too. */
export function exampleKeys(facts: ProjectFacts): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const path of exampleFiles(facts)) {
    for (const match of (facts.snapshot.text(path) ?? '').matchAll(
      /^\s*#?\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm,
    ))
      keys.add(match[1] ?? '');
  }
  return keys;
}
