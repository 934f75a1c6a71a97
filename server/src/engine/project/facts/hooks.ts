/** Commit hooks: pre-commit, prek, Lefthook and plain scripts of Husky. */
import type { HealthEvidence } from '../../../protocol/health';
import { commandLines } from './commands';
import { asString, asTable, parseYamlText, type Documents, type Table } from './documents';

export interface HookFacts {
  /** The configuration file, when there is one with at least one hook. */
  readonly configured: HealthEvidence | undefined;
  readonly empty: string | undefined;
  readonly hookNames: readonly string[];
  /** What hooks of the project's own run. */
  readonly commands: readonly HealthEvidence[];
  /** A service runs the hooks on each pull request, as the configuration says. */
  readonly runInCi: boolean;
}

type RepositoryFile = (path: string) => { readonly path: string; readonly text: string } | undefined;

const none = { hookNames: [], commands: [], runInCi: false } as const;

export function collectHooks(
  documents: Documents,
  repositoryFile: RepositoryFile,
): { hooks: HookFacts; brokenHooks: readonly string[] } {
  const brokenHooks: string[] = [];
  let empty: string | undefined;
  for (const path of ['.pre-commit-config.yaml', '.pre-commit-config.yml', 'prek.toml']) {
    const file = path.endsWith('.toml') ? documents.toml(path) : documents.yaml(path);
    if (file.status === 'broken') brokenHooks.push(path);
    const outer = file.status === 'absent' ? repositoryFile(path) : undefined;
    if (file.status !== 'ok' && !outer) continue;
    const data =
      file.status === 'ok'
        ? asTable(Array.isArray(file.data) ? file.data[0] : file.data)
        : parsed(outer?.text);
    const hooks = hooksIn(data);
    // TOML above the root is not read: that it is there has to do.
    const isUnread = file.status !== 'ok' && path.endsWith('.toml');
    if (hooks.length === 0 && !isUnread) {
      empty = outer?.path ?? path;
      continue;
    }
    const where = outer?.path ?? path;
    const text = isUnread ? 'prek' : `${hooks.length} ${hooks.length === 1 ? 'hook' : 'hooks'}`;
    return {
      hooks: {
        configured: { path: where, line: 1, text },
        empty,
        hookNames: hooks.flatMap((hook) => asString(hook.id) ?? []),
        commands: hooks.flatMap((hook) => {
          const entry = asString(hook.entry);
          return entry === undefined ? [] : [{ path: where, line: 1, text: entry }];
        }),
        runInCi: asTable(data?.ci) !== undefined,
      },
      brokenHooks,
    };
  }
  for (const path of lefthookFiles) {
    const file = path.endsWith('.toml') ? documents.toml(path) : documents.yaml(path);
    if (file.status === 'broken') brokenHooks.push(path);
    const text = file.status === 'ok' ? file.text : repositoryFile(path)?.text;
    if (text === undefined) continue;
    const where = repositoryFile(path)?.path ?? path;
    if (!/^\s*(?:-\s*)?["']?run["']?\s*[:=]|^\s*(?:scripts|extends|remotes)\b|\.scripts\b/m.test(text)) {
      empty = where;
      continue;
    }
    const configured = { path: where, line: 1, text: 'Lefthook' };
    return { hooks: { ...none, configured, empty, commands: commandLines(where, text) }, brokenHooks };
  }
  const husky = documents.plain('.husky/pre-commit');
  const configured =
    husky.status === 'ok' ? { path: '.husky/pre-commit', line: 1, text: 'Husky' } : undefined;
  return { hooks: { ...none, configured, empty }, brokenHooks };
}

const lefthookFiles: readonly string[] = ['lefthook', '.lefthook'].flatMap((name) =>
  ['yml', 'yaml', 'toml'].map((ending) => `${name}.${ending}`),
);

function parsed(text: string | undefined): Table | undefined {
  const result = text === undefined ? undefined : parseYamlText(text, '');
  return result && 'data' in result ? asTable(result.data[0]) : undefined;
}

function hooksIn(data: Table | undefined): readonly Table[] {
  return tables(data?.repos).flatMap((repository) => tables(repository.hooks));
}

function tables(value: unknown): readonly Table[] {
  return Array.isArray(value)
    ? (value as unknown[]).flatMap((one): Table[] => {
        const table = asTable(one);
        return table ? [table] : [];
      })
    : [];
}
