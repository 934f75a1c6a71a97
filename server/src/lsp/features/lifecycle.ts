/** initialize, initialized, shutdown: what the server can do, and its end. */
import {
  CodeActionKind,
  PositionEncodingKind,
  TextDocumentSyncKind,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { notification } from '../guard';
import type { InitializeOptions } from '../../protocol';
import type { Session } from '../session';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.seaworthy`;

export function registerLifecycle(session: Session): void {
  const { connection } = session;
  connection.onInitialize((params) => initialize(session, params));
  connection.onInitialized(
    notification(session, 'initialized', () => {
      session.didInitialize.fire();
    }),
  );
  connection.onShutdown(() => session.dispose());
}

function initialize(session: Session, params: InitializeParams): InitializeResult {
  session.phase = 'running';
  session.capabilities = params.capabilities;
  session.options = (params.initializationOptions ?? {}) as InitializeOptions;
  session.trusted = session.options.trusted ?? true;
  session.folders.initialize(params);
  session.configuration.push(session.options.settings);
  // Loading the grammar overlaps with whatever the client does next; a failure shows where the engine is used.
  session
    .engine()
    .catch((error: unknown) => session.log.error('The Python grammar could not be loaded', error));
  return {
    capabilities: capabilities(session),
    serverInfo: { name: 'seaworthy', version: session.host.version },
  };
}

function capabilities(session: Session): ServerCapabilities {
  const pulls = session.capabilities.textDocument?.diagnostic !== undefined;
  return {
    positionEncoding: PositionEncodingKind.UTF16,
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind], resolveProvider: true },
    hoverProvider: true,
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(pulls
      ? {
          diagnosticProvider: {
            identifier: 'seaworthy',
            interFileDependencies: false,
            workspaceDiagnostics: false,
          },
        }
      : {}),
  };
}
