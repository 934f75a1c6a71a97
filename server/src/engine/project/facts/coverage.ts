/** Whether test coverage is measured, and what the last report on disk says. */
import type { HealthEvidence } from '../../../protocol/health';
import type { CiFacts } from './ci';
import { lineOf, tableAt, tomlLine, type Documents } from './documents';

export interface CoverageFacts {
  readonly configured: HealthEvidence | undefined;
  /** Share of lines in a report, 0 to 1. */
  readonly reported: (HealthEvidence & { readonly share: number }) | undefined;
}

const command = /--cov\b|\bcoverage\s+run\b|\bpytest-cov\b|\bcodecov\b|\bcoveralls\b/;

export function collectCoverage(
  paths: readonly string[],
  documents: Documents,
  ci: CiFacts,
  tasks: readonly HealthEvidence[],
): CoverageFacts {
  return { configured: configuredIn(paths, documents, ci, tasks), reported: reportedIn(documents) };
}

function configuredIn(
  paths: readonly string[],
  documents: Documents,
  ci: CiFacts,
  tasks: readonly HealthEvidence[],
): HealthEvidence | undefined {
  const pyproject = documents.toml('pyproject.toml');
  if (pyproject.status === 'ok') {
    if (tableAt(pyproject.data, 'tool', 'coverage'))
      return {
        path: 'pyproject.toml',
        line: tomlLine(pyproject.text, 'tool', 'coverage'),
        text: '[tool.coverage]',
      };
    const line = lineOf(pyproject.text, /--cov\b/);
    if (pyproject.text.includes('--cov')) return { path: 'pyproject.toml', line, text: '--cov' };
  }
  for (const path of ['.coveragerc', 'coverage.toml'])
    if (paths.includes(path)) return { path, line: 1, text: 'coverage configuration' };
  for (const path of ['setup.cfg', 'tox.ini', 'pytest.ini']) {
    const file = documents.ini(path);
    if (file.status !== 'ok') continue;
    for (const [name, section] of file.data)
      if (/^coverage(?::|$)/.test(name)) return { path, line: section.line, text: `[${name}]` };
    if (command.test(file.text)) return { path, line: lineOf(file.text, command), text: 'measures coverage' };
  }
  for (const { path, line, text } of tasks) {
    if (command.test(text)) return { path, line, text: 'measures coverage' };
  }
  const script = paths.find((path) => /^scripts?\/coverage(?:\.sh)?$/.test(path));
  if (script !== undefined) return { path: script, line: 1, text: 'measures coverage' };
  const inPipeline = ci.commands.find((one) => command.test(one.text));
  return inPipeline && { path: inPipeline.path, line: inPipeline.line, text: 'measures coverage' };
}

/** Only what coverage.py's XML report says in its first element. */
function reportedIn(documents: Documents): CoverageFacts['reported'] {
  const file = documents.plain('coverage.xml');
  const rate =
    file.status === 'ok' ? /<coverage\b[^>]*\bline-rate="([\d.]+)"/.exec(file.data)?.[1] : undefined;
  if (rate === undefined) return undefined;
  const share = Number(rate);
  return { share, path: 'coverage.xml', line: 1, text: `${Math.round(share * 100)} % of lines` };
}
