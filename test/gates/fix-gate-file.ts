/** What the fix gate asks of one file; runs in a worker. */
import { fixAll, settingsFor, type Analysis, type Engine, type Rule } from '../../server/src/engine/index';
import type { Crash } from '../harness/engine';
import { textDiff } from '../harness/report';
import { newRuffFindings } from './ruff-errors';

export interface FileReport {
  readonly findings: Readonly<Record<string, number>>;
  readonly applied: Readonly<Record<string, number>>;
  /** Texts before and after, when fixes changed something: python3 judges them. */
  readonly fixed?: string;
  readonly problems: readonly Problem[];
  readonly crashes: readonly { readonly rule: string; readonly error: string }[];
}

export interface Problem {
  readonly kind:
    'no end' | 'second run' | 'syntax' | 'comment lost' | 'line ends' | 'new Ruff finding' | 'exception';
  readonly detail: string;
}

/**
 * Rules whose fixes take code away on purpose, comments in it included; each with the reason.
 * Empty so far: no fix of ours may lose a comment.
 */
const dropsComments: ReadonlySet<string> = new Set<string>();

/**
 * Rules whose fixes may leave a name behind that nothing uses any more, and what Ruff calls that. Each is owed: an import
 * or a variable whose last use a fix takes away has to go with it.
 */
const leavesBehind: ReadonlyMap<string, string> = new Map([
  ['open-without-context-manager', 'F841'],
  ['print-in-except', 'F401'],
  ['sensitive-data-logged', 'F841'],
  ['try-except-pass', 'F401'],
]);

/** Applies every first fix of `rules` until nothing changes. */
export function gateFile(
  { engine, crashes }: { readonly engine: Engine; readonly crashes: readonly Crash[] },
  path: string,
  code: string,
  rules: readonly Rule[],
): FileReport {
  const settings = settingsFor(rules);
  const problems: Problem[] = [];
  const crashesBefore = crashes.length;
  const treesBefore = engine.parser.liveTrees;
  const before = look(engine, path, code, rules);
  const first = fixAll(engine, path, code, settings, { upTo: 'unsafe' });
  if (first.gaveUp) problems.push({ kind: 'no end', detail: 'ten rounds were not enough' });
  const isChanged = first.text !== code;
  if (isChanged) {
    const second = fixAll(engine, path, first.text, settings, { upTo: 'unsafe' });
    if (!first.gaveUp && second.text !== first.text) {
      problems.push({ kind: 'second run', detail: textDiff(first.text, second.text) });
    }
    const after = look(engine, path, first.text, rules);
    if (after.hasSyntaxErrors && !before.hasSyntaxErrors) problems.push({ kind: 'syntax', detail: '' });
    if (![...first.applied.keys()].some((rule) => dropsComments.has(rule))) {
      problems.push(...lostComments(before.comments, after.comments));
    }
    problems.push(...changedLineEnds(code, first.text));
    const worse = after.hasSyntaxErrors ? [] : newRuffFindings(code, first.text);
    const owed = [...first.applied.keys()].map((rule) => leavesBehind.get(rule));
    problems.push(
      ...worse
        .filter((detail) => !owed.some((code) => code !== undefined && detail.startsWith(code)))
        .map((detail) => ({ kind: 'new Ruff finding' as const, detail })),
    );
  }
  const trees = engine.parser.liveTrees - treesBefore;
  if (trees !== 0) problems.push({ kind: 'exception', detail: `${trees} trees are left alive` });
  return {
    findings: before.findings,
    applied: Object.fromEntries(first.applied),
    ...(isChanged ? { fixed: first.text } : {}),
    problems,
    crashes: crashes.slice(crashesBefore).map(({ rule, error }) => ({
      rule,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })),
  };
}

interface Look {
  readonly findings: Record<string, number>;
  readonly comments: readonly string[];
  readonly hasSyntaxErrors: boolean;
}

function look(engine: Engine, path: string, code: string, rules: readonly Rule[]): Look {
  const analysis = engine.open(path, code, settingsFor(rules));
  try {
    const findings: Record<string, number> = {};
    for (const { rule } of analysis.findings) findings[rule] = (findings[rule] ?? 0) + 1;
    return { findings, comments: commentsOf(analysis), hasSyntaxErrors: analysis.hasSyntaxErrors };
  } finally {
    analysis.dispose();
  }
}

function commentsOf({ root, source }: Analysis): string[] {
  return root
    .descendantsOfType('comment')
    .map((comment) => source.slice(comment.startIndex, comment.endIndex).trimEnd());
}

function lostComments(before: readonly string[], after: readonly string[]): Problem[] {
  const left = new Map<string, number>();
  for (const comment of after) left.set(comment, (left.get(comment) ?? 0) + 1);
  return before.flatMap((comment) => {
    const count = left.get(comment) ?? 0;
    left.set(comment, count - 1);
    return count > 0 ? [] : [{ kind: 'comment lost' as const, detail: comment }];
  });
}

function changedLineEnds(before: string, after: string): Problem[] {
  const kinds = (text: string): string[] => [...new Set(text.match(/\r\n|\r|\n/g) ?? [])];
  const known = kinds(before);
  const added = kinds(after).filter((kind) => known.length > 0 && !known.includes(kind));
  return added.map((kind) => ({ kind: 'line ends', detail: `a fix wrote ${JSON.stringify(kind)}` }));
}
