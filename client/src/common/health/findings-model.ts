/** From findings to the rows of the Findings view: by age, then by topic, rule or file. Pure. */
import type { FolderFindings, HealthFinding } from '../../../../server/src/protocol';

export type Grouping = 'topic' | 'rule' | 'file';

export interface FindingsFilter {
  readonly newOnly: boolean;
  readonly fixableOnly: boolean;
  /** Only this file, as its folder and path; undefined for all. */
  readonly file: { readonly folder: string; readonly path: string } | undefined;
}

export const noFilter: FindingsFilter = { newOnly: false, fixableOnly: false, file: undefined };

export type FindingNode =
  | {
      readonly kind: 'age';
      readonly id: string;
      readonly age: HealthFinding['age'];
      /** Why the ages are unknown. */
      readonly notCompared: string | undefined;
      readonly entries: readonly Entry[];
    }
  | {
      readonly kind: 'findings';
      readonly id: string;
      readonly grouping: Grouping;
      readonly label: string;
      readonly entries: readonly Entry[];
    }
  | {
      readonly kind: 'finding';
      readonly id: string;
      readonly folder: string;
      readonly finding: HealthFinding;
    };

export interface Entry {
  readonly folder: string;
  readonly finding: HealthFinding;
}

const ages = ['new', 'existing', 'unknown'] as const;

export function ageNodes(folders: readonly FolderFindings[], filter: FindingsFilter): FindingNode[] {
  const entries = folders.flatMap(({ folder, findings }) =>
    findings
      .filter((finding) => accepts(filter, folder, finding))
      .map((finding): Entry => ({ folder, finding })),
  );
  const reason = folders.find(({ notCompared }) => notCompared !== undefined)?.notCompared;
  return ages.flatMap((age): FindingNode[] => {
    const members = entries.filter(({ finding }) => finding.age === age);
    if (members.length === 0 && !(age === 'new' && hasAges(folders))) return [];
    const notCompared = age === 'unknown' ? reason : undefined;
    return [{ kind: 'age', id: `findings:${age}`, age, notCompared, entries: members }];
  });
}

/** With ages known, "nothing new" is worth a row. */
function hasAges(folders: readonly FolderFindings[]): boolean {
  return folders.some(({ findings, notCompared }) => notCompared === undefined && findings.length > 0);
}

function accepts(filter: FindingsFilter, folder: string, finding: HealthFinding): boolean {
  if (filter.newOnly && finding.age === 'existing') return false;
  if (filter.fixableOnly && !finding.fixable) return false;
  return !filter.file || (filter.file.folder === folder && filter.file.path === finding.path);
}

export function findingChildren(
  node: FindingNode,
  grouping: Grouping,
  topicTitle: (id: string) => string,
): FindingNode[] {
  if (node.kind === 'finding') return [];
  if (node.kind === 'findings') {
    return node.entries.map(({ folder, finding }) => ({
      kind: 'finding',
      id: `${node.id}:${folder}:${finding.path}:${finding.line}:${finding.column}:${finding.rule}`,
      folder,
      finding,
    }));
  }
  const groups = new Map<string, Entry[]>();
  for (const entry of node.entries) {
    const name = nameOf(entry, grouping);
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  return [...groups]
    .sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1))
    .map(([name, entries]) => ({
      kind: 'findings',
      id: `${node.id}:${grouping}:${name}`,
      grouping,
      label:
        grouping === 'topic'
          ? topicTitle(name)
          : grouping === 'file'
            ? (entries[0]?.finding.path ?? '')
            : name,
      entries,
    }));
}

/** Two roots may have a file of the same path. */
function nameOf({ folder, finding }: Entry, grouping: Grouping): string {
  if (grouping === 'file') return `${folder}\n${finding.path}`;
  return grouping === 'rule' ? finding.rule : finding.topic;
}

/** What an editor underlines; line and column are 1-based. */
export type Underlined = Pick<HealthFinding, 'rule' | 'line' | 'column'>;

/** How many of these are new; undefined while one of them is not known, or nothing is there to compare with. */
export function countNew(
  underlined: readonly Underlined[],
  known: readonly HealthFinding[],
): number | undefined {
  let count = 0;
  for (const { rule, line, column } of underlined) {
    const age = known.find(
      (finding) => finding.rule === rule && finding.line === line && finding.column === column,
    )?.age;
    if (age === undefined || age === 'unknown') return undefined;
    if (age === 'new') count += 1;
  }
  return count;
}
