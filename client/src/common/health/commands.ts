/** Commands of the health views: dashboard, export, baseline, acknowledgement, profile, and what rows offer. */
import * as vscode from 'vscode';
import { checkPage } from '../documentation';
import { acknowledgeCheck, withdrawAcknowledgement } from './acknowledge';
import { compareWithBaseline } from './compare-baseline';
import type { Dashboard } from './dashboard';
import { exportReport } from './export';
import type { FindingNode } from './findings-model';
import type { HistoryStore } from './history-store';
import { checksOf, codeOf, type HealthNode } from './model';
import { pickFolder } from './pick-folder';
import type { HealthStore } from './store';
import type { Server } from '../server';

const { l10n } = vscode;

export function registerHealthCommands(
  server: Server,
  store: HealthStore,
  history: HistoryStore,
  dashboard: Dashboard,
): vscode.Disposable[] {
  const command = vscode.commands.registerCommand;
  const setBaseline = async (wanted: boolean): Promise<void> => {
    const health = await pickFolder(store);
    if (!health) return;
    history.setBaseline(health, wanted);
    store.changed();
  };
  const exported = async (node?: HealthNode): Promise<void> => {
    const health = await pickFolder(store, folderOf(node));
    if (health) await exportReport(server, health.folder, null);
  };
  const acknowledge = async (node?: HealthNode): Promise<void> => {
    const target = checkOf(store, node) ?? (await pickCheck(store, false));
    if (target) await acknowledgeCheck(server, store, target.folder, target.check.id, target.check.title);
  };
  const withdraw = async (node?: HealthNode): Promise<void> => {
    const target = checkOf(store, node) ?? (await pickCheck(store, true));
    if (target) await withdrawAcknowledgement(server, store, target.folder, target.check.id);
  };
  return [
    command('seaworthy.openDashboard', (node?: HealthNode) => dashboard.open(folderOf(node))),
    command('seaworthy.exportReport', exported),
    command('seaworthy.setBaseline', () => setBaseline(true)),
    command('seaworthy.compareBaseline', () => compareWithBaseline(store, history, dashboard)),
    command('seaworthy.clearBaseline', () => setBaseline(false)),
    command('seaworthy.acknowledgeCheck', acknowledge),
    command('seaworthy.withdrawAcknowledgement', withdraw),
    command('seaworthy.explainCheck', explainCheck),
    command('seaworthy.manageTrust', () => vscode.commands.executeCommand('workbench.trust.manage')),
    command('seaworthy.fixFinding', fixFinding),
    command('seaworthy.fixInCode', fixInCode),
    command('seaworthy.changeProfile', () => changeProfile(store)),
    command('seaworthy.reportIssue', () =>
      vscode.commands.executeCommand('workbench.action.openIssueReporter', {
        extensionId: 'seaworthy.seaworthy',
      }),
    ),
  ];
}

function folderOf(node: HealthNode | undefined): string | undefined {
  if (!node || node.kind === 'done') return undefined;
  return node.kind === 'folder' ? node.health.folder : node.folder;
}

type CheckNode = Pick<Extract<HealthNode, { kind: 'check' }>, 'folder' | 'check'>;

/** The check of a row, or the one that a step would meet. */
function checkOf(store: HealthStore, node: HealthNode | undefined): CheckNode | undefined {
  if (node?.kind === 'check') return node;
  if (node?.kind !== 'step') return undefined;
  const { folder, step } = node;
  const report = store.get(folder)?.report;
  const check = report && checksOf(report).find(({ id }) => id === step.check);
  return check && { folder, check };
}

/** For the palette: a check that is open, or one that is acknowledged. */
async function pickCheck(store: HealthStore, acknowledged: boolean): Promise<CheckNode | undefined> {
  const health = await pickFolder(store);
  if (!health?.report) return undefined;
  const states = acknowledged ? ['acknowledged'] : ['fail', 'partial'];
  const choices = checksOf(health.report)
    .filter(({ state }) => states.includes(state))
    .map((check) => ({ label: check.title, detail: check.reason, check }));
  const placeHolder = choices.length === 0 ? l10n.t('There is no such check.') : l10n.t('Check');
  const picked = await vscode.window.showQuickPick(choices, { placeHolder, matchOnDetail: true });
  return picked && { folder: health.folder, check: picked.check };
}

