/** Expressions that are paths of pathlib, as far as the file tells. */
import { unparenthesized, type SyntaxNode } from '../../syntax/node';
import type { Place } from './_handler';

const pathClass =
  /^pathlib\.(?:Posix|Windows)?Path(?:\(\)|\.(?:cwd|home)\(\))(?:\.(?:parent|absolute\(\)|resolve\(\)|expanduser\(\)|joinpath\(\)|with_name\(\)|with_suffix\(\)))*$/;

/** A path of pathlib, also one that is put together with `/`. */
export function isPath(node: SyntaxNode | null, context: Pick<Place, 'names'>): boolean {
  if (!node) return false;
  const inner = unparenthesized(node);
  if (inner.type === 'binary_operator' && inner.childForFieldName('operator')?.type === '/')
    return isPath(inner.childForFieldName('left'), context);
  return pathClass.test(context.names.qualifiedName(inner) ?? '');
}
