/** The Python language status item: what was found in the active file, why nothing was, and crashes and bad settings. */
import * as vscode from 'vscode';
import type { ServerStatus } from '../../../server/src/protocol';
import { countNew, type Underlined } from './health/findings-model';
import type { FindingsView } from './health/findings-view';
import { relativeFile } from './health/relative-file';
import type { HealthStore } from './health/store';

const showProblems = { command: 'workbench.actions.view.problems', title: vscode.l10n.t('Show Problems') };
const showOutput = { command: 'seaworthy.showOutput', title: vscode.l10n.t('Show Output') };
const checkFile = { command: 'seaworthy.checkFile', title: vscode.l10n.t('Check File') };
const openSettings = {
  command: 'workbench.action.openSettings',
  title: vscode.l10n.t('Open Settings'),
  arguments: ['seaworthy.enable'],
};

export class LanguageStatus implements vscode.Disposable {
  readonly #item = vscode.languages.createLanguageStatusItem('seaworthy.status', { language: 'python' });
  readonly #store: HealthStore;
  readonly #findings: Pick<FindingsView, 'known'>;
  readonly #subscriptions: vscode.Disposable[];
  #status: ServerStatus = { disabledRules: [], configurationProblems: [] };

  constructor(store: HealthStore, findings: Pick<FindingsView, 'known' | 'onDidChangeTreeData'>) {
    this.#store = store;
    this.#findings = findings;
    this.#item.name = 'Seaworthy';
    this.#subscriptions = [
      store.onDidChange(() => this.#show()),
      findings.onDidChangeTreeData(() => this.#show()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#show()),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        const active = activeUri()?.toString();
        if (uris.some((uri) => uri.toString() === active)) this.#show();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('seaworthy')) this.#show();
      }),
    ];
    this.#show();
  }

  update(status: ServerStatus): void {
    this.#status = status;
    this.#show();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const { disabledRules, configurationProblems } = this.#status;
    const problems = [
      ...disabledRules.map((rule) => vscode.l10n.t('{0} failed and is off for this session', rule)),
      ...configurationProblems,
    ];
    const { text, command } = this.#ofFile();
    this.#item.busy = this.#store.state === 'starting';
    this.#item.severity =
      problems.length > 0 ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
    this.#item.text = vscode.l10n.t('Seaworthy: {0}', text);
    this.#item.detail = problems.join(' · ');
    this.#item.command = problems.length === 0 ? command : showOutput;
    this.#item.accessibilityInformation = { label: [this.#item.text, ...problems].join(', ') };
  }

  /** What there is to say of the active file, and what to do about it. */
  #ofFile(): { readonly text: string; readonly command: vscode.Command } {
    const { folder, path } = relativeFile(this.#store.folders);
    const health = this.#store.get(folder);
    if (health?.state === 'idle' && health.message !== undefined)
      return { text: vscode.l10n.t('switched off for this folder'), command: openSettings };
    const shown = underlined();
    if (shown.length > 0) {
      // Asking for ages reads commits: they are told where the Findings view has asked already.
      const known = this.#findings.known(folder, path);
      const fresh = known === undefined ? undefined : countNew(shown, known);
      return { text: findingsText(shown.length, fresh), command: showProblems };
    }
    if (this.#store.state === 'failed') return { text: vscode.l10n.t('not running'), command: showOutput };
    const run = vscode.workspace.getConfiguration('seaworthy', activeUri()).get<string>('analysis.run');
    if (run === 'manual')
      return { text: vscode.l10n.t('no findings; checks only when asked'), command: checkFile };
    return { text: vscode.l10n.t('no findings'), command: showOutput };
  }
}

function activeUri(): vscode.Uri | undefined {
  return vscode.window.activeTextEditor?.document.uri;
}

function underlined(): Underlined[] {
  const uri = activeUri();
  if (!uri) return [];
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'seaworthy')
    .map(({ code, range: { start } }) => ({
      rule: String(typeof code === 'object' ? code.value : code),
      line: start.line + 1,
      column: start.character + 1,
    }));
}

function findingsText(count: number, fresh = 0): string {
  if (count === 1) return fresh === 1 ? vscode.l10n.t('1 finding (new)') : vscode.l10n.t('1 finding');
  return fresh > 0
    ? vscode.l10n.t('{0} findings ({1} new)', count, fresh)
    : vscode.l10n.t('{0} findings', count);
}
