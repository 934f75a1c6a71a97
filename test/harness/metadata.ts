/** What has to hold for a rule's metadata, and for what its tests have shown of it. */
import type { Rule } from '../../server/src/engine/index';
import { severities, topics } from '../../server/src/engine/index';
import type { RuleExample } from '../../server/src/engine/lint/rule';
import type { RuleBench } from './block';
import { Problems } from './report';
import type { PythonBlock } from './rule-file';

export function checkMetadata({ rule, tested }: Pick<RuleBench, 'rule' | 'tested'>, file: string): void {
  const { meta } = rule;
  const problems = new Problems(`${file} (metadata of ${meta.name})`);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(meta.name)) problems.add('the name is not in kebab case');
  if (!topics.includes(meta.topic)) problems.add(`unknown topic ${meta.topic}`);
  if (!severities.includes(meta.severity)) problems.add(`unknown severity ${meta.severity}`);
  if ((meta.fix === 'none') !== (meta.whyNoFix !== undefined))
    problems.add('`whyNoFix` goes with `fix: none`, and only there');
  if ((meta.fix === 'none') === ((rule.fix ?? rule.fixProject) !== undefined))
    problems.add('`fix` and `meta.fix` disagree');
  const known = new Set(tested.engine.rules.map((other) => other.meta.name));
  for (const other of meta.yieldsTo ?? [])
    if (!known.has(other) || other === meta.name) problems.add(`yields to ${other}, which is no other rule`);
  for (const { code, messages = [] } of meta.equivalents)
    for (const id of messages)
      if (!(id in meta.messages)) problems.add(`${code} is about ${id}, which is no message`);
  checkWords(rule, problems);
  const inGrammar = new Set(tested.engine.parser.language.types);
  for (const kind of Object.keys(rule.visit ?? {})) {
    if (!inGrammar.has(kind)) problems.add(`visits ${kind}, which the grammar does not have`);
  }
  if (!rule.visit && !rule.calls && !rule.visitFile && !rule.checkProject) problems.add('visits nothing');
  problems.throwAny();
}

function checkWords({ meta }: Rule, problems: Problems): void {
  const { docs, messages } = meta;
  const isSentence = (text: string): boolean => /^[A-Z`"'#\d]/.test(text) && /[.!?]$/.test(text.trim());
  if (!isSentence(meta.summary)) problems.add('the summary is not a sentence');
  if (docs.why.length < 60 || !isSentence(docs.why)) problems.add('docs.why has to be two to four sentences');
  if (docs.fixes.length < 20) problems.add('docs.fixes says too little');
  if (docs.bad.length === 0 || docs.good.length === 0) problems.add('docs need a bad and a good example');
  if (docs.guards.length === 0 || docs.guards.some((guard) => guard.trim() === ''))
    problems.add('docs.guards is empty');
  if (Object.keys(messages).length === 0) problems.add('no message');
  for (const [id, message] of Object.entries(messages)) {
    if (message.trim().length < 10) problems.add(`message ${id} says too little`);
  }
  for (const example of [...docs.bad, ...docs.good]) {
    if (!example.code.endsWith('\n'))
      problems.add(`an example does not end with a line break: ${example.code}`);
  }
  if (!/^\d+\.\d+\.\d+$/.test(meta.since)) problems.add('`since` is not a version');
}

/** To be called when every block of the rule has run. */
export function checkShown({ rule, offered, reported }: RuleBench, file: string): void {
  const { meta } = rule;
  const problems = new Problems(`${file} (what the tests show of ${meta.name})`);
  const unused = Object.keys(meta.messages).filter((id) => !reported.has(id));
  if (unused.length > 0) problems.add(`no test reports these messages: ${unused.join(', ')}`);
  if (meta.fix !== 'none' && !offered.has(meta.fix)) {
    problems.add(
      `the metadata promises ${meta.fix} fixes; the tests saw ${[...offered].join(', ') || 'none'}`,
    );
  }
  problems.throwAny();
}

export interface Example {
  readonly name: string;
  /** It has to report the rule; a good one has to be clean. */
  readonly isBad: boolean;
  readonly block: PythonBlock;
}

/** The examples of the documentation as blocks that expect nothing yet. */
export function exampleBlocks({ meta: { docs } }: Rule): Example[] {
  const example = (kind: 'bad' | 'good', { code, path, files = {} }: RuleExample, index: number): Example => {
    const lines = code.split('\n').map((_, line) => line + 1);
    const rest = { line: 0, allRules: false, invalid: false, settings: {}, findings: [], texts: [] };
    const around = Object.entries(files).map(
      ([name, text]) => [name, { text, findings: [], line: 0 }] as const,
    );
    return {
      name: `${kind} example ${index + 1}`,
      isBad: kind === 'bad',
      block: { code, lines, path: path ?? 'app.py', files: Object.fromEntries(around), ...rest },
    };
  };
  return [
    ...docs.bad.map((code, index) => example('bad', code, index)),
    ...docs.good.map((code, index) => example('good', code, index)),
  ];
}
