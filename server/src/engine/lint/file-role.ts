/** What part a file plays, from its path and head. Rules that know the part stay quiet where a habit is right. */

export type FileRole =
  'library' | 'entry-point' | 'script' | 'test' | 'notebook' | 'migration' | 'stub' | 'example';

const testFolder = /(^|\/)(tests?|testing|__tests__)\//;
const testFile = /(^|\/)(test_[^/]*|[^/]*_tests?|tests?|conftest)\.pyw?$/;
const migrationFolder = /(^|\/)(migrations\/[^/]+|(alembic|migrations)\/versions\/[^/]+)\.py$/;
const exampleFolder = /(^|\/)(examples?|docs?|samples?|demos?|benchmarks?)\//;
const entryPoints = /(^|\/)(__main__|manage|wsgi|asgi)\.py$/;
const toolScripts = /(^|\/)(setup|noxfile|tasks|fabfile|dodo|conf)\.py$/;

export interface RoleHints {
  readonly hasShebang: boolean;
  readonly hasMainGuard: boolean;
  /** The module calls things when it is imported, and defines no function or class. */
  readonly isPureScript: boolean;
}

/** `path` is relative to the workspace folder, with `/`; notebook cells end in `.ipynb` with or without a fragment. */
export function roleOf(path: string, hints: RoleHints): FileRole {
  if (path.endsWith('.pyi')) return 'stub';
  if (/\.ipynb(#|$)/.test(path)) return 'notebook';
  if (testFile.test(path) || testFolder.test(path)) return 'test';
  if (migrationFolder.test(path)) return 'migration';
  if (exampleFolder.test(path)) return 'example';
  if (entryPoints.test(path)) return 'entry-point';
  if (toolScripts.test(path) || hints.isPureScript) return 'script';
  if (hints.hasMainGuard || hints.hasShebang) return 'entry-point';
  return 'library';
}
