/** A service that is deployed and has no route by which something could ask whether it is up. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { importsAny } from '../../syntax/calls';
import type { SyntaxNode } from '../../syntax/node';
import { healthHandler } from './_health-handler';

const applications: ReadonlySet<string> = new Set(['fastapi.FastAPI', 'flask.Flask', 'quart.Quart']);
const frameworks = [...applications].map((name) => name.slice(0, name.indexOf('.')));

const ownRoute = /["']\/(?:[\w/-]*[/_-])?(?:health\w*|readyz?|readiness|livez?|liveness|ping|status)\/?["']/i;

interface Data {
  readonly framework: string;
}

export default defineRule<Data>({
  meta: {
    name: 'missing-health-endpoint',
    topic: 'observability',
    summary: 'A deployed web service has no route such as `/health`.',
    severity: 'hint',
    profile: 'recommended',
    scope: 'file',
    fix: 'unsafe',
    since: '0.2.0',
    equivalents: [],
    messages: {
      missing:
        'The service is deployed ({evidence}) and nothing can ask whether it is up: it has no route such as `/health`.',
    },
    docs: {
      why:
        'A load balancer, a container platform and the person on call all ask the same question: is it up? Without a route ' +
        'that answers, a process that hangs keeps getting requests, a bad release is rolled out everywhere, and somebody ' +
        'finds out from users. A route that costs nothing and answers 200 is enough to begin with.',
      bad: [
        {
          path: 'app.py',
          code: 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/orders")\ndef orders() -> list[str]:\n    return []\n',
          files: { Dockerfile: 'FROM python:3.12-slim\nCMD ["uvicorn", "app:app"]\n' },
        },
      ],
      good: [
        {
          path: 'app.py',
          code: 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/health")\ndef health() -> dict[str, str]:\n    return {"status": "ok"}\n',
          files: { Dockerfile: 'FROM python:3.12-slim\nCMD ["uvicorn", "app:app"]\n' },
        },
      ],
      guards: [
        'projects that nothing deploys: no Dockerfile, Procfile, compose file or the like',
        'libraries and programs that are no service',
        'routes for health, readiness, liveness, ping or status anywhere in the project',
        'Django, whose routes are in another file than its application: the project check offers that one',
        'one finding a project, at the first application',
      ],
      fixes:
        'Adds the route behind the application. Unsafe: the service answers a path that it did not answer before.',
    },
  },
  visitFile(statements, context) {
    const { text } = context.source;
    // A route that was just written counts before the project is looked at again.
    if (!importsAny(context.file.imports, frameworks) || ownRoute.test(text)) return;
    for (const statement of statements) {
      const application = applicationIn(statement, context);
      if (!application) continue;
      const gap = context.project.healthGap();
      if (!gap) return;
      const { call, callee, framework } = application;
      context.report({
        node: call,
        message: 'missing',
        values: { evidence: gap.evidence },
        range: { start: call.startIndex, end: callee.endIndex },
        data: { framework },
      });
      return;
    }
  },
  fix({ node, data }, context): readonly Fix[] {
    const assignment = node.parent;
    const statement = assignment?.parent;
    const left = assignment?.childForFieldName('left');
    // Only a statement of its own at the top level: the route goes right behind it.
    if (!left || statement?.type !== 'expression_statement' || statement.parent?.type !== 'module') return [];
    return route(context.text(left), data.framework, statement.endIndex, context);
  },
});

interface Application {
  readonly call: SyntaxNode;
  readonly callee: SyntaxNode;
  readonly framework: string;
}

/** `app = FastAPI(...)` as a statement at the top level. */
function applicationIn(statement: SyntaxNode, context: RuleContext<Data>): Application | undefined {
  const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  if (assignment?.type !== 'assignment') return undefined;
  const call = assignment.childForFieldName('right');
  const callee = call?.type === 'call' ? call.childForFieldName('function') : null;
  if (!call || !callee || assignment.childForFieldName('left')?.type !== 'identifier') return undefined;
  const name = context.names.qualifiedName(callee);
  if (name === undefined || !applications.has(name)) return undefined;
  return { call, callee, framework: name.slice(name.indexOf('.') + 1) };
}

function route(variable: string, framework: string, after: number, context: FixContext): readonly Fix[] {
  const { source } = context;
  const line = source.lineAt(after);
  // Something behind the statement on its line would end up behind the route.
  if (!/^\s*(?:#.*)?$/.test(source.slice(after, source.lineEnd(line)))) return [];
  const end = source.lineEnd(line);
  const handler = healthHandler(variable, framework, context);
  const rest = source.text.slice(end);
  const breaks = /^(?:\r\n|\n|\r)*/.exec(rest)?.[0].match(/\r\n|\n|\r/g)?.length ?? 0;
  // Two empty lines before what follows; the end of the file needs none.
  const gap = rest.trim() === '' ? 0 : Math.max(0, 3 - breaks);
  const newText = ['', '', ...handler].map((row) => source.eol + row).join('') + source.eol.repeat(gap);
  return [
    {
      title: 'Add the route `/health` (the service answers one more path)',
      applicability: 'unsafe',
      edits: [{ start: end, end, newText }],
    },
  ];
}
