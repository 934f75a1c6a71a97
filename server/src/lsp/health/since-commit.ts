/**
 * Tells new findings from those that the last commit has already. A file that is as committed has only old ones; of one
 * that has changed, the committed text is checked with the same settings, and the fingerprints are compared.
 */
import type { CancellationToken } from 'vscode-languageserver';
import type { ResolvedConfig } from '../../engine/config';
import { describeFindings, markAges, type FileFindings, type HealthFinding } from '../../engine/project';
import { recordFindings } from '../../engine/records';
import type { FolderFindings } from '../../protocol';
import type { Session } from '../session';

/** So many files are looked at before the server answers others. */
const sliceLength = 20;

export async function tellAges(
  session: Session,
  folder: string,
  files: readonly FileFindings[],
  found: readonly HealthFinding[],
  config: ResolvedConfig,
  token: CancellationToken,
): Promise<Pick<FolderFindings, 'findings' | 'notCompared'>> {
  const commit = session.host.lastCommit(folder);
  if ('unknown' in commit) return { findings: found, notCompared: commit.unknown };
  try {
    const earlier = new Set<string>();
    const changed = new Set<string>();
    for (const [index, file] of files.entries()) {
      if (index % sliceLength === 0) await session.host.pause();
      if (token.isCancellationRequested) break;
      const before = commit.text(file.path);
      // The working copy may have other line ends than the commit.
      const isSame = before !== null && sameText(before, file.text);
      if (!isSame) changed.add(file.path);
      const findings = isSame
        ? found.filter(({ path }) => path === file.path)
        : await committedFindings(session, before, file.path, config);
      for (const { fingerprint } of findings) earlier.add(fingerprint);
    }
    const { rules } = await session.engine();
    const wide = new Set(rules.filter(({ checkProject }) => checkProject).map(({ meta }) => meta.name));
    return {
      findings: markAges(found, earlier).map((finding) =>
        // What depends on other files cannot be looked for in one committed file.
        wide.has(finding.rule) && changed.has(finding.path) ? { ...finding, age: 'unknown' } : finding,
      ),
    };
  } catch (error) {
    return { findings: found, notCompared: error instanceof Error ? error.message : String(error) };
  } finally {
    commit.close();
  }
}

async function committedFindings(
  session: Session,
  text: string | null,
  path: string,
  config: ResolvedConfig,
): Promise<readonly HealthFinding[]> {
  if (text === null) return [];
  const engine = await session.engine();
  const analysis = engine.open(path, text, config.lintForNamed(path));
  try {
    const findings = recordFindings(analysis, { withFixes: false });
    return describeFindings([{ path, text, findings }], engine.rules);
  } finally {
    analysis.dispose();
  }
}

function sameText(a: string, b: string): boolean {
  return a === b || a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n');
}
