/**
 * Rules that report everything the engine tells them: names, scopes, classes, facts. They stand in for all rules that
 * may ever be written, where a test compares two analyses or asks what the engine knows.
 */
import type { Rule, RuleMeta } from '../../server/src/engine/index';
import { defineRule } from '../../server/src/engine/lint/rule';
import type { ClassScope } from '../../server/src/engine/lint/units';

/** Names of probes begin with it. */
export const probePrefix = 'probe-';

type Scope = RuleMeta['scope'];

function probe(
  name: string,
  scope: Scope,
  visit: NonNullable<Rule['visit']>,
  rest: Omit<Partial<Rule>, 'meta'> = {},
): Rule {
  return defineRule({ meta: probeMeta(name, scope), visit, ...rest });
}

/** Metadata of a rule that exists for a test: one message, `{it}`. */
export function probeMeta(name: string, scope: Scope = 'module'): RuleMeta {
  return {
    name,
    topic: 'style',
    summary: 'Something to see.',
    severity: 'hint',
    profile: 'all',
    scope,
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: { seen: '{it}' },
    docs: { why: '', bad: [], good: [], guards: [], fixes: '' },
  };
}

/** What every called name means, and a fix that needs the module's logger and an import. */
const calls = probe(
  'probe-calls',
  'module',
  {
    call: (node, context) => {
      const callee = node.childForFieldName('function');
      const method = context.isMethod(node) ? 'method' : '';
      context.report({
        node,
        message: 'seen',
        values: { it: `${context.names.qualifiedName(callee)} ${method}` },
      });
    },
  },
  {
    fix: ({ node }, { insertions }) => {
      const logger = insertions.logger();
      const imported = insertions.importFrom('os', 'environ');
      const call = { start: node.endIndex, end: node.endIndex, newText: logger?.name ?? 'none' };
      const edits = [...(logger?.edits ?? []), call];
      return [
        { title: 'logger', applicability: 'unsafe', edits },
        { title: imported?.name ?? 'none', applicability: 'unsafe', edits: imported?.edits ?? [] },
      ];
    },
  },
);

/** What the functions around do that are called here. */
const callees = probe('probe-callees', 'module', {
  call: (node, context) => {
    const callee = node.childForFieldName('function');
    const name = callee ? context.text(callee) : '';
    const [receiver = '', method = ''] = name.split('.');
    const owner = context.names.ownerAt(receiver, node.startIndex);
    const known = context.names.calleesOf(owner === undefined ? name : `${owner}.${method}`);
    const calls = (known ?? []).map(({ text, qualified, local }) => `${text}=${qualified}=${local}`);
    const members = context.names.resolveMember(receiver, method, node.startIndex);
    const flavors = members.map(({ kind, flavor, decorators }) => `${kind} ${flavor} ${decorators}`);
    context.report({ node, message: 'seen', values: { it: `${calls.join()} ${flavors.join()}` } });
  },
});

const definitions = probe('probe-definitions', 'module', {
  function_definition: (node, context) => {
    const name = node.childForFieldName('name');
    if (!name) return;
    const around =
      context.enclosing('function_definition', 'class_definition', 'if_statement')?.type ?? 'module';
    const it = `${context.text(name)} ${context.isMethod(node)} ${around} ${classPath(context.enclosingClass())}`;
    context.report({ node: name, message: 'seen', values: { it } });
  },
  class_definition: (node, context) => {
    const size = context.text(node).length;
    context.report({
      node,
      message: 'seen',
      values: { it: `${size} ${classPath(context.enclosingClass())}` },
    });
  },
});

function classPath(scope: ClassScope | undefined): string {
  if (!scope) return '-';
  return `${scope.name}(${scope.bases.join()})@${scope.decorators.join()} in ${classPath(scope.outer)}`;
}

const role = probe('probe-role', 'module', {
  return_statement: (node, context) =>
    context.report({ node, message: 'seen', values: { it: context.file.role } }),
});

const facts = probe('probe-facts', 'module', {
  import_statement: (node, context) => {
    const { file } = context;
    const known = [file.hasMainGuard, file.readsInput, file.isAnnotated, file.postponesAnnotations];
    context.report({
      node,
      message: 'seen',
      values: { it: `${known.join()} ${[...file.imports].sort().join()}` },
    });
  },
});

const shape = probe('probe-shape', 'statement', {
  except_clause: (node, context) => {
    const around =
      context.enclosing('function_definition', 'for_statement', 'while_statement')?.type ?? 'none';
    context.report({ node, message: 'seen', values: { it: `${around} ${context.text(node)}` } });
  },
  string: (node, context) => context.report({ node, message: 'seen', values: { it: context.text(node) } }),
});

const statements = probe(
  'probe-statements',
  'file',
  {},
  {
    visitFile: (nodes, context) => {
      const first = nodes[0];
      if (first)
        context.report({
          node: first,
          message: 'seen',
          values: { it: nodes.map(({ type }) => type).join() },
        });
    },
  },
);

export const probes: readonly Rule[] = [calls, callees, definitions, role, facts, shape, statements];
