/** GitHub workflows as data: who may write, which actions run, and what text of strangers reaches a shell. */
import type { HealthEvidence } from '../../../protocol/health';
import type { Steps } from '../../steps';
import { asString, asTable, parseYaml, type Documents, type Table } from './documents';

export interface Workflow {
  readonly path: string;
  readonly text: string;
  readonly data: Table;
}

export interface WorkflowStep {
  readonly uses: string | undefined;
  readonly run: string | undefined;
  readonly inputs: Table;
}

const workflowPath = /^\.github\/workflows\/[^/]+\.ya?ml$/;

export function* collectWorkflows(
  paths: readonly string[],
  documents: Documents,
  outer: readonly { readonly path: string; readonly shown: string; readonly text: string }[],
): Steps<readonly Workflow[]> {
  const found: Workflow[] = [];
  for (const path of paths) {
    if (!workflowPath.test(path)) continue;
    yield* documents.prepareYaml(path);
    const parsed = documents.yaml(path);
    const data = parsed.status === 'ok' ? asTable(parsed.data[0]) : undefined;
    if (parsed.status === 'ok' && data) found.push({ path, text: parsed.text, data });
  }
  for (const { path, shown, text } of outer) {
    const parsed = workflowPath.test(path) ? yield* parseYaml(text, shown) : undefined;
    const data = parsed && 'data' in parsed ? asTable(parsed.data[0]) : undefined;
    if (data) found.push({ path: shown, text, data });
  }
  return found;
}

export function jobsOf({ data }: Workflow): readonly Table[] {
  return Object.values(asTable(data.jobs) ?? {}).flatMap((job): Table[] => {
    const table = asTable(job);
    return table ? [table] : [];
  });
}

export function stepsOf(workflow: Workflow): readonly WorkflowStep[] {
  return jobsOf(workflow).flatMap((job) => {
    const steps = Array.isArray(job.steps) ? (job.steps as unknown[]) : [];
    return steps.flatMap((step): WorkflowStep[] => {
      const table = asTable(step);
      return table
        ? [{ uses: asString(table.uses), run: asString(table.run), inputs: asTable(table.with) ?? {} }]
        : [];
    });
  });
}

/** Names of the events that start it. */
export function eventsOf({ data }: Workflow): readonly string[] {
  // YAML 1.1 readers take the key `on` for true.
  const triggers = data.on ?? data.true;
  if (typeof triggers === 'string') return [triggers];
  return Array.isArray(triggers) ? triggers.map(String) : Object.keys(asTable(triggers) ?? {});
}

/** Whether the token of every job is limited to what is written down. */
export function isLimited(workflow: Workflow): boolean {
  const { permissions } = workflow.data;
  if (permissions !== undefined) return permissions !== 'write-all';
  const jobs = jobsOf(workflow);
  return (
    jobs.length > 0 && jobs.every((job) => job.permissions !== undefined && job.permissions !== 'write-all')
  );
}

/** Fields of an event that whoever opens an issue or a pull request may fill in. */
const strangersText =
  /\$\{\{[^}]*\bgithub\.(?:head_ref\b|event\.(?:issue|pull_request|discussion|comment|review|review_comment|head_commit|commits|pages|workflow_run)\b[\w.[\]*'"-]*\.(?:title|body|message|name|email|ref|label|head_branch|default_branch|page_name)\b)[^}]*\}\}/;
const strangersCode = /github\.(?:event\.pull_request\.head|head_ref|event\.workflow_run\.head)/;

/** Steps through which whoever opens an issue or a pull request can run code with the workflow's rights. */
export function dangersIn(workflow: Workflow): readonly HealthEvidence[] {
  const found: HealthEvidence[] = [];
  const isPrivileged = eventsOf(workflow).some(
    (event) => event === 'pull_request_target' || event === 'workflow_run',
  );
  for (const { run, uses, inputs } of stepsOf(workflow)) {
    const written = run === undefined ? undefined : strangersText.exec(run)?.[0];
    if (written !== undefined)
      found.push({
        path: workflow.path,
        line: lineOfText(workflow.text, written),
        text: 'text of strangers in a shell',
      });
    const ref = asString(inputs.ref) ?? '';
    if (isPrivileged && uses?.startsWith('actions/checkout') && strangersCode.test(ref))
      found.push({
        path: workflow.path,
        line: lineOfText(workflow.text, ref),
        text: 'code of strangers with secrets',
      });
  }
  return found;
}

/** 1-based line of the first occurrence, 1 when there is none. */
export function lineOfText(text: string, part: string): number {
  const at = text.indexOf(part);
  return at < 0 ? 1 : text.slice(0, at).split('\n').length;
}
