/** Workspace folders that come and go: configuration, and with it every finding, is worked out anew. */
import { notification } from '../guard';
import type { Session } from '../session';

export function registerFolders(session: Session): void {
  const { workspace } = session.connection;
  session.didInitialize.event(() => {
    if (session.capabilities.workspace?.workspaceFolders !== true) return;
    workspace.onDidChangeWorkspaceFolders(
      notification(session, 'workspace/didChangeWorkspaceFolders', (event) => {
        session.folders.change(event);
        session.configuration.invalidate('folders');
      }),
    );
  });
}
