/**
 * Loads the tree-sitter runtime and the Python grammar, and parses text.
 *
 * The host brings the wasm bytes (files on Node, fetched or bundled bytes in a browser): this module does no I/O.
 * Trees are wasm memory: whoever calls `parse` owns the tree and deletes it. `liveTrees` counts what was not.
 */
import { Edit, Language, Parser, type Tree } from 'web-tree-sitter';
import type { TextEdit } from './edits';
import { agrees } from './heap/agreement';
import { HeapReader } from './heap/heap-tree';
import type { WasmMemory } from './heap/layout';
import type { SyntaxNode } from './node';
import type { SourceText, TextRange } from './text';

/** Bytes of `grammars/web-tree-sitter.wasm` and `grammars/tree-sitter-python.wasm`. */
export interface GrammarBytes {
  readonly runtime: Uint8Array;
  readonly python: Uint8Array;
}

export type { Language } from 'web-tree-sitter';

/** A tree in wasm memory. */
export interface SyntaxTree {
  /** Void once the tree is edited or released, as is every node reached from it. */
  readonly rootNode: SyntaxNode;
  readonly handle: Tree;
}

export interface ParserOptions {
  /** Asks the binding for every property of every node, also where memory could be read instead: ten times slower. */
  readonly plain?: boolean;
}

/** What Emscripten makes of the options it is given: the module itself, with the memory's typed arrays on it. */
interface RuntimeModule extends Partial<WasmMemory> {
  readonly wasmBinary: Uint8Array;
  readonly locateFile: (name: string) => string;
}

/** Characters that an incremental parse reads at a time: it looks at little. */
const chunk = 400;

let runtime: Promise<RuntimeModule> | undefined;

async function loadRuntime(wasmBinary: Uint8Array): Promise<RuntimeModule> {
  // `locateFile` keeps the browser build from resolving a URL.
  const module: RuntimeModule = { wasmBinary, locateFile: (name: string) => name };
  await Parser.init(module);
  return module;
}

/** One Python parser. The parser is reused for every file; it keeps no document state. */
export class PythonParser {
  readonly language: Language;
  readonly #parser: Parser;
  /** Undefined where nodes come from the binding. */
  readonly #reader: HeapReader | undefined;
  #live = 0;

  private constructor(parser: Parser, language: Language, reader: HeapReader | undefined) {
    this.#parser = parser;
    this.language = language;
    this.#reader = reader;
  }

  static async load(bytes: GrammarBytes, options: ParserOptions = {}): Promise<PythonParser> {
    // Emscripten's runtime is a process-wide singleton.
    const module = await (runtime ??= loadRuntime(bytes.runtime));
    const language = await Language.load(bytes.python);
    const parser = new Parser();
    parser.setLanguage(language);
    return new PythonParser(
      parser,
      language,
      options.plain ? undefined : readerFor(module, language, parser),
    );
  }

  /** True when nodes are read from memory. */
  get readsMemory(): boolean {
    return this.#reader !== undefined;
  }

  /** Trees handed out and not yet given back through `release`. */
  get liveTrees(): number {
    return this.#live;
  }

  /**
   * Parses `text`. With `previous` (already told of its edits through `editTree`) the parse is incremental; the
   * previous tree still has to be released.
   */
  parse(text: string, previous?: SyntaxTree): SyntaxTree {
    this.#parser.reset();
    // The binding copies what it is given, up to five thousand characters, each time that the parser has skipped a part.
    const read = previous ? (at: number) => text.slice(at, at + chunk) : text;
    const handle = this.#parser.parse(read, previous?.handle ?? null);
    if (!handle) throw new Error('the parser returned no tree');
    this.#live += 1;
    return { handle, rootNode: this.#reader?.root(handle, text) ?? handle.rootNode };
  }

  release(tree: SyntaxTree): void {
    tree.handle.delete();
    this.#live -= 1;
  }
}

/** A reader of memory, if this runtime's memory is laid out as it expects. */
function readerFor(module: RuntimeModule, language: Language, parser: Parser): HeapReader | undefined {
  const { HEAPU8, HEAPU16, HEAPU32 } = module;
  if (!HEAPU8 || !HEAPU16 || !HEAPU32) return undefined;
  try {
    const reader = new HeapReader(module as WasmMemory, language);
    return agrees(reader, parser) ? reader : undefined;
  } catch {
    // Whatever is wrong with the memory, the binding knows its own.
    return undefined;
  }
}

/** Where the structure differs between a tree that was told of edits and the one parsed from it. */
export function changedRanges(previous: SyntaxTree, present: SyntaxTree): TextRange[] {
  return previous.handle
    .getChangedRanges(present.handle)
    .map(({ startIndex, endIndex }) => ({ start: startIndex, end: endIndex }));
}

/**
 * Tells `tree` of one edit; `before` and `after` are the texts around it. The tree's node positions move at once.
 *
 * The edit is reported as if it began with the end of the code before its line. Otherwise an edit right behind an indent
 * or dedent (tokens without width) leaves the old tokens in place, the parser finds that the scanner's state differs,
 * and skips everything that follows: a full parse, up to 80 times slower than an incremental one.
 */
export function editTree(tree: SyntaxTree, edit: TextEdit, before: SourceText, after: SourceText): void {
  const start = endOfCodeBefore(before, edit.start);
  const newEnd = edit.start + edit.newText.length;
  tree.handle.edit(
    new Edit({
      startIndex: start,
      oldEndIndex: edit.end,
      newEndIndex: newEnd,
      startPosition: toPoint(before, start),
      oldEndPosition: toPoint(before, edit.end),
      newEndPosition: toPoint(after, newEnd),
    }),
  );
}

/** Lines without code between an edit and the code before it that are looked through at most. */
const blankLineLimit = 60;

/** Start of the last character of code on the lines above the one that holds `offset`. */
function endOfCodeBefore(source: SourceText, offset: number): number {
  const line = source.lineAt(offset);
  for (let above = line - 1; above >= Math.max(0, line - blankLineLimit); above -= 1) {
    const text = source.lineText(above).trimEnd();
    if (text !== '' && !text.trimStart().startsWith('#')) return source.lineStart(above) + text.length - 1;
  }
  return source.lineStart(line);
}

function toPoint(source: SourceText, offset: number): { row: number; column: number } {
  const { line, column } = source.positionAt(offset);
  return { row: line, column };
}
