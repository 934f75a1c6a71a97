/** Files of the project that fixes change besides the one with the finding: read once, never written. */
import { join } from 'node:path';
import { readBytes, statIfAny } from '../node/read';

/** Absolute paths of the project's files and their texts. */
export interface OtherFiles {
  join(root: string, path: string): string;
  textOf(path: string): string | undefined;
}

export function createOtherFiles(): OtherFiles {
  const texts = new Map<string, string | undefined>();
  return {
    join,
    textOf: (path) => {
      if (!texts.has(path)) texts.set(path, read(path));
      return texts.get(path);
    },
  };
}

/** What exists and cannot be read is not absent: nothing may be created in its place. */
function read(path: string): string | undefined {
  if (!statIfAny(path)) return undefined;
  const bytes = readBytes(path);
  return bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : '';
}
