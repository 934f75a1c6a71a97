/** How strictly the configured type checkers look, from the loosest setting that is written down to the strictest. */
import type { HealthEvidence } from '../../../protocol/health';
import { asString, tableAt, tomlLine, type Documents, type Table } from './documents';

export interface Strictness extends HealthEvidence {
  readonly tool: string;
  /** 0: only the defaults of a lenient tool, 1: strict or standard. */
  readonly level: number;
}

const strictFlags = [
  'disallow_untyped_defs',
  'disallow_incomplete_defs',
  'disallow_any_generics',
  'check_untyped_defs',
  'warn_unused_ignores',
  'warn_return_any',
  'no_implicit_reexport',
  'strict_equality',
  'warn_unreachable',
];

const pyrightModes: Readonly<Record<string, number>> = {
  off: 0,
  basic: 0.5,
  standard: 1,
  recommended: 1,
  strict: 1,
  all: 1,
};

export function collectStrictness(documents: Documents): readonly Strictness[] {
  const found: Strictness[] = [];
  const pyproject = documents.toml('pyproject.toml');
  if (pyproject.status === 'ok') {
    const { data, text } = pyproject;
    const add = (key: string, tool: string, level: (table: Table) => number) => {
      const table = tableAt(data, 'tool', key);
      if (!table) return;
      const line = tomlLine(text, 'tool', key);
      found.push({ tool, level: level(table), path: 'pyproject.toml', line, text: `[tool.${key}]` });
    };
    add('mypy', 'mypy', (table) => mypyLevel((key) => table[key]));
    add('pyright', 'Pyright', pyrightLevel);
    add('basedpyright', 'basedpyright', pyrightLevel);
    // ty and Pyrefly check everything unless told otherwise.
    add('ty', 'ty', () => 1);
    add('pyrefly', 'Pyrefly', () => 1);
  }
  for (const path of ['mypy.ini', '.mypy.ini', 'setup.cfg', 'tox.ini']) {
    const file = documents.ini(path);
    const section = file.status === 'ok' ? file.data.get('mypy') : undefined;
    if (!section) continue;
    const level = mypyLevel((key) => section.values.get(key)?.value);
    found.push({ tool: 'mypy', level, path, line: section.line, text: '[mypy]' });
  }
  const pyright = documents.json('pyrightconfig.json');
  if (pyright.status === 'ok') {
    const level = pyrightLevel(pyright.data);
    found.push({ tool: 'Pyright', level, path: 'pyrightconfig.json', line: 1, text: 'configuration' });
  }
  for (const [path, tool] of [
    ['ty.toml', 'ty'],
    ['pyrefly.toml', 'Pyrefly'],
  ] as const) {
    if (documents.toml(path).status === 'ok')
      found.push({ tool, level: 1, path, line: 1, text: 'configuration' });
  }
  return found;
}

function mypyLevel(option: (key: string) => unknown): number {
  const isOn = (key: string) => {
    const value = option(key);
    return value === true || (typeof value === 'string' && /^(?:true|1|yes|on)$/i.test(value));
  };
  if (isOn('strict')) return 1;
  const flags = strictFlags.filter(isOn).length;
  return flags === 0 ? 0 : Math.min(1, 0.4 + 0.15 * flags);
}

/** Without a mode, pyright is at "standard" and basedpyright at "recommended". */
function pyrightLevel(table: Table): number {
  return pyrightModes[asString(table.typeCheckingMode) ?? 'standard'] ?? 1;
}
