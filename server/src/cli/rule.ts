/** `seaworthy rule`: what a rule finds, why it matters, and what its fixes do. */
import { ruleUrl, rules, type Rule } from '../engine';
import { nearest } from '../engine/config';
import { exitCodes, UsageError, type ExitCode } from './output';

export interface RuleOptions {
  readonly all?: true;
  readonly outputFormat: 'text' | 'json';
}

export function rule(name: string | undefined, { all, outputFormat }: RuleOptions): ExitCode {
  if ((name === undefined) === (all === undefined)) throw new UsageError('give the name of a rule, or --all');
  const chosen = all ? rules : [find(name ?? '')];
  if (outputFormat === 'json') {
    const objects = chosen.map(({ meta }) => ({ ...meta, url: ruleUrl(meta.name) }));
    process.stdout.write(`${JSON.stringify(all ? objects : objects[0], null, 2)}\n`);
  } else process.stdout.write(chosen.map(all ? oneLine : page).join(''));
  return exitCodes.clean;
}

function find(name: string): Rule {
  const found = rules.find(
    ({ meta }) => meta.name === name || meta.equivalents.some(({ code }) => code === name.toUpperCase()),
  );
  if (found) return found;
  const suggestion = nearest(
    name,
    rules.map(({ meta }) => meta.name),
  );
  throw new UsageError(
    `there is no rule '${name}'${suggestion === undefined ? '' : `; did you mean '${suggestion}'?`}`,
  );
}

function oneLine({ meta }: Rule): string {
  return `${meta.name.padEnd(34)} ${meta.topic.padEnd(14)} ${meta.severity.padEnd(12)} ${meta.summary}\n`;
}

function page({ meta }: Rule): string {
  const { docs, equivalents } = meta;
  const also = equivalents.map(
    ({ tool, code, name }) => `${tool} ${code}${name === undefined ? '' : ` (${name})`}`,
  );
  const sections = [
    `${meta.name} (${meta.topic}, ${meta.severity}, ${meta.profile})`,
    meta.summary,
    docs.why,
    ...(docs.bad[0] ? [`Instead of\n\n${indented(docs.bad[0].code)}`] : []),
    ...(docs.good[0] ? [`write\n\n${indented(docs.good[0].code)}`] : []),
    ...(docs.guards.length > 0
      ? [`Not reported:\n${docs.guards.map((guard) => `- ${guard}`).join('\n')}`]
      : []),
    `Fix (${meta.fix}): ${docs.fixes}`,
    ...(also.length > 0 ? [`Also known as: ${also.join(', ')}`] : []),
    ruleUrl(meta.name),
  ];
  return `${sections.join('\n\n')}\n`;
}

function indented(code: string): string {
  return code.trimEnd().replace(/^(?=.)/gm, '    ');
}
