/** The edit that turns one `print` call into a call of a logger, for the rules that offer it. */
import type { Names } from '../../semantics/names';
import type { SyntaxNode } from '../../syntax/node';
import type { FixEdit } from '../fix';
import type { FileFacts } from '../file-facts';
import { loggingCall, type CallOptions } from './call';
import type { Level } from './level';
import { ownFormatModules, type Place } from './place';

/** The part of a fix context that is needed here. */
export interface PrintContext {
  readonly source: { readonly text: string };
  readonly names: Names;
  readonly file: FileFacts;
}

export interface Target {
  /** The logger's name where the call stands. */
  readonly logger: string;
  readonly isLoguru: boolean;
  /** Overrides the level that the words ask for. */
  readonly level?: Level;
  readonly without?: CallOptions['without'];
  readonly keywords?: CallOptions['keywords'];
}

export interface PrintEdit extends FixEdit {
  readonly level: Level;
  /** The expressions that the new call holds. */
  readonly values: readonly string[];
}

/** What a message needs to know of the place of `node`. `exception` is a name that holds one there. */
export function placeOf(node: SyntaxNode, context: PrintContext, exception?: string): Place {
  const at = node.startIndex;
  return {
    text: context.source.text,
    hasBuiltin: (name) => context.names.resolve(name, at).origin === 'builtin',
    hasOwnFormats: ownFormatModules.some((module) => context.file.imports.has(module)),
    ...(exception === undefined ? {} : { exception }),
  };
}

/** Undefined when the call prints something that cannot be logged as it is. */
export function printEdit(
  call: SyntaxNode,
  context: PrintContext,
  target: Target,
  exception?: string,
): PrintEdit | undefined {
  const list = call.childForFieldName('arguments');
  if (!list) return undefined;
  const { logger, isLoguru, without, keywords } = target;
  const options: CallOptions = {
    style: isLoguru ? 'brace' : 'percent',
    ...(without ? { without } : {}),
    ...(keywords ? { keywords } : {}),
  };
  const converted = loggingCall(list, placeOf(call, context, exception), options);
  if (!converted) return undefined;
  const level = target.level ?? converted.level;
  const { values } = converted;
  return {
    start: call.startIndex,
    end: call.endIndex,
    newText: `${logger}.${level}(${converted.arguments})`,
    level,
    values,
  };
}

const longest = 70;

/** A call as a title shows it: its first line, shortened. */
export function shown({ newText }: FixEdit): string {
  const line = newText.split(/[\r\n]/, 1)[0] ?? '';
  if (line === newText && line.length <= longest) return `\`${line}\``;
  return line.endsWith('(') ? `\`${line}…)\`` : `\`${line.slice(0, longest)}…\``;
}
