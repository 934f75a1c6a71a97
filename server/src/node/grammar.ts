/** Finds and reads the two wasm files: beside the bundles in a package, in `grammars/` of a checkout. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GrammarBytes } from '../engine';

/** `from`: a folder inside the package or checkout, such as the one of the running bundle. */
export function loadGrammar(from: string): GrammarBytes {
  for (let folder = from; ; folder = dirname(folder)) {
    try {
      const read = (name: string): Uint8Array => readFileSync(join(folder, 'grammars', name));
      return { runtime: read('web-tree-sitter.wasm'), python: read('tree-sitter-python.wasm') };
    } catch (error) {
      if (dirname(folder) === folder)
        throw new Error(`no grammars/ folder at or above ${from}`, { cause: error });
    }
  }
}
