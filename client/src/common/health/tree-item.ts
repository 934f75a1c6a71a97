/** How a row looks: icon, description, accessible label, the command behind a click. Tooltips are built when shown. */
import * as vscode from 'vscode';
import type { CheckState, HealthEvidence, HealthStep, HealthTopic } from '../../../../server/src/protocol';
import { checkPage } from '../documentation';
import {
  codeOf,
  deltaText,
  overallText,
  stageText,
  stepDescription,
  topicDescription,
  type HealthNode,
} from './model';

const { l10n } = vscode;

export function treeItem(node: HealthNode): vscode.TreeItem {
  const item = describe(node);
  item.id = node.id;
  return item;
}

function describe(node: HealthNode): vscode.TreeItem {
  switch (node.kind) {
    case 'folder':
      return folderItem(node);
    case 'step':
      return stepItem(node);
    case 'gate':
      return gateItem(node);
    case 'done':
      return doneItem(node);
    case 'topic':
      return topicItem(node);
    case 'check':
      return checkItem(node);
    case 'group':
      return groupItem(node);
    case 'evidence':
      return evidenceItem(node);
  }
}

type Of<Kind extends HealthNode['kind']> = Extract<HealthNode, { kind: Kind }>;

function row(label: string, icon: string, color?: string, collapsible = false): vscode.TreeItem {
  const state = collapsible
    ? vscode.TreeItemCollapsibleState.Collapsed
    : vscode.TreeItemCollapsibleState.None;
  const item = new vscode.TreeItem(label, state);
  item.iconPath =
    color === undefined
      ? new vscode.ThemeIcon(icon)
      : new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
  return item;
}

function folderItem({ health, label }: Of<'folder'>): vscode.TreeItem {
  const item = row(label, 'root-folder', undefined, true);
  item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
  if (health.report) item.description = `${overallText(health.report)} · ${stageText(health.report)}`;
  item.contextValue = 'folder';
  item.accessibilityInformation = { label: `${label}, ${String(item.description ?? '')}` };
  return item;
}

function stepItem({ step, rank, folder, isGate, code }: Of<'step'>): vscode.TreeItem {
  const item = isGate ? row(step.title, ...gateIcon) : row(step.title, 'arrow-circle-right', 'charts.blue');
  item.description = isGate
    ? `${l10n.t('caps the grade')} · ${stepDescription(step)}`
    : stepDescription(step);
  item.contextValue = `step${offer(step.action, code)}`;
  item.command = {
    command: 'seaworthy.revealCheck',
    title: l10n.t('Show the check'),
    arguments: [folder, step.check],
  };
  item.accessibilityInformation = {
    label: l10n.t('Step {0}: {1}, {2}', rank, step.title, item.description),
  };
  return item;
}

/** What the icon at the end of a row does: one click, or the way to the code and its fixes. */
function offer(action: string | null, code: HealthEvidence | undefined): string {
  if (action !== null) return ';action';
  return code ? ';code' : '';
}

function doneItem({ text }: Of<'done'>): vscode.TreeItem {
  const item = row(text, 'pass-filled', 'testing.iconPassed');
  item.accessibilityInformation = { label: text };
  return item;
}

function gateItem({ reason, folder, check }: Of<'gate'>): vscode.TreeItem {
  const item = row(reason, ...gateIcon);
  item.description = l10n.t('caps the grade');
  item.contextValue = 'gate';
  item.accessibilityInformation = { label: l10n.t('Caps the grade: {0}', reason) };
  item.command = {
    command: 'seaworthy.revealCheck',
    title: l10n.t('Show the check'),
    arguments: [folder, check],
  };
  return item;
}

function topicItem({ topic, place, delta, gate }: Of<'topic'>): vscode.TreeItem {
  const [icon, color] = gate === undefined ? topicIcon(topic) : gateIcon;
  const item = row(`${place} ${topic.title}`, icon, color, topic.checks.length > 0);
  const failing = topic.checks.filter(({ state }) => state === 'fail' || state === 'partial').length;
  item.description = [topicDescription(topic), deltaText(delta), gate ?? '']
    .filter((part) => part !== '')
    .join('  ');
  item.contextValue = 'topic';
  const work = l10n.t('{0} of {1} checks need work', failing, topic.checks.length);
  const said = [topic.title, spokenScore(topic), ...(delta === undefined ? [] : [spokenDelta(delta)]), work];
  if (gate !== undefined) said.push(l10n.t('Caps the grade: {0}', gate));
  item.accessibilityInformation = { label: said.join(', ') };
  return item;
}

/** Letters, slashes and triangles are read out one by one, so they become words. */
function spokenScore(topic: HealthTopic): string {
  const { status, score, grade, gradeShown } = topic;
  if (status !== 'scored' || score === null) return topicDescription(topic);
  const points = l10n.t('{0} of 100', Math.round(score));
  return gradeShown && grade !== null ? `${l10n.t('grade {0}', grade)}, ${points}` : points;
}

function spokenDelta(delta: number): string {
  return delta > 0 ? l10n.t('up by {0}', delta) : l10n.t('down by {0}', -delta);
}

function topicIcon({ status, score }: HealthTopic): Icon {
  if (status === 'not-measured') return checkIcons['not-measured'];
  if (status === 'clean') return checkIcons.pass;
  if (status !== 'scored' || score === null) return checkIcons['not-applicable'];
  if (score >= 75) return checkIcons.pass;
  return score >= 40 ? checkIcons.partial : checkIcons.fail;
}

/** Icon and colour. The shapes alone tell the states apart: ticked, half full, empty. */
type Icon = readonly [string, string?];

