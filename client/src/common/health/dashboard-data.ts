/** What the dashboard shows, as plain data: the extension makes it, the page in the webview draws it. Pure. */
import type {
  CheckState,
  ExportFormat,
  FolderHealth,
  HealthEvidence,
  HealthTopic,
  Simulation,
  StageId,
} from '../../../../server/src/protocol';
import type { Words } from '../texts';
import type { FolderHistory, PastGrading } from './history';
import { folderLabels, order, overallText, stageText, topicDescription } from './model';

export interface DashboardCheck {
  readonly id: string;
  readonly title: string;
  readonly state: CheckState;
  readonly reason: string;
  readonly howToFix: string;
  readonly action: string | null;
  /** Ticking it says what the score would be. */
  readonly canBeMet: boolean;
  readonly evidence: readonly HealthEvidence[];
}

export interface DashboardTopic {
  readonly id: string;
  readonly title: string;
  readonly weight: number;
  readonly score: number | null;
  /** `D 44`, `12/100`, `clean`, … */
  readonly scoreText: string;
  readonly evidence: string;
  readonly notMeasured: number;
  readonly checks: readonly DashboardCheck[];
}

export interface DashboardStep {
  readonly check: string;
  readonly title: string;
  readonly gain: number;
  readonly minutes: number;
  readonly reason: string;
  readonly action: string | null;
}

export interface DashboardData {
  readonly folder: string;
  readonly name: string;
  /** All folders, for the choice; one entry where there is nothing to choose. */
  readonly folders: readonly { readonly folder: string; readonly label: string }[];
  readonly profile: string;
  readonly profileEvidence: readonly string[];
  readonly model: number;
  readonly overall: number | null;
  readonly overallText: string;
  readonly stageText: string;
  readonly stages: readonly {
    readonly id: StageId;
    readonly title: string;
    readonly reached: boolean;
    readonly here: boolean;
    /** Titles of what is left. */
    readonly missing: readonly string[];
  }[];
  readonly topicsScored: number;
  readonly topicsApplicable: number;
  readonly truncated: { readonly graded: number; readonly total: number } | null;
  readonly gates: readonly { readonly check: string; readonly reason: string }[];
  readonly steps: readonly DashboardStep[];
  readonly topics: readonly DashboardTopic[];
  readonly history: readonly PastGrading[];
  readonly problems: readonly { readonly path: string; readonly line: number; readonly message: string }[];
}

export type ToPage =
  | {
      readonly type: 'show';
      readonly data: DashboardData | null;
      /** Words of the page, in the user's language. */
      readonly labels: Words;
      readonly locale: string;
    }
  | {
      readonly type: 'simulated';
      readonly folder: string;
      readonly checks: readonly string[];
      readonly result: Simulation;
    };

export type FromPage =
  | { readonly type: 'ready'; readonly folder?: string }
  | { readonly type: 'folder'; readonly folder: string }
  | { readonly type: 'simulate'; readonly folder: string; readonly checks: readonly string[] }
  | { readonly type: 'run'; readonly folder: string; readonly action: string }
  | { readonly type: 'open'; readonly folder: string; readonly path: string; readonly line: number }
  | { readonly type: 'reveal'; readonly folder: string; readonly check: string }
  | { readonly type: 'export'; readonly folder: string; readonly format: ExportFormat | null }
  | { readonly type: 'copy'; readonly folder: string }
  | { readonly type: 'explain' }
  | { readonly type: 'grade' };

export function dashboardData(
  folders: readonly FolderHealth[],
  folder: string | undefined,
  history: (folder: string) => FolderHistory,
): DashboardData | null {
  const graded = folders.filter(({ report }) => report !== undefined && report.topics.length > 0);
  const health = graded.find((one) => one.folder === folder) ?? graded[0];
  const report = health?.report;
  if (!health || !report) return null;
  const labels = folderLabels(folders);
  const titles = new Map(report.topics.flatMap(({ checks }) => checks.map(({ id, title }) => [id, title])));
  return {
    folder: health.folder,
    name: labels.get(health.folder) ?? health.name,
    folders: graded.map((one) => ({ folder: one.folder, label: labels.get(one.folder) ?? one.name })),
    profile: report.profile,
    profileEvidence: report.profileEvidence,
    model: report.model,
    overall: report.overall,
    overallText: overallText(report),
    stageText: stageText(report),
    stages: report.stages.map(({ id, title, reached, missing }) => ({
      id,
      title,
      reached,
      here: id === report.stage,
      missing: missing.map((name) => titles.get(name) ?? name),
    })),
    topicsScored: report.counts.topicsScored,
    topicsApplicable: report.counts.topicsApplicable,
    truncated: report.truncated ?? null,
    gates: report.gates.map(({ check, reason }) => ({ check, reason })),
    steps: report.next.map(({ check, title, gain, minutes, reason, action }) => ({
      check,
      title,
      gain,
      minutes,
      reason,
      action,
    })),
    topics: report.topics.filter(({ status }) => status !== 'disabled').map(topicData),
    history: history(health.folder).gradings,
    problems: report.problems.map(({ path, line, message }) => ({ path, line, message })),
  };
}

function topicData(topic: HealthTopic): DashboardTopic {
  const { id, title, weight, score, checks } = topic;
  return {
    id,
    title,
    weight,
    score,
    scoreText: topicDescription(topic),
    evidence: headline(topic),
    notMeasured: checks.filter(({ state }) => state === 'not-measured').length,
    checks: [...checks]
      .sort((a, b) => order(a) - order(b))
      .map((check) => ({
        id: check.id,
        title: check.title,
        state: check.state,
        reason: check.reason,
        howToFix: check.howToFix,
        action: check.action,
        canBeMet: check.state === 'fail' || check.state === 'partial',
        evidence: check.evidence,
      })),
  };
}

/** What costs the topic most, else what it has. */
function headline({ checks, status }: HealthTopic): string {
  if (status === 'not-measured') return checks.find(({ state }) => state === 'not-measured')?.reason ?? '';
  const lost = (check: (typeof checks)[number]): number => check.weight * (100 - (check.score ?? 100));
  const open = checks.filter(({ state }) => state === 'fail' || state === 'partial');
  const worst = [...open].sort((a, b) => lost(b) - lost(a))[0];
  return (worst ?? checks.find(({ state }) => state === 'pass') ?? checks[0])?.reason ?? '';
}