async function explainCheck(node?: HealthNode): Promise<void> {
  const check = node?.kind === 'check' ? node.check.id : node?.kind === 'step' ? node.step.check : undefined;
  if (check !== undefined) await vscode.env.openExternal(vscode.Uri.parse(checkPage(check)));
}

/** Opens the file at the finding with its quick fixes. */
async function fixFinding(node?: FindingNode): Promise<void> {
  if (node?.kind !== 'finding') return;
  const { path, line, column } = node.finding;
  await openFixes(node.folder, path, new vscode.Position(line - 1, column - 1));
}

/** Of a step, or of a check: what it is about in the code, with the quick fixes that there are. */
async function fixInCode(node?: HealthNode): Promise<void> {
  if (node?.kind !== 'step' && node?.kind !== 'check') return;
  const code = node.kind === 'step' ? node.code : codeOf(node.check);
  if (code) await openFixes(node.folder, code.path, new vscode.Position(Math.max(0, code.line - 1), 0));
}

async function openFixes(folder: string, path: string, at: vscode.Position): Promise<void> {
  const uri = vscode.Uri.joinPath(vscode.Uri.parse(folder), path);
  let editor: vscode.TextEditor;
  try {
    editor = await vscode.window.showTextDocument(uri, {
      selection: new vscode.Range(at, at),
      preview: true,
    });
  } catch {
    void vscode.window.showWarningMessage(l10n.t('{0} cannot be opened; it may have been deleted.', path));
    return;
  }
  const start = await findingShown(uri, at);
  // Evidence without an underline of ours is something to read, not to fix.
  if (!start) return;
  editor.selection = new vscode.Selection(start, start);
  await vscode.commands.executeCommand('editor.action.quickFix');
}

const patience = 3000;

/** Where the finding of this line starts. Fixes belong to what the editor knows; a file just opened is checked first. */
async function findingShown(uri: vscode.Uri, at: vscode.Position): Promise<vscode.Position | undefined> {
  const start = (): vscode.Position | undefined => {
    const inLine = vscode.languages
      .getDiagnostics(uri)
      .filter(({ source, range }) => source === 'seaworthy' && range.start.line === at.line)
      .map(({ range }) => range.start);
    return inLine.find((one) => one.isEqual(at)) ?? inLine[0];
  };
  const known = start();
  if (known) return known;
  return new Promise((resolve) => {
    const timer = setTimeout(finish, patience);
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      if (start()) finish();
    });
    function finish(): void {
      clearTimeout(timer);
      listener.dispose();
      resolve(start());
    }
  });
}

/** Overrides what was detected, in the settings of the folder. */
async function changeProfile(store: HealthStore): Promise<void> {
  const health = await pickFolder(store);
  if (!health) return;
  const folder = vscode.Uri.parse(health.folder);
  const setting = vscode.workspace.getConfiguration('seaworthy', folder);
  const now = setting.get<string>('profile', 'auto');
  const choices = [
    { profile: 'auto', label: l10n.t('Found out from the files') },
    { profile: 'script', label: l10n.t('Script') },
    { profile: 'library', label: l10n.t('Library') },
    { profile: 'cli', label: l10n.t('Command-line program') },
    { profile: 'service', label: l10n.t('Service') },
    { profile: 'notebook', label: l10n.t('Notebook') },
  ].map((choice) => ({ ...choice, description: choice.profile === now ? l10n.t('now') : '' }));
  const picked = await vscode.window.showQuickPick(choices, {
    title: l10n.t(
      'Kind of project; written to the settings of {0}',
      vscode.workspace.getWorkspaceFolder(folder)?.name ?? health.name,
    ),
    placeHolder: health.report?.profileEvidence.join('; ') ?? '',
  });
  if (!picked) return;
  const value = picked.profile === 'auto' ? undefined : picked.profile;
  await setting.update('profile', value, vscode.ConfigurationTarget.WorkspaceFolder);
}
