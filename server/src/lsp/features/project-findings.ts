/**
 * Findings of the rules about projects on files that are not Python. They are pushed, whether the file is open or not;
 * those on Python files come with the other diagnostics of the open document.
 */
import { notification } from '../guard';
import type { Session } from '../session';
import { joinUri } from '../uri';

export function registerProjectFindings(session: Session): void {
  const { connection, projects } = session;
  /** URIs that have diagnostics now, by folder, with their JSON. */
  const sent = new Map<string, ReadonlyMap<string, string>>();
  const publish = notification(session, 'project findings', async (folder: string) => {
    const before = sent.get(folder) ?? new Map<string, string>();
    const now = new Map<string, string>();
    for (const [path, findings] of projects.get(folder)?.findings ?? []) {
      if (/\.pyi?$/.test(path)) continue;
      const uri = joinUri(folder, path);
      const diagnostics = findings.map(({ diagnostic }) => diagnostic);
      now.set(uri, JSON.stringify(diagnostics));
      if (before.get(uri) !== now.get(uri)) await connection.sendDiagnostics({ uri, diagnostics });
    }
    for (const uri of before.keys())
      if (!now.has(uri)) await connection.sendDiagnostics({ uri, diagnostics: [] });
    sent.set(folder, now);
  });
  projects.didChange.event((folder) => publish(folder));
}
