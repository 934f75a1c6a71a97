/** Globs of the configuration, in picomatch's POSIX form, over paths relative to the folder. */
import picomatch from 'picomatch/posix';

export type PathTest = (path: string) => boolean;

/**
 * A glob matches the path itself or a folder above it. Without a `/` it matches at any depth; a leading `/` or `./`
 * ties it to the folder, as in `.gitignore`.
 */
export function matcher(globs: readonly string[]): PathTest {
  const tests = globs.flatMap((glob) => {
    const trimmed = glob.trim().replace(/\\/g, '/').replace(/\/+$/, '');
    if (trimmed === '') return [];
    const anchored = trimmed.includes('/');
    const bare = trimmed.replace(/^(?:\.?\/)+/, '');
    const pattern = anchored ? bare : `**/${bare}`;
    return [pattern, `${pattern}/**`];
  });
  if (tests.length === 0) return () => false;
  return picomatch(tests, { dot: true });
}

/** Why a glob cannot be used; undefined when it can. */
export function globError(glob: string): string | undefined {
  if (glob.trim() === '') return 'is empty';
  if (glob.trim().startsWith('!')) return 'starts with `!`, which has no effect here';
  if (/^\.\.(?:\/|$)/.test(glob)) return 'leaves the folder';
  try {
    picomatch.makeRe(glob, { dot: true });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
