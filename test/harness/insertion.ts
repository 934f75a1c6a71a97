/** A rule that asks for names of imports and loggers, and what its fix makes of a text. */
import assert from 'node:assert/strict';
import { applyFix, settingsFor, type Engine, type Fix, type Rule } from '../../server/src/engine/index';
import type { FixContext } from '../../server/src/engine/lint/context';
import { defineRule } from '../../server/src/engine/lint/rule';
import { probeMeta } from './probe';

/** `USE_LOGGER`, `USE_module`, `USE_module_FROM_name` become the name that the service gives. */
export const use: Rule = defineRule({
  meta: probeMeta('use'),
  visit: {
    identifier: (node, context) => {
      if (context.text(node).startsWith('USE_'))
        context.report({ node, message: 'seen', values: { it: 'use' } });
    },
  },
  fix: ({ node }, context) => {
    const wanted = context.text(node).slice('USE_'.length).split('_FROM_');
    const inserted = insert(wanted, context);
    if (!inserted) return [];
    const edit = { start: node.startIndex, end: node.endIndex, newText: inserted.name };
    return [{ title: 'use', applicability: 'safe', edits: [...inserted.edits, edit] } satisfies Fix];
  },
});

function insert([name = '', module]: readonly string[], { insertions }: FixContext) {
  if (name === 'LOGGER') return insertions.logger();
  const dotted = (text: string): string => text.replaceAll('_DOT_', '.');
  return module === undefined
    ? insertions.importModule(dotted(name))
    : insertions.importFrom(dotted(module), name);
}

/** The text with the first use replaced; undefined when the service abstains. */
export function inserted(engine: Engine, code: string): string | undefined {
  const analysis = engine.open('app.py', code, settingsFor([use]));
  try {
    const [finding] = analysis.findings;
    assert.ok(finding, 'no use in the code');
    const [fix] = analysis.fixes(finding);
    return fix ? applyFix(code, fix) : undefined;
  } finally {
    analysis.dispose();
  }
}
