/** `x: int = None`: the annotation says that None cannot come, the default is None. */
import type { RuleContext } from '../../lint/context';
import { joined } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { optionalType } from '../../lint/type-spelling';
import { builtinNames, standardLibraryModules } from '../../semantics/python-names';
import { unparenthesized, type SyntaxNode } from '../../syntax/node';

/** Names of `typing` and its like that allow None, or that may stand for anything. */
const open =
  /^(?:Any|AnyStr|Final|ForwardRef|Generic|Hashable|Incomplete|NewType|Never|NoReturn|NotRequired|Optional|ParamSpec|Protocol|ReadOnly|Required|Self|TypeAlias|TypeVar|TypeVarTuple|Unpack|Unused)$/;
const typingModules = /^(?:typing|typing_extensions|collections\.abc)\.(\w+)$/;

export default defineRule({
  meta: {
    name: 'implicit-optional',
    topic: 'typing',
    summary: 'A parameter with the default `None` has a type that does not allow it.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [{ tool: 'ruff', code: 'RUF013', name: 'implicit-optional' }],
    messages: {
      implicit: '`{name}` is None by default, and its type `{type}` says that it never is.',
    },
    docs: {
      why:
        'Readers, editors and type checkers believe the annotation: nobody is told to handle None, and the first call ' +
        'without the argument fails with `NoneType has no attribute ...`. Type checkers have stopped to read a default of ' +
        'None as permission (PEP 484, since 2018), so they report every such parameter.',
      bad: [
        {
          code: 'def greet(name: str = None) -> str:\n    return f"Hello {name.title() if name else \'you\'}"\n',
        },
        {
          code: 'class User:\n    pass\n\n\ndef save(user: User, by: User = None) -> None:\n    print(user, by)\n',
        },
        {
          code: 'from typing import Dict\n\n\ndef render(context: Dict[str, str] = None) -> str:\n    return str(context)\n',
        },
      ],
      good: [
        {
          code: 'from typing import Optional\n\n\ndef greet(name: Optional[str] = None) -> str:\n    return name or "you"\n',
        },
        {
          code: 'from __future__ import annotations\n\n\ndef greet(name: str | None = None) -> str:\n    return name or "you"\n',
        },
        {
          code: 'from typing import Any\n\n\ndef show(value: Any = None, other: object = None) -> None:\n    print(value, other)\n',
        },
      ],
      guards: [
        'types that allow None: `Optional`, a union with None, `Any`, `object`, `Hashable`',
        'names that may stand for such a type: aliases, type variables, what other modules define',
        'defaults that are not the literal None',
      ],
      fixes:
        'Adds `| None`, or `Optional[...]` with its import where the target version cannot evaluate that. Nothing but the ' +
        'annotation changes. Annotations that are no plain text or plain type expression are left to you.',
    },
  },
  visit: {
    typed_default_parameter(node, context) {
      const value = node.childForFieldName('value');
      if (value?.type !== 'none') return;
      const name = node.childForFieldName('name');
      const type = node.childForFieldName('type');
      const inner = type?.firstNamedChild;
      if (!name || !type || !inner || !excludesNone(inner, context)) return;
      const values = {
        name: context.text(name),
        type: context.text(type).replace(/\[\s*[\r\n][\s\S]*\]/, '[...]'),
      };
      const range = { start: type.startIndex, end: type.endIndex };
      context.report({ node, message: 'implicit', values, range });
    },
  },
  fix({ node }, context) {
    const type = node.childForFieldName('type');
    const edits = type && optionalType(type, context);
    if (!type || !edits || edits.length === 0) return [];
    return [{ title: 'Let the annotation allow `None`', applicability: 'safe', edits: joined(edits) }];
  },
});

type Context = RuleContext<undefined>;

/** True when the type certainly has no None in it; what cannot be told counts as allowing it. */
function excludesNone(node: SyntaxNode, context: Context): boolean {
  switch (node.type) {
    case 'type':
      return node.firstNamedChild !== null && excludesNone(node.firstNamedChild, context);
    case 'parenthesized_expression':
      return excludesNone(unparenthesized(node), context);
    case 'identifier':
    case 'attribute':
    case 'member_type':
      return isConcrete(node, context);
    case 'subscript':
    case 'generic_type':
      return genericExcludes(node, context);
    case 'binary_operator':
    case 'union_type':
      return node.namedChildren.every((part) => excludesNone(part, context));
    case 'string':
      return textExcludes(context.text(node), node.startIndex, context);
    default:
      return false;
  }
}

function genericExcludes(node: SyntaxNode, context: Context): boolean {
  const [head, ...rest] = node.namedChildren;
  if (!head) return false;
  const qualified = context.names.qualifiedName(head) ?? '';
  const special = typingModules.exec(qualified)?.[1] ?? '';
  const parts = rest.flatMap((part) =>
    /^(?:tuple|type_parameter)$/.test(part.type) ? part.namedChildren : [part],
  );
  if (special === 'Union') return parts.length > 0 && parts.every((part) => excludesNone(part, context));
  if (special === 'Annotated') return parts[0] !== undefined && excludesNone(parts[0], context);
  if (special === 'Literal') return parts.every((part) => !/\bNone\b/.test(context.text(part)));
  return isConcrete(head, context);
}

/** A class of Python, of the standard library or of this file. A name from elsewhere may be an alias of a union. */
function isConcrete(node: SyntaxNode, context: Context): boolean {
  const { names } = context;
  const qualified = names.qualifiedName(node);
  if (qualified !== undefined) return isKnownClass(qualified);
  if (node.type !== 'identifier') return false;
  const resolution = names.resolve(context.text(node), node.startIndex);
  if (resolution.origin !== 'local' && resolution.origin !== 'module') return false;
  return resolution.bindings.every(({ kind }) => kind === 'class');
}

function isKnownClass(qualified: string): boolean {
  if (qualified.startsWith('builtins.')) {
    const name = qualified.slice('builtins.'.length);
    return name !== 'object' && name !== 'None' && builtinNames.has(name) && !name.startsWith('__');
  }
  if (qualified.includes('()')) return false;
  const special = typingModules.exec(qualified)?.[1];
  if (special !== undefined) return !open.test(special);
  const head = qualified.split('.', 1)[0] ?? '';
  return qualified.includes('.') && (head === 'typing_extensions' || standardLibraryModules.has(head));
}

/** A quoted type, when it is a plain dotted name. */
function textExcludes(quoted: string, at: number, context: Context): boolean {
  const name = /^["']([A-Za-z_][\w.]*)["']$/.exec(quoted)?.[1];
  if (name === undefined) return false;
  const qualified = context.names.qualifiedText(name, at);
  if (qualified !== undefined) return isKnownClass(qualified);
  const resolution = context.names.resolve(name, at);
  const found = resolution.origin === 'local' || resolution.origin === 'module' ? resolution.bindings : [];
  return found.length > 0 && found.every(({ kind }) => kind === 'class');
}
