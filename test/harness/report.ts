/** Turns findings into lines for people and for comparison, and gathers what is wrong with one block. */
import { createTwoFilesPatch } from 'diff';
import type { Finding } from '../../server/src/engine/index';
import type { SourceText } from '../../server/src/engine/syntax/text';

/** What is wrong, each with the place in the test file that it belongs to. */
export class Problems {
  readonly #found: string[] = [];
  readonly #where: string;

  /** `where` names file, line and heading. */
  constructor(where: string) {
    this.#where = where;
  }

  add(message: string, line?: number): void {
    this.#found.push(line === undefined ? message : `line ${line}: ${message}`);
  }

  get count(): number {
    return this.#found.length;
  }

  /** Throws when anything was added. */
  throwAny(): void {
    if (this.#found.length === 0) return;
    const indented = this.#found.map((message) => message.trimEnd().replace(/^/gm, '  '));
    const error = new Error(`${this.#where}\n${indented.join('\n')}`);
    // The harness's own frames say nothing about the rule.
    error.stack = error.message;
    throw error;
  }
}

export function describeFinding(finding: Finding, source: SourceText): string {
  const from = source.positionAt(finding.start);
  const to = source.positionAt(finding.end);
  const range = `${from.line + 1}:${from.column + 1}-${to.line + 1}:${to.column + 1}`;
  return `${range} [${finding.rule}] ${finding.message}`;
}

export function describeAll(findings: readonly Finding[], source: SourceText): string {
  return findings.map((finding) => `${describeFinding(finding, source)}\n`).join('');
}

/** A unified diff without its file header, white space made visible where it is all that differs. */
export function textDiff(expected: string, actual: string): string {
  const patch = createTwoFilesPatch('expected', 'actual', expected, actual, undefined, undefined, {
    context: 2,
  });
  const body = patch.split('\n').slice(1).join('\n');
  const onlySpace = expected.replace(/\s+/g, '') === actual.replace(/\s+/g, '');
  return onlySpace ? body.replaceAll('\r', '␍').replaceAll('\t', '→') : body;
}
