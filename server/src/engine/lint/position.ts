/** Where the current node stands: the frames around it. Shared by rules and fixes. */
import type { SyntaxNode } from '../syntax/node';
import type { FrameKind } from './context';
import type { Visited } from './kind-table';
import type { ClassScope } from './units';

interface Frame {
  readonly node: SyntaxNode;
  readonly kind: FrameKind;
  readonly start: number;
  readonly end: number;
}

export class Position {
  readonly #stack: Frame[] = [];
  readonly #owner: ClassScope | undefined;
  readonly #text: string;

  constructor(owner: ClassScope | undefined, text: string) {
    this.#owner = owner;
    this.#text = text;
  }

  /** Moves to `node`; nodes come in pre-order. After it, `enclosing` answers for `node`. */
  enter({ node, kind, role }: Visited): void {
    const start = node.startIndex;
    while (this.#stack.length > 0 && (this.#stack[this.#stack.length - 1]?.end ?? 0) <= start)
      this.#stack.pop();
    if (role.isFrame) this.#stack.push({ node, kind: kind as FrameKind, start, end: node.endIndex });
  }

  enclosing(current: SyntaxNode, kinds: readonly FrameKind[]): SyntaxNode | undefined {
    for (let index = this.#stack.length - 1; index >= 0; index -= 1) {
      const frame = this.#stack[index];
      if (frame && kinds.includes(frame.kind) && frame.node.id !== current.id) return frame.node;
    }
    return undefined;
  }

  /** The nearest function around is an `async def`, with no class or lambda between. */
  isInAsync(current: SyntaxNode): boolean {
    for (let index = this.#stack.length - 1; index >= 0; index -= 1) {
      const frame = this.#stack[index];
      if (!frame || frame.node === current) continue;
      const { kind, start } = frame;
      if (kind === 'function_definition') return this.#text.startsWith('async', start);
      if (kind === 'lambda' || kind === 'class_definition') return false;
    }
    return false;
  }

  enclosingClass(current: SyntaxNode): ClassScope | undefined {
    const inner = this.enclosing(current, ['class_definition']);
    if (!inner) return this.#owner;
    const name = inner.childForFieldName('name');
    const bases = inner.childForFieldName('superclasses')?.namedChildren ?? [];
    return {
      name: name ? this.#text.slice(name.startIndex, name.endIndex) : '',
      bases: bases.map((base) => this.#text.slice(base.startIndex, base.endIndex)),
      decorators: [],
      outer: this.#owner,
    };
  }

  isMethod(definition: SyntaxNode): boolean {
    const around = this.enclosing(definition, ['function_definition', 'lambda', 'class_definition']);
    return around ? around.type === 'class_definition' : this.#owner !== undefined;
  }
}
