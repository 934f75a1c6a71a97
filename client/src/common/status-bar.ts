/** One item on the left: grade and steps of the workspace. Hidden where there is nothing graded. */
import * as vscode from 'vscode';
import type { FolderHealth, HealthReport } from '../../../server/src/protocol';
import { overallText, stageText } from './health/model';
import type { HealthStore } from './health/store';

type Graded = FolderHealth & { readonly report: HealthReport };

export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('seaworthy.health', vscode.StatusBarAlignment.Left, 0);
  readonly #subscriptions: vscode.Disposable[];

  constructor(store: HealthStore) {
    this.#item.name = vscode.l10n.t('Seaworthy Project Health');
    this.#item.command = 'seaworthy.showNextSteps';
    const update = (): void => this.#update(store);
    this.#subscriptions = [
      store.onDidChange(update),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('seaworthy.statusBar')) update();
      }),
    ];
    update();
  }

  dispose(): void {
    this.#item.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #update(store: HealthStore): void {
    const shown = vscode.workspace.getConfiguration('seaworthy').get<string>('statusBar', 'grade');
    const graded = store.folders.filter(
      (folder): folder is Graded => folder.report !== undefined && folder.report.overall !== null,
    );
    // The folder that needs most stands for the workspace.
    const worst = [...graded].sort((a, b) => (a.report.overall ?? 0) - (b.report.overall ?? 0))[0];
    if (!worst || shown === 'off') {
      this.#item.hide();
      return;
    }
    const { report } = worst;
    const steps =
      report.next.length === 1 ? vscode.l10n.t('1 step') : vscode.l10n.t('{0} steps', report.next.length);
    const head = shown === 'stage' ? (report.stageTitle ?? overallText(report)) : overallText(report);
    this.#item.text = `$(pulse) ${head}${report.next.length > 0 ? ` · ${steps}` : ''}`;
    this.#item.tooltip = details(worst, graded.length);
    this.#item.accessibilityInformation = {
      label: vscode.l10n.t('Project health {0}, {1}, {2}', overallText(report), stageText(report), steps),
    };
    this.#item.show();
  }
}

function details({ name, report }: Graded, folders: number): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  const of = folders > 1 ? `${name}: ` : '';
  text.appendText(`${of}${overallText(report)} · ${stageText(report)}`);
  const { topicsScored, topicsApplicable } = report.counts;
  text.appendMarkdown('\n\n');
  text.appendText(vscode.l10n.t('{0} of {1} topics graded', topicsScored, topicsApplicable));
  for (const gate of report.gates) {
    text.appendMarkdown('\n\n$(error) ');
    text.appendText(vscode.l10n.t('Caps the grade: {0}', gate.reason));
  }
  for (const [index, step] of report.next.entries()) {
    text.appendMarkdown(`\n\n${index + 1}\\. `);
    text.appendText(step.title);
  }
  return text;
}
