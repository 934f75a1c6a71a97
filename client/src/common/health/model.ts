/**
 * From gradings to the rows of the two trees. Pure: no icons, colours or editor types, so that a test can read it.
 */
import type {
  FolderHealth,
  HealthCheck,
  HealthEvidence,
  HealthReport,
  HealthStep,
  HealthTopic,
} from '../../../../server/src/protocol';
import { t } from '../texts';

export type HealthNode =
  | {
      readonly kind: 'folder';
      readonly id: string;
      readonly health: FolderHealth;
      /** Tells folders of the same name apart. */
      readonly label: string;
      readonly view: View;
      readonly options: ViewOptions;
    }
  | {
      readonly kind: 'step';
      readonly id: string;
      readonly folder: string;
      readonly step: HealthStep;
      readonly rank: number;
      /** It caps the grade as long as it is not done. */
      readonly isGate: boolean;
      /** The first place in the code that it is about. */
      readonly code: HealthEvidence | undefined;
    }
  | {
      readonly kind: 'gate';
      readonly id: string;
      readonly folder: string;
      readonly reason: string;
      readonly check: string;
    }
  | { readonly kind: 'done'; readonly id: string; readonly text: string }
  | {
      readonly kind: 'topic';
      readonly id: string;
      readonly folder: string;
      readonly topic: HealthTopic;
      readonly place: number;
      readonly filter: TopicFilter;
      /** Points since the baseline or the last session. */
      readonly delta: number | undefined;
      /** Why this topic caps the grade of the whole. */
      readonly gate: string | undefined;
    }
  | { readonly kind: 'check'; readonly id: string; readonly folder: string; readonly check: HealthCheck }
  | {
      readonly kind: 'group';
      readonly id: string;
      readonly folder: string;
      readonly checks: readonly HealthCheck[];
    }
  | {
      readonly kind: 'evidence';
      readonly id: string;
      readonly folder: string;
      readonly evidence: HealthEvidence;
    };

export type View = 'steps' | 'topics';

/** `open`: what still needs a person. `one-click`: what one click would meet. */
export type TopicFilter = 'all' | 'open' | 'one-click';

export interface ViewOptions {
  readonly filter: TopicFilter;
  /** Points that a topic has gained or lost. */
  readonly delta: (health: FolderHealth, topic: string) => number | undefined;
}

const plain: ViewOptions = { filter: 'all', delta: () => undefined };

/** Rows below the root: folders when there are several, else what the only folder has. */
export function rootNodes(folders: readonly FolderHealth[], view: View, options = plain): HealthNode[] {
  const shown = folders.filter((health) => health.report !== undefined && health.pythonFiles > 0);
  if (folders.length > 1) {
    const labels = folderLabels(folders);
    return shown.map((health) => {
      const label = labels.get(health.folder) ?? health.name;
      return { kind: 'folder', id: `${view}:${health.folder}`, health, label, view, options };
    });
  }
  return shown.flatMap((health) => folderNodes(health, view, options));
}

/** Names of folders; where two have the same, as much of their paths as tells them apart. */
export function folderLabels(folders: readonly FolderHealth[]): ReadonlyMap<string, string> {
  return new Map(
    folders.map(({ folder, name }) => {
      const others = folders.filter((other) => other.name === name && other.folder !== folder);
      if (others.length === 0) return [folder, name];
      const parts = segments(folder);
      for (let length = 2; length <= parts.length; length += 1) {
        const tail = parts.slice(-length).join('/');
        const isUnique = others.every((other) => segments(other.folder).slice(-length).join('/') !== tail);
        if (isUnique) return [folder, tail];
      }
      return [folder, folder];
    }),
  );
}

function segments(uri: string): string[] {
  return decodeURIComponent(uri).split('/').filter(Boolean);
}

export function childNodes(node: HealthNode): HealthNode[] {
  switch (node.kind) {
    case 'folder':
      return folderNodes(node.health, node.view, node.options);
    case 'topic':
      return topicNodes(node.folder, node.topic, node.filter);
    case 'group':
      return node.checks.map((check) => checkNode(node.folder, check));
    case 'check':
      return node.check.evidence.map((evidence, index) => ({
        kind: 'evidence',
        id: `${node.id}:${index}`,
        folder: node.folder,
        evidence,
      }));
    case 'step':
    case 'gate':
    case 'done':
    case 'evidence':
      return [];
  }
}

function folderNodes(health: FolderHealth, view: View, options: ViewOptions): HealthNode[] {
  const { folder, report } = health;
  if (!report) return [];
  return view === 'steps' ? stepNodes(folder, report) : topicRows(health, report, options);
}

function stepNodes(folder: string, report: HealthReport): HealthNode[] {
  const steps = report.next.map((step, index): HealthNode => ({
    kind: 'step',
    id: `${folder}:step:${step.check}`,
    folder,
    step,
    rank: index + 1,
    isGate: report.gates.some(({ check }) => check === step.check),
    code: codeOf(checksOf(report).find(({ id }) => id === step.check)),
  }));
  // What a step says already needs no row of its own.
  const gates = report.gates
    .filter(({ check }) => report.next.every((step) => step.check !== check))
    .map(({ check, reason }): HealthNode => {
      return { kind: 'gate', id: `${folder}:gate:${check}`, folder, reason, check };
    });
  if (gates.length + steps.length > 0) return [...gates, ...steps];
  return [
    { kind: 'done', id: `${folder}:done`, text: t('Nothing left to do: every check that applies is met') },
  ];
}

