/**
 * The report as SARIF 2.1.0 for code scanning: one run, one result for each check and each finding. A check without a
 * place of its own stands at the file that would hold the change. What was not measured is `open`, never a failure.
 */
import type { HealthCheck, HealthEvidence } from '../../../protocol/health';
import type { HealthExport, HealthFinding } from '../../../protocol/findings';
import { documentationRoot } from '../../lint/rule-url';
import {
  artifact,
  findingResult,
  pascal,
  ruleDescriptor,
  sarifLog,
  type BaselineState,
  type Descriptor,
  type Json,
  type RuleText,
} from './sarif-log';

/** What a baseline knew: ages of checks and findings are told against it. */
export interface SarifBaseline {
  readonly states: ReadonlyMap<string, string>;
  readonly gone: readonly HealthFinding[];
}

export function renderSarif(
  report: HealthExport,
  rules: readonly RuleText[],
  before?: SarifBaseline,
): string {
  const checks = report.topics.flatMap((topic) => topic.checks);
  const gone = before?.gone ?? [];
  const used = new Set([...report.findings, ...gone].map(({ rule }) => rule));
  const descriptors = [
    ...checks.map(checkDescriptor),
    ...rules.filter(({ name }) => used.has(name)).map(ruleDescriptor),
  ];
  const manifest = manifestOf(report);
  const gates = new Set(report.gates.map(({ check }) => check));
  const age = (finding: HealthFinding): BaselineState => (finding.age === 'existing' ? 'unchanged' : 'new');
  const results = [
    ...checks.map((check): Json => {
      const result = checkResult(check, manifest, gates.has(check.id));
      return before ? { ...result, baselineState: checkAge(check, before) } : result;
    }),
    ...report.findings.map((one) => findingResult(one, before ? age(one) : undefined)),
    ...gone.map((one) => findingResult(one, 'absent')),
  ];
  return sarifLog({
    version: report.tool.version,
    run: 'health',
    base: 'The folder that was graded.',
    descriptors,
    results,
    properties: {
      model: report.model,
      overall: report.overall,
      grade: report.grade,
      stage: report.stage,
      profile: report.profile,
    },
  });
}

function checkDescriptor({ id, title, why, howToFix, kind }: HealthCheck): Descriptor {
  return {
    id,
    name: pascal(id),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${why}\n\n${howToFix}`, markdown: `**${title}**\n\n${why}\n\n${howToFix}` },
    helpUri: `${documentationRoot}/checks/${id}.md`,
    defaultConfiguration: { level: kind === 'gate' ? 'warning' : 'note' },
    properties: { tags: ['health', kind] },
  };
}

function checkResult(check: HealthCheck, manifest: string, caps: boolean): Json {
  const { id, title, state, reason, acknowledgement, evidence } = check;
  const result: Json = {
    ruleId: id,
    message: { text: `${title}: ${reason}` },
    locations: [location(evidence[0] ?? { path: '', line: 1, text: '' }, manifest)],
    partialFingerprints: { 'seaworthyCheck/v1': id },
    ...(evidence.length > 1
      ? { relatedLocations: evidence.slice(1).map((one) => related(one, manifest)) }
      : {}),
  };
  switch (state) {
    case 'pass':
      return { ...result, kind: 'pass', level: 'none' };
    case 'not-applicable':
      return { ...result, kind: 'notApplicable', level: 'none' };
    case 'not-measured':
      return { ...result, kind: 'open', level: 'none' };
    case 'partial':
    case 'fail':
      return { ...result, kind: 'fail', level: caps ? 'warning' : 'note' };
    case 'acknowledged': {
      const words = [acknowledgement?.reason ?? '', acknowledgement?.note ?? ''].filter(
        (part) => part !== '',
      );
      const suppression = { kind: 'external', status: 'accepted', justification: words.join(': ') };
      return { ...result, kind: 'fail', level: 'note', suppressions: [suppression] };
    }
  }
}

/** A check is new when the baseline did not know it, and updated when its state is another one now. */
function checkAge({ id, state }: HealthCheck, { states }: SarifBaseline): BaselineState {
  const was = states.get(id);
  if (was === undefined) return 'new';
  return was === state ? 'unchanged' : 'updated';
}

function location({ path, line }: HealthEvidence, manifest: string): Json {
  const [uri, startLine] = path === '' ? [manifest, 1] : [path, Math.max(1, line)];
  return { physicalLocation: { artifactLocation: artifact(uri), region: { startLine } } };
}

function related(evidence: HealthEvidence, manifest: string): Json {
  return { ...location(evidence, manifest), message: { text: evidence.text } };
}

/** The file that declares the project, where one is known; a project without one is asked to add it. */
function manifestOf(report: HealthExport): string {
  const seen = new Set(
    report.topics.flatMap(({ checks }) => checks.flatMap(({ evidence }) => evidence.map(({ path }) => path))),
  );
  const names = ['pyproject.toml', 'setup.cfg', 'setup.py', 'Pipfile', 'environment.yml', 'requirements.txt'];
  return names.find((name) => seen.has(name)) ?? 'pyproject.toml';
}
