/** Rules for protocol tests: small, and nobody will refine them. */
import { defineRule, type RuleMeta } from '../../server/src/engine/lint/rule';

function meta(name: string, changes: Partial<RuleMeta>): RuleMeta {
  return {
    name,
    topic: 'style',
    summary: `Finds ${name}.`,
    severity: 'warning',
    profile: 'recommended',
    scope: 'statement',
    fix: 'none',
    since: '0.1.0',
    equivalents: [],
    messages: { found: '`{name}` must go.' },
    docs: {
      why: `Why ${name} matters.`,
      bad: [{ code: 'foo()\n' }],
      good: [],
      guards: [],
      fixes: 'Replaces it.',
    },
    ...changes,
  };
}

/** Reports each name `foo`; a safe fix writes `bar`, an unsafe alternative `baz`. */
export const noFoo = defineRule({
  meta: meta('no-foo', { fix: 'safe' }),
  visit: {
    identifier(node, context) {
      if (context.text(node) === 'foo') context.report({ node, message: 'found', values: { name: 'foo' } });
    },
  },
  fix: ({ node }) =>
    (['safe', 'unsafe'] as const).map((applicability) => {
      const newText = applicability === 'safe' ? 'bar' : 'baz';
      const edits = [{ start: node.startIndex, end: node.endIndex, newText }];
      return { title: `Call it ${newText}`, applicability, edits };
    }),
});

/** Reports each string that holds TODO; its only fix is unsafe. */
export const noTodo = defineRule({
  meta: meta('no-todo', { fix: 'unsafe', severity: 'information' }),
  visit: {
    string(node, context) {
      if (context.text(node).includes('TODO'))
        context.report({ node, message: 'found', values: { name: 'TODO' } });
    },
  },
  fix: ({ node }) => [
    {
      title: 'Empty it',
      applicability: 'unsafe',
      edits: [{ start: node.startIndex, end: node.endIndex, newText: '""' }],
    },
  ],
});

/** Throws at the name `boom`. */
export const crashes = defineRule({
  meta: meta('crashes', {}),
  visit: {
    identifier(node, context) {
      if (context.text(node) === 'boom') throw new Error('the rule is broken');
      if (context.text(node) === 'fine') context.report({ node, message: 'found', values: { name: 'fine' } });
    },
  },
});

export const testRules = [noFoo, noTodo, crashes];