const gateIcon: Icon = ['error', 'list.errorForeground'];

const checkIcons: Readonly<Record<CheckState, Icon>> = {
  pass: ['pass-filled', 'testing.iconPassed'],
  partial: ['color-mode', 'editorWarning.foreground'],
  fail: ['circle-large-outline', 'editorWarning.foreground'],
  'not-applicable': ['dash'],
  'not-measured': ['question'],
  acknowledged: ['account'],
};

/** States as people say them. */
export function stateWord(state: CheckState): string {
  switch (state) {
    case 'pass':
      return l10n.t('met');
    case 'partial':
      return l10n.t('partly met');
    case 'fail':
      return l10n.t('not met');
    case 'not-applicable':
      return l10n.t('not applicable');
    case 'not-measured':
      return l10n.t('not measured');
    case 'acknowledged':
      return l10n.t('acknowledged');
  }
}

function checkItem({ check }: Of<'check'>): vscode.TreeItem {
  const [icon, color] = checkIcons[check.state];
  const item = row(check.title, icon, color, check.evidence.length > 0);
  item.description = check.reason;
  item.contextValue = `check;${check.state}${offer(check.action, codeOf(check))}`;
  item.accessibilityInformation = { label: `${check.title}, ${stateWord(check.state)}: ${check.reason}` };
  return item;
}

function groupItem({ checks }: Of<'group'>): vscode.TreeItem {
  const label = l10n.t('Not applicable ({0})', checks.length);
  const item = row(label, 'dash', undefined, true);
  item.accessibilityInformation = { label };
  return item;
}

function evidenceItem({ evidence, folder }: Of<'evidence'>): vscode.TreeItem {
  const { path, line, text } = evidence;
  // What was counted or looked for everywhere has no place to open.
  const item = path === '' ? row(text, 'info') : row(`${path}:${line}`, 'go-to-file');
  item.contextValue = 'evidence';
  if (path === '') {
    item.accessibilityInformation = { label: text };
    return item;
  }
  item.description = text;
  item.accessibilityInformation = { label: `${path}, ${l10n.t('line {0}', line)}, ${text}` };
  item.command = {
    command: 'seaworthy.openEvidence',
    title: l10n.t('Open'),
    arguments: [folder, path, line],
  };
  return item;
}

/** Built only when the pointer rests on a row. Workspace text is escaped, nothing in it is trusted. */
export function tooltip(node: HealthNode): vscode.MarkdownString | undefined {
  const text = new vscode.MarkdownString('', true);
  switch (node.kind) {
    case 'check': {
      const { title, state, reason, why, howToFix } = node.check;
      text.appendMarkdown(`**${escape(title)}** – ${stateWord(state)}: ${escape(reason)}\n\n`);
      text.appendText(state === 'pass' ? why : `${why}\n\n${howToFix}`);
      const { acknowledgement, id } = node.check;
      if (acknowledgement) {
        const words = [acknowledgement.reason, acknowledgement.note].filter((part) => part !== '');
        text.appendMarkdown(`\n\n$(account) ${escape(words.join(': '))}`);
      }
      text.appendMarkdown(`\n\n[${l10n.t('More about this check')}](${checkPage(id)})`);
      return text;
    }
    case 'step': {
      const { title, reason, howToFix, action } = node.step;
      text.appendMarkdown(`**${escape(title)}** – ${l10n.t('now: {0}', escape(reason))}\n\n`);
      if (node.isGate) text.appendMarkdown(`$(error) ${l10n.t('caps the grade')}\n\n`);
      text.appendText(`${howToFix}\n\n${stepEffort(node.step)}`);
      if (action !== null)
        text.appendMarkdown(`\n\n$(zap) ${l10n.t('previews the change, nothing is written before Apply')}`);
      else if (node.code) text.appendMarkdown(`\n\n$(lightbulb) ${l10n.t('opens the code with its fixes')}`);
      return text;
    }
    case 'folder':
      if (node.health.report) {
        const { profile, profileEvidence } = node.health.report;
        text.appendText(
          [`${vscode.Uri.parse(node.health.folder).path}`, '', profile, ...profileEvidence].join('\n'),
        );
      }
      return text;
    case 'evidence':
      if (node.evidence.path !== '') text.appendText(`${node.evidence.path}:${node.evidence.line}`);
      if (node.evidence.text !== '') text.appendCodeblock(node.evidence.text);
      return text;
    case 'topic':
      return topicTooltip(node.topic, text);
    case 'gate':
    case 'done':
    case 'group':
      return undefined;
  }
}

/** Facts of a topic, even where all is green. */
function topicTooltip(topic: HealthTopic, text: vscode.MarkdownString): vscode.MarkdownString {
  const { title, weight, coverage, checks } = topic;
  text.appendMarkdown(`**${escape(title)}** – ${escape(topicDescription(topic))}\n\n`);
  const measured =
    coverage === null ? l10n.t('nothing to measure') : l10n.t('{0} % measured', Math.round(coverage * 100));
  text.appendText(`${l10n.t('weight {0}', weight)} · ${measured}`);
  const met = checks.filter(({ state }) => state === 'pass').map(({ reason }) => reason);
  if (met.length > 0) text.appendMarkdown(`\n\n${met.map((reason) => `- ${escape(reason)}`).join('\n')}`);
  return text;
}

function stepEffort({ gain, minutes }: HealthStep): string {
  const time = l10n.t('about {0} min', minutes);
  return gain >= 0.5 ? l10n.t('+{0} points, {1}', Math.round(gain), time) : time;
}

function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>]/g, '\\$&');
}
