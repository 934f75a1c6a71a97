/** How a row of the Findings view looks. */
import * as vscode from 'vscode';
import type { HealthFinding } from '../../../../server/src/protocol';
import { rulePage } from '../documentation';
import type { FindingNode } from './findings-model';

const { l10n } = vscode;
type Of<Kind extends FindingNode['kind']> = Extract<FindingNode, { kind: Kind }>;

/** With several folders, a file is named with its folder. */
export function findingItem(node: FindingNode, severalFolders: boolean): vscode.TreeItem {
  const item = describe(node, severalFolders);
  item.id = node.id;
  return item;
}

function describe(node: FindingNode, severalFolders: boolean): vscode.TreeItem {
  switch (node.kind) {
    case 'age':
      return ageItem(node);
    case 'findings':
      return groupItem(node, severalFolders);
    case 'finding':
      return oneItem(node);
  }
}

function ageItem({ age, entries, notCompared }: Of<'age'>): vscode.TreeItem {
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const state = entries.length === 0 ? None : age === 'existing' ? Collapsed : Expanded;
  const item = new vscode.TreeItem(ageLabel(age, entries.length, notCompared !== undefined), state);
  item.iconPath = new vscode.ThemeIcon(
    age === 'new' ? 'sparkle' : age === 'existing' ? 'history' : 'list-unordered',
  );
  if (notCompared !== undefined) item.description = notCompared;
  item.contextValue = 'age';
  const said = [item.label, item.description].filter((part) => typeof part === 'string');
  item.accessibilityInformation = { label: said.join(', ') };
  return item;
}

function ageLabel(age: HealthFinding['age'], count: number, isAll: boolean): string {
  switch (age) {
    case 'new':
      return l10n.t('New since HEAD ({0})', count);
    case 'existing':
      return l10n.t('Existing ({0})', count);
    case 'unknown':
      return isAll
        ? l10n.t('All findings ({0})', count)
        : l10n.t('New or existing is not known ({0})', count);
  }
}

function groupItem({ label, grouping, entries }: Of<'findings'>, severalFolders: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = String(entries.length);
  const first = entries[0];
  if (grouping === 'file' && first) {
    item.resourceUri = vscode.Uri.joinPath(vscode.Uri.parse(first.folder), first.finding.path);
    item.iconPath = vscode.ThemeIcon.File;
    if (severalFolders) item.description = `${first.folder.split('/').at(-1) ?? ''} · ${entries.length}`;
  } else item.iconPath = new vscode.ThemeIcon(grouping === 'rule' ? 'symbol-ruler' : 'symbol-folder');
  item.contextValue = 'findings';
  const count = entries.length === 1 ? l10n.t('1 finding') : l10n.t('{0} findings', entries.length);
  item.accessibilityInformation = { label: `${label}, ${count}` };
  return item;
}

function oneItem({ finding, folder }: Of<'finding'>): vscode.TreeItem {
  const { message, path, line, rule, severity, fixable } = finding;
  // Where it is tells findings of one rule apart; what it says is long and mostly the same.
  const item = new vscode.TreeItem(`${path}:${line}`, vscode.TreeItemCollapsibleState.None);
  item.description = message;
  item.iconPath = severityIcon(severity);
  item.contextValue = fixable ? 'finding;fix' : 'finding';
  item.command = {
    command: 'seaworthy.openEvidence',
    title: l10n.t('Open'),
    arguments: [folder, path, line, finding.column],
  };
  item.accessibilityInformation = { label: `${message} ${rule}, ${path}, ${l10n.t('line {0}', line)}` };
  return item;
}

function severityIcon(severity: HealthFinding['severity']): vscode.ThemeIcon {
  switch (severity) {
    case 'error':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    case 'warning':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    case 'information':
      return new vscode.ThemeIcon('info', new vscode.ThemeColor('charts.blue'));
    case 'hint':
      return new vscode.ThemeIcon('lightbulb');
  }
}

export function findingTooltip(node: FindingNode): vscode.MarkdownString | undefined {
  if (node.kind !== 'finding') return undefined;
  const { message, rule, path, line, fixable } = node.finding;
  const text = new vscode.MarkdownString('', true);
  text.appendText(`${message}\n\n${path}:${line}`);
  text.appendMarkdown(`\n\n[${rule}](${rulePage(rule)})`);
  if (fixable) text.appendText(` · ${l10n.t('has a fix')}`);
  return text;
}
