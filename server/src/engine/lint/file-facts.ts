/** A few facts of a whole file, from what its units say of themselves and from the head of its text. */
import { roleOf, type FileRole } from './file-role';
import type { UnitSummary } from './unit-summary';

export interface FileFacts {
  /** Path relative to the workspace folder, with `/`. */
  readonly path: string;
  readonly role: FileRole;
  readonly hasMainGuard: boolean;
  /** The file calls `input()` somewhere: it talks to a person. */
  readonly readsInput: boolean;
  /** The file sets logging up: `logging.basicConfig(...)`, `logging.config.dictConfig(...)`. */
  readonly configuresLogging: boolean;
  /** A session of requests gets an adapter of somebody's own: `session.mount("https://", TimeoutAdapter(5))`. */
  readonly mountsAdapter: boolean;
  /** At least half of the functions have annotations: the file is on its way. */
  readonly isAnnotated: boolean;
  /** `from __future__ import annotations` is there. */
  readonly postponesAnnotations: boolean;
  /** It carries its own dependencies, in a `# /// script` block. */
  readonly isStandalone: boolean;
  /** Top-level modules that the file imports, sorted. */
  readonly imports: ReadonlySet<string>;
}

export function factsOf(path: string, text: string, summaries: readonly UnitSummary[]): FileFacts {
  const imports = new Set<string>();
  let hasMainGuard = false;
  let defines = false;
  let callsAtImport = false;
  let readsInput = false;
  let configuresLogging = false;
  let mountsAdapter = false;
  let annotated = 0;
  let plain = 0;
  for (const summary of summaries) {
    for (const { qualified } of summary.moduleBindings)
      if (qualified !== undefined) imports.add(topModule(qualified));
    for (const module of summary.wildcards) imports.add(topModule(module));
    hasMainGuard ||= summary.isMainGuard;
    defines ||= summary.defines;
    callsAtImport ||= summary.callsAtImport;
    readsInput ||= summary.readsInput;
    configuresLogging ||= summary.configuresLogging;
    mountsAdapter ||= summary.mountsAdapter;
    if (summary.signature === 'annotated') annotated += 1;
    else if (summary.signature === 'plain') plain += 1;
  }
  const hasShebang = text.startsWith('#!');
  return {
    path,
    role: roleOf(path, { hasShebang, hasMainGuard, isPureScript: callsAtImport && !defines }),
    hasMainGuard,
    readsInput,
    configuresLogging,
    mountsAdapter,
    isAnnotated: annotated > 0 && annotated >= plain,
    postponesAnnotations: postponesAnnotations(text),
    isStandalone: isStandalone(text),
    imports,
  };
}

/** What the head of a text says without any unit: the facts that are read from the text itself. */
export function headPrint(text: string): string {
  return `${text.startsWith('#!')} ${postponesAnnotations(text)} ${isStandalone(text)}`;
}

/** Characters at the start of a text in which facts about the whole are looked for. */
const headLength = 20_000;

function isStandalone(text: string): boolean {
  const head = text.slice(0, headLength);
  return head.includes('/// script') && /^# \/\/\/ script[ \t]*\r?$/m.test(head);
}

function postponesAnnotations(text: string): boolean {
  const head = text.slice(0, headLength);
  return (
    head.includes('__future__') &&
    /^from\s+__future__\s+import\s(?:\s*\([^)]*|[^\n]*)\bannotations\b/m.test(head)
  );
}

/** A value that changes when the fact does. */
export function factPrint(facts: FileFacts, key: string): string {
  const value: string | boolean | ReadonlySet<string> = facts[key as keyof FileFacts];
  return typeof value === 'object' ? [...value].sort().join(' ') : String(value);
}

function topModule(qualified: string): string {
  return qualified.startsWith('.') ? '.' : (qualified.split('.', 1)[0] ?? qualified);
}
