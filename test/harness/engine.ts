/** An engine for tests: the committed grammar, and a record of every rule that crashed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Engine, type EngineOptions, type GrammarBytes } from '../../server/src/engine/index';
import type { Rule } from '../../server/src/engine/lint/rule';
import { root } from './root';

export interface Crash {
  readonly rule: string;
  readonly error: unknown;
}

export interface TestEngine {
  readonly engine: Engine;
  /** Rules that threw, in order; the engine has switched them off. */
  readonly crashes: Crash[];
}

let grammar: GrammarBytes | undefined;

export function grammarBytes(): GrammarBytes {
  return (grammar ??= {
    runtime: readFileSync(join(root, 'grammars', 'web-tree-sitter.wasm')),
    python: readFileSync(join(root, 'grammars', 'tree-sitter-python.wasm')),
  });
}

/** `rules` are the registered ones unless a test brings its own. */
export async function createEngine(
  rules?: readonly Rule[],
  options: Partial<EngineOptions> = {},
): Promise<TestEngine> {
  const crashes: Crash[] = [];
  const engine = await Engine.create({
    grammar: grammarBytes(),
    ...options,
    ...(rules ? { rules } : {}),
    onCrash: (rule, error) => crashes.push({ rule, error }),
  });
  return { engine, crashes };
}
