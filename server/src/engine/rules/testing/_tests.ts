/** What rules about tests share: where a test stands, and moving its lines. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { FixEdit } from '../../lint/fix';
import type { ClassScope } from '../../lint/units';
import type { SyntaxNode } from '../../syntax/node';

/** A class of `unittest`'s kind, by what its bases are called. */
export function isTestCase({ bases }: ClassScope): boolean {
  return bases.some((base) => /(?:^|\.)\w*TestCase$/.test(base));
}

/**
 * Edits that move whole lines out from the indentation `from` to `to`; undefined when one of them is indented less, or
 * begins inside a string, whose text would change.
 */
export function dedented(
  first: number,
  last: number,
  { from, to }: { readonly from: string; readonly to: string },
  around: SyntaxNode,
  { source }: FixContext,
): FixEdit[] | undefined {
  if (!from.startsWith(to)) return undefined;
  for (const string of around.descendantsOfType('string')) {
    if (source.lineAt(string.startIndex) !== source.lineAt(string.endIndex)) return undefined;
  }
  const edits: FixEdit[] = [];
  for (let line = first; line <= last; line += 1) {
    const text = source.lineText(line);
    if (text.trim() === '') continue;
    // A comment may be indented less than the code around it.
    const isComment = text.trimStart().startsWith('#');
    if (!text.startsWith(from)) {
      if (isComment) continue;
      return undefined;
    }
    const start = source.lineStart(line);
    edits.push({ start: start + to.length, end: start + from.length, newText: '' });
  }
  return edits;
}

const testName = /\s(test(?:_\w*|[A-Z]\w*)?)\s*[([]/;

type Place = Pick<RuleContext, 'source' | 'file' | 'isMethod' | 'enclosingClass'>;

/**
 * The name of a test function or method of a test file; undefined for every other function. `outer` is the function
 * around it: what is defined inside a function is no test.
 */
export function testFunction(
  definition: SyntaxNode,
  outer: SyntaxNode | undefined,
  context: Place,
): string | undefined {
  const { startIndex } = definition;
  const head = context.source.slice(startIndex, startIndex + 160).split(/[\r\n(]/, 1)[0] ?? '';
  const name = testName.exec(`${head}(`)?.[1];
  if (name === undefined || outer || context.file.role !== 'test') return undefined;
  const owner = context.isMethod(definition) ? context.enclosingClass() : undefined;
  const isCollected = owner === undefined || /^Test|Tests?(?:Case)?$/.test(owner.name) || isTestCase(owner);
  return isCollected ? name : undefined;
}
