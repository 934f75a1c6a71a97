/** Adds a small Ruff configuration, for linting and formatting, to pyproject.toml. */
import type { ProjectFacts } from '../facts';
import { appendToToml } from './pyproject';
import type { ProjectAction, ProjectEdit, Refusal } from './types';

const formatTable = 'docstring-code-format = true\n';

export const addRuffConfig: ProjectAction = {
  name: 'add-ruff-config',
  title: 'Add a Ruff configuration',
  check: 'linter-configured',
  run(facts) {
    const { linters, formatters } = facts.tools;
    for (const path of ['ruff.toml', '.ruff.toml']) {
      if (!facts.paths.has(path)) continue;
      if (formatters.length > 0) return { refused: 'already there' };
      return edit(
        'Add a formatter section to the Ruff configuration',
        appendToToml(facts, path, `[format]\n${formatTable}`),
      );
    }
    const other = linters.find((one) => !/^ruff|command$/i.test(one.tool));
    if (other) return { refused: `${other.tool} is configured in ${other.path} already` };
    if (linters.some((one) => one.text === '[tool.ruff]')) {
      if (formatters.length > 0) return { refused: 'already there' };
      return edit(
        'Add a formatter section to the Ruff configuration',
        appendToToml(facts, 'pyproject.toml', `[tool.ruff.format]\n${formatTable}`),
      );
    }
    return edit(
      'Add a Ruff configuration to pyproject.toml',
      appendToToml(facts, 'pyproject.toml', ruffTables(facts, formatters.length === 0)),
    );
  },
};

function edit(label: string, change: ReturnType<typeof appendToToml>): ProjectEdit | Refusal {
  if ('refused' in change) return change;
  return {
    label,
    files: [change],
    followUp: 'Run ruff check and ruff format once: both are in the package ruff.',
  };
}

function ruffTables(facts: ProjectFacts, withFormat: boolean): string {
  const target = targetVersion(facts);
  const lines = [
    '[tool.ruff]',
    ...(target === undefined ? [] : [`target-version = "py3${target}"`]),
    'line-length = 100',
    '',
    '[tool.ruff.lint]',
    '# Mistakes, sorted imports, likely bugs and outdated syntax. Add a family at a time.',
    'select = ["E4", "E7", "E9", "F", "I", "B", "UP"]',
    ...(withFormat ? ['', '[tool.ruff.format]', formatTable.trimEnd()] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Ruff reads requires-python of [project] itself; other places of the Python version have to be told. */
function targetVersion(facts: ProjectFacts): string | undefined {
  const { python } = facts.dependencies;
  const { pyproject } = facts;
  const readByRuff = pyproject.status === 'ok' && /^\s*requires-python\s*=/m.test(pyproject.text);
  if (!python || readByRuff) return undefined;
  const minor = /(?:^|>=|==|~=|\^|~|=)\s*3\.(\d+)/.exec(python.specifier)?.[1];
  return minor !== undefined && Number(minor) >= 7 && Number(minor) <= 14 ? minor : undefined;
}
