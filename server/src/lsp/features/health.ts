/**
 * Project health over the protocol: graded when the client first asks, then kept up to date. What one-click actions
 * would change is worked out here and applied by the client.
 */
import type { CancellationToken, FileEvent } from 'vscode-languageserver';
import { actionSources, runAction } from '../../engine/project';
import {
  actionPreview,
  healthChanged,
  healthGet,
  trustGranted,
  type ActionParams,
  type ActionResult,
  type FolderHealth,
  type HealthGetParams,
  type WorkspaceHealth,
} from '../../protocol';
import type { OpenDocument } from '../document';
import { cancelled, notification, request } from '../guard';
import { registerFixProject } from '../health/fix-project';
import { Grader, type Project } from '../health/grader';
import { registerReports } from '../health/reports';
import type { Session } from '../session';
import { Debouncer } from '../timers';
import { pathBelow, uriKey } from '../uri';

const updateDelay = 400;

export function registerHealth(session: Session): void {
  const { connection, folders } = session;
  const graders = new Map<string, Grader>();
  const timers = new Debouncer(session.host);
  const dirty = new Map<Grader, Set<string>>();

  const publish = notification(session, healthChanged, (health: WorkspaceHealth) =>
    connection.sendNotification(healthChanged, health),
  );

  /** One grader a folder, in the order of the folders; those of removed folders end. */
  const current = (): Grader[] => {
    const keys = new Set(folders.all.map((folder) => uriKey(folder.uri)));
    for (const [key, grader] of graders) {
      if (keys.has(key)) continue;
      grader.dispose();
      graders.delete(key);
    }
    return folders.all.map((folder) => {
      const key = uriKey(folder.uri);
      const grader = graders.get(key) ?? new Grader(session, folder, publish);
      graders.set(key, grader);
      return grader;
    });
  };

  const grade = async (
    params: HealthGetParams,
    token: CancellationToken,
  ): Promise<FolderHealth[] | undefined> => {
    const { refresh = [] } = params;
    const wanted = current().filter(
      (grader) => !grader.isGraded || refresh.some((folder) => grader.project(folder) !== undefined),
    );
    const progress = connection.window.attachWorkDoneProgress(params.workDoneToken);
    progress.begin('Grading the project', 0, undefined, true);
    try {
      for (const [index, grader] of wanted.entries()) {
        const onProgress = (done: number, total: number): void => {
          const share = (index + (total > 0 ? Math.min(1, done / total) : 0)) / wanted.length;
          progress.report(share * 100, `${grader.folder.name}: ${done} of ${total} files`);
        };
        await grader.grade({ isCancelled: () => token.isCancellationRequested, onProgress });
        if (token.isCancellationRequested) return undefined;
      }
    } finally {
      progress.done();
    }
    return current().flatMap((grader) => grader.projects);
  };

  /** Of nested workspace folders, the innermost has the project. */
  const find = (folder: string): Project | undefined =>
    current()
      .sort((a, b) => b.folder.uri.length - a.folder.uri.length)
      .flatMap((grader) => grader.project(folder) ?? [])[0];
  registerReports(session, find);
  registerFixProject(session, (folder) =>
    current().find((grader) => uriKey(grader.folder.uri) === uriKey(folder)),
  );

  connection.onRequest(
    healthGet,
    request(session, healthGet, [], async (params: HealthGetParams | null | undefined, token) => {
      return (await grade(params ?? {}, token)) ?? cancelled();
    }),
  );

  connection.onRequest(
    actionPreview,
    request(
      session,
      actionPreview,
      { refused: 'The action failed; the output says why.' },
      (params: ActionParams) => {
        const project = find(params.folder);
        const closed: ActionResult = { refused: 'The folder is not open any more.' };
        const { action } = params;
        return project
          ? project.preview({
              sources: (facts) => actionSources(action, facts),
              run: (facts, text) => runAction(action, facts, text),
            })
          : closed;
      },
    ),
  );

  connection.onNotification(
    trustGranted,
    notification(session, trustGranted, () => {
      session.trusted = true;
      regradeAll();
    }),
  );

  /** Everything may have changed: rules, excludes, topics. */
  const regradeAll = (): void => current().forEach(rescanLater);

  const rescanLater = (grader: Grader): void => {
    if (!grader.isActive) return;
    const work = notification(session, 'grading', () => grader.grade());
    timers.schedule(`scan ${grader.folder.uri}`, updateDelay, () => work(undefined));
  };

  const updateLater = (grader: Grader, path: string): void => {
    const paths = dirty.get(grader) ?? new Set<string>();
    dirty.set(grader, paths.add(path));
    const work = notification(session, 'grading', () => {
      dirty.delete(grader);
      return grader.update([...paths]);
    });
    timers.schedule(`update ${grader.folder.uri}`, updateDelay, () => work(undefined));
  };

  const documentChanged = ({ uri }: OpenDocument): void => {
    for (const grader of graders.values()) {
      const path = pathBelow(grader.folder.uri, uri);
      if (path !== undefined && grader.isActive && grader.knows(path)) updateLater(grader, path);
    }
  };

  const filesChanged = (changes: readonly FileEvent[]): void => {
    for (const { uri } of changes) {
      for (const grader of graders.values()) {
        const path = pathBelow(grader.folder.uri, uri);
        if (path !== undefined && grader.isActive) updateLater(grader, path);
      }
    }
  };

  session.didChange.event(documentChanged);
  session.didClose.event(documentChanged);
  session.didChangeFiles.event(filesChanged);
  session.configuration.onDidChange(regradeAll);
}