export function checksOf({ topics }: HealthReport): readonly HealthCheck[] {
  return topics.flatMap(({ checks }) => checks);
}

/** Where an open check can be seen to in the code. */
export function codeOf(check: HealthCheck | undefined): HealthEvidence | undefined {
  if (check?.state !== 'fail' && check?.state !== 'partial') return undefined;
  return check.evidence.find(({ path }) => path.endsWith('.py'));
}

function topicRows(health: FolderHealth, report: HealthReport, { filter, delta }: ViewOptions): HealthNode[] {
  const { folder } = health;
  return report.topics.flatMap((topic, index): HealthNode[] => {
    if (filter !== 'all' && !topic.checks.some((check) => passes(check, filter))) return [];
    const id = `${folder}:topic:${topic.id}`;
    const gate = report.gates.find((one) => one.topic === topic.id)?.reason;
    const place = index + 1;
    return [{ kind: 'topic', id, folder, topic, place, filter, delta: delta(health, topic.id), gate }];
  });
}

function passes({ state, action }: HealthCheck, filter: TopicFilter): boolean {
  if (filter === 'one-click') return action !== null;
  return filter === 'all' || state === 'fail' || state === 'partial' || state === 'not-measured';
}

function topicNodes(folder: string, topic: HealthTopic, filter: TopicFilter): HealthNode[] {
  const shown = topic.checks.filter((check) => passes(check, filter));
  const applicable = shown.filter((check) => check.state !== 'not-applicable');
  const others = shown.filter((check) => check.state === 'not-applicable');
  const rows = [...applicable].sort((a, b) => order(a) - order(b)).map((check) => checkNode(folder, check));
  if (others.length === 0) return rows;
  return [...rows, { kind: 'group', id: `${folder}:na:${topic.id}`, folder, checks: others }];
}

function checkNode(folder: string, check: HealthCheck): HealthNode {
  return { kind: 'check', id: `${folder}:check:${check.id}`, folder, check };
}

/** What needs a person first. */
export function order({ state }: HealthCheck): number {
  return ['fail', 'partial', 'not-measured', 'acknowledged', 'pass', 'not-applicable'].indexOf(state);
}

/** `B 82`, `12/100` where a letter would only discourage, or a word where there is no score. */
export function topicDescription({ status, score, grade, gradeShown }: HealthTopic): string {
  switch (status) {
    case 'scored':
      return score === null ? '' : scoreText(score, gradeShown ? grade : null);
    case 'clean':
      return t('clean');
    case 'not-applicable':
      return t('not applicable');
    case 'not-measured':
      return t('not measured');
    case 'disabled':
      return t('off');
  }
}

/** `C 66`, or `12/100` where a letter would only discourage. */
export function overallText({ overall, grade, gradeShown }: HealthReport): string {
  return overall === null ? '–' : scoreText(overall, gradeShown ? grade : null);
}

/** A number alone could be a count of anything, so without its letter it comes with its scale. */
function scoreText(score: number, grade: string | null): string {
  return grade === null ? `${Math.round(score)}/100` : `${grade} ${Math.round(score)}`;
}

/** `Stage 2 of 5: Linted`; the first stage, Script, is where everyone starts and has number 0. */
export function stageText({ stages, stage, stageTitle }: HealthReport): string {
  const last = Math.max(0, stages.length - 1);
  const index = Math.max(
    0,
    stages.findIndex(({ id }) => id === stage),
  );
  return t('Stage {0} of {1}: {2}', index, last, stageTitle ?? t('Script'));
}

/** `Repeatable: 2 checks to go`; undefined at the last stage. */
export function nextStageText({ stages }: HealthReport): string | undefined {
  const next = stages.find(({ reached }) => !reached);
  if (!next || next.missing.length === 0) return undefined;
  return next.missing.length === 1
    ? t('{0}: 1 check to go', next.title)
    : t('{0}: {1} checks to go', next.title, next.missing.length);
}

/** `+14 · 10 min`. */
export function stepDescription({ gain, minutes }: HealthStep): string {
  const time = t('{0} min', minutes);
  return gain >= 0.5 ? `+${Math.round(gain)} · ${time}` : time;
}

/** ` ▲4`, ` ▼6`, or nothing. */
export function deltaText(delta: number | undefined): string {
  if (delta === undefined || delta === 0) return '';
  return delta > 0 ? `▲${delta}` : `▼${-delta}`;
}

/** A few lines of plain text, for a message or a commit. */
export function summaryText(name: string, report: HealthReport): string {
  const steps = report.next.map((step, index) => `${index + 1}. ${step.title} (${stepDescription(step)})`);
  const gates = report.gates.map(({ reason }) => t('Caps the grade: {0}', reason));
  const topics = report.topics
    .filter(({ status }) => status === 'scored')
    .map((topic) => `${topic.title} ${topicDescription(topic)}`);
  return [
    `${name}: ${overallText(report)} · ${stageText(report)}`,
    ...gates,
    topics.join(', '),
    ...(steps.length > 0 ? [t('Do next'), ...steps] : []),
    '',
  ].join('\n');
}
