/** The commands of the palette and the menus. */
import * as vscode from 'vscode';
import { documentCheck, rulesList, type RuleInfo } from '../../../server/src/protocol';
import { runAction } from './actions';
import { rulePage } from './documentation';
import { fixAllInProject } from './fix-project';
import type { FindingNode } from './health/findings-model';
import type { HealthNode } from './health/model';
import type { HealthStore } from './health/store';
import { withServerProgress } from './work-done';
import type { Server } from './server';

export function registerCommands(
  server: Server,
  store: HealthStore,
  log: vscode.LogOutputChannel,
): vscode.Disposable[] {
  const command = vscode.commands.registerCommand;
  return [
    command('seaworthy.refreshHealth', () => store.load({ refresh: everyFolder() })),
    command('seaworthy.gradeWorkspace', () => gradeWorkspace(server, store)),
    command('seaworthy.showNextSteps', () => vscode.commands.executeCommand('seaworthy.nextSteps.focus')),
    command('seaworthy.fixAllInFile', fixAllInFile),
    command('seaworthy.fixAllInProject', () => fixAllInProject(server, store)),
    command('seaworthy.checkFile', () => checkFile(server)),
    command('seaworthy.explainRule', (node?: FindingNode) => explainRule(server, node)),
    command('seaworthy.showOutput', () => log.show(true)),
    command('seaworthy.restartServer', () => restart(server, store)),
    command('seaworthy.openEvidence', openEvidence),
    command('seaworthy.runAction', (node?: HealthNode) => chooseAction(server, store, node)),
  ];
}

function everyFolder(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.toString());
}

/** The scan that the user asked for. */
function gradeWorkspace(server: Server, store: HealthStore): Thenable<void> {
  return withServerProgress(
    server,
    vscode.l10n.t('Seaworthy: grading the workspace'),
    (workDoneToken, cancellation) => store.load({ refresh: everyFolder(), workDoneToken }, cancellation),
  );
}

async function restart(server: Server, store: HealthStore): Promise<void> {
  await server.restart();
  await store.load();
}

async function fixAllInFile(): Promise<void> {
  await vscode.commands.executeCommand('editor.action.codeAction', {
    kind: 'source.fixAll.seaworthy',
    apply: 'ifSingle',
  });
}

/** For `analysis.run` onSave and manual. */
async function checkFile(server: Server): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'python') return;
  await server.sendRequest(documentCheck, { uri: document.uri.toString() });
}

/** Of a row of the Findings view, or of the rule that is picked. */
async function explainRule(server: Server, node?: FindingNode): Promise<void> {
  if (node?.kind === 'finding') {
    await vscode.env.openExternal(vscode.Uri.parse(rulePage(node.finding.rule)));
    return;
  }
  const rules: RuleInfo[] = await server.sendRequest(rulesList);
  const picked = await vscode.window.showQuickPick(
    rules.map((rule) => ({ label: rule.name, description: rule.topic, detail: rule.summary, rule })),
    { placeHolder: vscode.l10n.t('Rule to explain'), matchOnDetail: true },
  );
  if (picked) await vscode.env.openExternal(vscode.Uri.parse(picked.rule.url));
}

/** Line and column are 1-based. */
async function openEvidence(folder: string, path: string, line: number, column = 1): Promise<void> {
  const uri = vscode.Uri.joinPath(vscode.Uri.parse(folder), path);
  const start = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  try {
    await vscode.window.showTextDocument(uri, { selection: new vscode.Range(start, start), preview: true });
  } catch {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('{0} cannot be opened; it may have been deleted.', path),
    );
  }
}

/** From a row of the sidebar, or from the palette with a choice of what is offered now. */
async function chooseAction(server: Server, store: HealthStore, node?: HealthNode): Promise<void> {
  if (node?.kind === 'step' && node.step.action !== null) {
    return runAction(server, store, { folder: node.folder, action: node.step.action });
  }
  if (node?.kind === 'check' && node.check.action !== null) {
    return runAction(server, store, { folder: node.folder, action: node.check.action });
  }
  const offered = store.folders.flatMap(({ folder, name, report }) =>
    (report?.topics ?? []).flatMap((topic) =>
      topic.checks.flatMap((check) =>
        check.action === null
          ? []
          : [{ label: check.title, description: name, folder, action: check.action }],
      ),
    ),
  );
  if (offered.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no one-click step left in this workspace.'),
    );
    return;
  }
  const picked = await vscode.window.showQuickPick(offered, {
    placeHolder: vscode.l10n.t('Step to preview'),
  });
  if (picked) await runAction(server, store, { folder: picked.folder, action: picked.action });
}
