/** Wires the features to one connection. Everything else is in the session and in the features. */
import type { Connection } from 'vscode-languageserver';
import { registerCodeActions } from './features/code-actions';
import { registerConfiguration } from './features/configuration';
import { registerDiagnostics } from './features/diagnostics';
import { registerFolders } from './features/folders';
import { registerHealth } from './features/health';
import { registerHover } from './features/hover';
import { registerLifecycle } from './features/lifecycle';
import { registerProjectFindings } from './features/project-findings';
import { registerRules } from './features/rules';
import { registerTextSync } from './features/text-sync';
import type { ServerHost } from './host';
import { Session, type SessionOptions } from './session';

export type { ServerHost } from './host';
export type { Session } from './session';

export function startServer(connection: Connection, host: ServerHost, options: SessionOptions = {}): Session {
  const session = new Session(connection, host, options);
  registerLifecycle(session);
  registerFolders(session);
  registerConfiguration(session);
  registerTextSync(session);
  registerDiagnostics(session);
  registerCodeActions(session);
  registerHover(session);
  registerHealth(session);
  registerProjectFindings(session);
  registerRules(session);
  connection.listen();
  return session;
}
