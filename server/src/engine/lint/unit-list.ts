/**
 * The units of an open document across edits: which ones survive an edit as they are, and which have to be looked at.
 *
 * Units are grouped by top-level statement. A group that no edit and no changed range touches is kept with shifted
 * offsets and without asking the tree anything; only touched groups are split again.
 */
import type { TextEdit } from '../syntax/edits';
import type { SyntaxNode } from '../syntax/node';
import type { TextRange } from '../syntax/text';
import type { Collected } from './collect';
import type { LocalFinding } from './finding';
import { nothingRead, type Recorded } from './reads';
import { classPath, classPrint, splitUnits, type ClassScope, type UnitNode } from './units';

export interface Unit {
  start: number;
  end: number;
  /** See `UnitNode.reach`. */
  reach: number;
  readonly kind: UnitNode['kind'];
  readonly typeId: number;
  owner: ClassScope | undefined;
  /** In the present tree; undefined for a unit that outlived an edit, whose node is looked up when needed. */
  node: UnitNode | undefined;
  /** Undefined until looked at. */
  collected: Collected | undefined;
  reads: Recorded;
  findings: readonly LocalFinding[];
}

interface Group {
  start: number;
  end: number;
  readonly typeId: number;
  touched: boolean;
  readonly units: readonly Unit[];
}

interface Renewal {
  /** Units without findings yet, in order. */
  readonly fresh: readonly Unit[];
  /** Units that are gone, in order. */
  readonly gone: readonly Unit[];
  /** Kept units whose class is another one now. */
  readonly rehoused: readonly Unit[];
}

export class UnitList {
  #groups: Group[] = [];
  #touched = new Set<Unit>();
  #all: readonly Unit[] | undefined;

  /** In order. */
  get all(): readonly Unit[] {
    if (this.#all) return this.#all;
    const all: Unit[] = [];
    for (const { units } of this.#groups) for (const unit of units) all.push(unit);
    return (this.#all = all);
  }

  /** Moves everything through an edit of the text; what the edit touches is marked. */
  edit(edit: TextEdit): void {
    const by = edit.newText.length - (edit.end - edit.start);
    for (const group of this.#groups) {
      // Touching counts: text added at either end may join the unit.
      if (edit.end < group.start) {
        if (by !== 0) shiftGroup(group, by);
      } else if (edit.start <= group.end) {
        group.touched = true;
        group.end += by;
        for (const unit of group.units) this.#editUnit(unit, edit, by);
      }
    }
  }

  /** Marks what a range of changed structure touches, in offsets after all edits. */
  touch({ start, end }: TextRange): void {
    for (const group of this.#groups) {
      if (start > group.end || group.start > end) continue;
      group.touched = true;
      for (const unit of group.units) if (start <= unit.reach && unit.start <= end) this.#touched.add(unit);
    }
  }

  /** Takes the statements of the new tree, keeping what was not touched. With `reuse` false nothing is kept. */
  renew(statements: readonly SyntaxNode[], text: string, reuse: boolean): Renewal {
    const old = this.#groups;
    const kept = new Map<number, Group>();
    const spare = new Map<string, Unit>();
    for (const group of reuse ? old : []) {
      if (!group.touched) kept.set(group.start, group);
      else for (const unit of group.units) if (!this.#touched.has(unit)) spare.set(keyOf(unit), unit);
    }
    const fresh: Unit[] = [];
    const rehoused: Unit[] = [];
    const used = new Set<Unit>();
    this.#groups = [];
    this.#all = undefined;
    for (const statement of statements) {
      const known = kept.get(statement.startIndex);
      const end = statement.endIndex;
      if (known?.end === end && known.typeId === statement.typeId) {
        // Nodes of the tree before the edit are freed memory, also where nothing has moved.
        for (const unit of known.units) unit.node = undefined;
        this.#groups.push(known);
        kept.delete(known.start);
        continue;
      }
      const units = splitUnits([statement], text).map((node) => {
        const unit = unitOf(node);
        const before = spare.get(keyOf(unit));
        if (!before) {
          fresh.push(unit);
          return unit;
        }
        used.add(before);
        if (classPrint(before.owner) !== classPrint(node.owner)) rehoused.push(before);
        before.node = node;
        before.owner = node.owner;
        return before;
      });
      if (units.length === 0) continue;
      const { startIndex: start, typeId } = statement;
      this.#groups.push({ start, end, typeId, touched: false, units });
    }
    this.#touched.clear();
    const present = new Set(this.#groups);
    const gone = old
      .filter((group) => !present.has(group))
      .flatMap((group) => group.units.filter((unit) => !used.has(unit)));
    return { fresh, gone, rehoused };
  }

  /** The unit that holds `at`; for a place in a class outside its members, the class header. */
  at(at: number): Unit | undefined {
    const group = this.#groups.find(({ start, end }) => start <= at && at < end);
    return (
      group?.units.find((unit) => unit.start <= at && at < unit.end) ??
      group?.units.find((unit) => unit.start <= at && at < unit.reach)
    );
  }

  #editUnit(unit: Unit, edit: TextEdit, by: number): void {
    if (edit.end < unit.start) {
      shiftUnit(unit, by);
    } else if (edit.start <= unit.reach) {
      this.#touched.add(unit);
      unit.reach += by;
    }
  }
}

function unitOf(node: UnitNode): Unit {
  const { start, end, reach, kind, owner } = node;
  const typeId = node.node.typeId;
  return {
    start,
    end,
    reach,
    kind,
    typeId,
    owner,
    node,
    collected: undefined,
    reads: nothingRead,
    findings: [],
  };
}

/** Two units of the same key are the same statement: at the same place, of the same type, in the same class. */
function keyOf({ start, end, kind, typeId, owner }: Unit): string {
  return `${start}:${end}:${kind}:${typeId}:${owner ? classPath(owner) : ''}`;
}

function shiftGroup(group: Group, by: number): void {
  group.start += by;
  group.end += by;
  for (const unit of group.units) shiftUnit(unit, by);
}

function shiftUnit(unit: Unit, by: number): void {
  unit.start += by;
  unit.end += by;
  unit.reach += by;
  if (unit.collected) unit.collected.names.origin = unit.start;
}
