/** An environment variable that the code reads and the project's example file does not mention. */
import type { RuleContext } from '../../lint/context';
import type { MissingVariable } from '../../lint/project-queries';
import { defineRule } from '../../lint/rule';
import { calleeOf } from '../../syntax/calls';
import { callArguments, type SyntaxNode } from '../../syntax/node';

interface Data extends MissingVariable {
  readonly name: string;
}

export default defineRule<Data>({
  meta: {
    name: 'env-var-undocumented',
    topic: 'configuration',
    summary: 'An environment variable is read that `.env.example` does not mention.',
    severity: 'hint',
    profile: 'recommended',
    scope: 'module',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      undocumented: '`{name}` is read here, but {file} does not mention it.',
      noExample: '`{name}` is read here, and no {file} tells what has to be set.',
    },
    docs: {
      why:
        '`.env` stays out of version control, so that nobody but its author knows what is in it. `.env.example` lists the ' +
        'names with no values: it is the only place where a new colleague, or whoever deploys the program, finds out what ' +
        'has to be set before the first request fails with a KeyError.',
      bad: [
        {
          code: 'import os\n\nDATABASE_URL = os.environ["DATABASE_URL"]\n',
          files: { '.env.example': 'SECRET_KEY=\n' },
        },
        {
          code: 'import os\n\nTOKEN = os.getenv("API_TOKEN")\n',
          files: { '.env': '' },
        },
      ],
      good: [
        {
          code: 'import os\n\nDATABASE_URL = os.environ["DATABASE_URL"]\n',
          files: { '.env.example': 'DATABASE_URL=\n' },
        },
        { code: 'import os\n\nHOME = os.environ["HOME"]\n', files: { '.env.example': '' } },
        { code: 'import os\n\nos.environ["MODE"] = "test"\n', files: { '.env.example': '' } },
      ],
      guards: [
        'variables that the system sets, such as `PATH`, `HOME`, `USER`, `CI`',
        'projects without any `.env` file',
        'assignments and deletions',
        'names that are computed',
        'tests',
      ],
      fixes:
        'Adds `NAME=` to the example file, which is created where there is none. The value is never written.',
    },
  },
  visit: {
    subscript(node, context) {
      if (!/^[\w.]*environ\b/.test(context.source.text.slice(node.startIndex, node.startIndex + 40))) return;
      if (context.names.qualifiedName(node.childForFieldName('value')) !== 'os.environ' || isTarget(node))
        return;
      check(node, node.childrenForFieldName('subscript')[0], context);
    },
  },
  calls: {
    words: ['getenv', 'get'],
    visit(node, context) {
      const { node: callee, word } = calleeOf(node, context.source.text);
      if (word === 'get' && !(callee && /environ\s*\.\s*get$/.test(context.text(callee)))) return;
      const name = context.names.qualifiedName(callee);
      if (name !== 'os.getenv' && name !== 'os.environ.get') return;
      check(node, callArguments(node, context.source.text).positional[0], context);
    },
  },
  fix({ data }) {
    const { file, name } = data;
    return [
      {
        title: `Add ${name}= to ${file}`,
        applicability: 'safe',
        edits: [],
        files: [{ kind: 'append-line', path: file, line: `${name}=`, unless: { key: name } }],
      },
    ];
  },
});

function check(node: SyntaxNode, key: SyntaxNode | undefined, context: RuleContext<Data>): void {
  if (key?.type !== 'string' || context.file.role === 'test') return;
  const name = /^[uUrR]?(["'])([A-Za-z_]\w*)\1$/.exec(context.text(key))?.[2];
  const missing = name === undefined ? undefined : context.project.undocumentedVariable(name);
  if (name === undefined || !missing) return;
  const message = missing.exists ? 'undocumented' : 'noExample';
  context.report({ node, message, values: { name, file: missing.file }, data: { ...missing, name } });
}

function isTarget(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.type === 'delete_statement') return true;
  if (parent?.type !== 'assignment' && parent?.type !== 'augmented_assignment') return false;
  return parent.childForFieldName('left')?.id === node.id;
}
