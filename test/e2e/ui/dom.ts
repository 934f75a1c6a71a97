// Reads VS Code's lists and decorations from its page. Everything that depends on its class names is in this file and
// in workbench.ts.
/// <reference lib="dom" />
import type { Locator } from 'playwright-core';

export interface Row {
  label: string;
  description: string;
  /** 1 for the roots of a tree. */
  level: number;
}

export interface Problem {
  severity: 'error' | 'warning' | 'info';
  message: string;
  source: string;
  code: string;
  line: number;
  column: number;
}

export interface Squiggle {
  severity: 'error' | 'warning' | 'info' | 'hint';
  line: number;
}

/** A list shows only the rows in sight, so the longer ones are read in steps: top, page by page, to the end. */
async function readRows<T>(
  list: Locator,
  readVisible: (rows: Locator) => Promise<Array<[number, T]>>,
): Promise<T[]> {
  const found = new Map<number, T>();
  // A parent that has scrolled away is shown once more, stuck to the top, without its level.
  const rows = list.locator('.monaco-list-row:not(.monaco-tree-sticky-row)');
  if ((await rows.count()) === 0) return [];
  await list.focus();
  await list.press('Home');
  // A row that was the last one keeps its mark when others follow, so the end is where nothing new comes. The first
  // press only moves the focus to the end of the page.
  for (let idle = 0; idle < 2;) {
    const before = found.size;
    for (const [index, row] of await readVisible(rows)) found.set(index, row);
    idle = found.size === before ? idle + 1 : 0;
    await list.press('PageDown');
  }
  return [...found].sort(([a], [b]) => a - b).map(([, row]) => row);
}

export async function readTree(list: Locator): Promise<Row[]> {
  return readRows(list, (rows) =>
    rows.evaluateAll((elements) =>
      elements.map((row): [number, Row] => [
        Number(row.getAttribute('data-index')),
        {
          label: row.querySelector('.label-name')?.textContent ?? '',
          description: row.querySelector('.label-description')?.textContent ?? '',
          level: Number(row.getAttribute('aria-level')),
        },
      ]),
    ),
  );
}

export async function readProblems(list: Locator): Promise<Problem[]> {
  const rows = await readRows(list, (visible) =>
    visible.evaluateAll((elements) =>
      elements.map((row): [number, Problem | undefined] => {
        const icon = row.querySelector('.marker-icon');
        if (icon === null) return [Number(row.getAttribute('data-index')), undefined];
        const place = /Ln (\d+), Col (\d+)/.exec(row.querySelector('.marker-line')?.textContent ?? '');
        return [
          Number(row.getAttribute('data-index')),
          {
            severity: icon.classList.contains('error')
              ? 'error'
              : icon.classList.contains('warning')
                ? 'warning'
                : 'info',
            message: row.querySelector('.marker-message')?.textContent ?? '',
            source: row.querySelector('.marker-source')?.textContent ?? '',
            code: row.querySelector('.marker-code')?.textContent ?? '',
            line: Number(place?.[1]),
            column: Number(place?.[2]),
          },
        ];
      }),
    ),
  );
  return rows.filter((row) => row !== undefined);
}

/** A line's decorations and its number are in different layers, at the same height. */
export async function readSquiggles(editor: Locator): Promise<Squiggle[]> {
  return editor.evaluate((element) => {
    const lineAt = new Map<string, number>();
    for (const line of element.querySelectorAll<HTMLElement>('.margin-view-overlays > div')) {
      lineAt.set(line.style.top, Number(line.querySelector('.line-numbers')?.textContent));
    }
    const found: Squiggle[] = [];
    for (const line of element.querySelectorAll<HTMLElement>('.view-overlays > div')) {
      for (const decoration of line.querySelectorAll('[class*="squiggly-"]')) {
        const severity = /squiggly-(error|warning|info|hint)/.exec(decoration.className)?.[1];
        if (severity === undefined) continue;
        found.push({ severity: severity as Squiggle['severity'], line: lineAt.get(line.style.top) ?? 0 });
      }
    }
    return found.sort((a, b) => a.line - b.line);
  });
}
