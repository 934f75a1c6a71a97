/** Adds a route that answers whether the service is up, in the way of its framework. */
import { filesAStep, findInSteps, finish, type Steps } from '../../steps';
import type { ProjectFacts } from '../facts';
import type { SourceFile } from '../facts/totals';
import type { WebApplication } from '../metrics/types';
import { insertLines } from './python-edit';
import { alreadyThere, type ProjectAction, type ProjectEdit, type Refusal, type Sources } from './types';

interface Target {
  readonly file: SourceFile;
  readonly application: WebApplication & { readonly variable: string };
}

const decorated: ReadonlySet<string> = new Set(['FastAPI', 'Flask', 'Quart']);
const healthRoute = /(?:^|[/^_-])(?:health\w*|readyz?|readiness|livez?|liveness)(?:[/$_-]|$)/i;

export const addHealthEndpoint: ProjectAction = {
  name: 'add-health-endpoint',
  title: 'Add a health endpoint',
  check: 'health-endpoint',
  refusal,
  reads: (facts) => [finish(findTarget(facts))?.file.path ?? djangoUrls(facts) ?? ''],
  *run(facts, sources) {
    const refused = yield* refusal(facts);
    if (refused) return refused;
    const target = yield* findTarget(facts);
    return target ? addRoute(target, sources) : addDjangoRoute(djangoUrls(facts) ?? '', sources);
  },
};

function* refusal(facts: ProjectFacts): Steps<Refusal | undefined> {
  if (facts.profile.profile !== 'service') return { refused: 'not a service' };
  const present = yield* findInSteps(facts.sources.code, ({ metrics }) =>
    metrics.routes.some(({ path }) => healthRoute.test(path)),
  );
  if (present) return alreadyThere;
  return (yield* findTarget(facts)) !== undefined || djangoUrls(facts) !== undefined
    ? undefined
    : { refused: 'no FastAPI, Flask, Quart or Django application was found at the top level of a module' };
}

function* findTarget(facts: ProjectFacts): Steps<Target | undefined> {
  for (const [at, file] of facts.sources.code.entries()) {
    if (at % filesAStep === 0) yield;
    for (const application of file.metrics.webApplications) {
      const { variable, framework } = application;
      if (variable !== undefined && decorated.has(framework))
        return { file, application: { ...application, variable } };
    }
  }
  return undefined;
}

function addRoute({ file, application }: Target, sources: Sources): ProjectEdit | Refusal {
  const text = sources(file.path);
  if (text === undefined) return { refused: `${file.path} cannot be read` };
  const { variable, framework, endLine } = application;
  const keyword = framework === 'Flask' ? 'def' : 'async def';
  const lines = [
    '',
    '',
    `@${variable}.get("/health")`,
    `${keyword} ${freeName(text)}() -> dict[str, str]:`,
    '    """Answer that the process is up; check what it depends on here too."""',
    '    return {"status": "ok"}',
    ...gapBefore(text, endLine),
  ];
  return {
    label: 'Add the route /health',
    files: [{ path: file.path, edits: [insertLines(text, endLine, lines)] }],
    followUp: 'Let it fail when the service cannot work, for instance without its database.',
  };
}

/** Two empty lines before whatever follows, unless they are there. */
function gapBefore(text: string, line: number): readonly string[] {
  const [first = '', second = ''] = text.split(/\r\n|\n/).slice(line);
  if (first.trim() !== '') return ['', ''];
  return second.trim() === '' ? [] : [''];
}

function freeName(text: string): string {
  return (
    ['health', 'health_check', 'service_health'].find((name) => !new RegExp(`\\b${name}\\b`).test(text)) ??
    'seaworthy_health'
  );
}

/** The outermost module of URLs. */
function djangoUrls(facts: ProjectFacts): string | undefined {
  if (!facts.paths.has('manage.py')) return undefined;
  return facts.sources.code
    .map(({ path }) => path)
    .filter((path) => /(?:^|\/)urls\.py$/.test(path))
    .sort((a, b) => Number(isProject(facts, b)) - Number(isProject(facts, a)) || a.length - b.length)[0];
}

function isProject(facts: ProjectFacts, urls: string): boolean {
  const folder = urls.slice(0, -'urls.py'.length);
  return facts.paths.has(`${folder}settings.py`) || facts.paths.has(`${folder}wsgi.py`);
}

function addDjangoRoute(path: string, sources: Sources): ProjectEdit | Refusal {
  const text = sources(path);
  if (text === undefined) return { refused: `${path} cannot be read` };
  const rows = text.split(/\r\n|\n/);
  const row = rows.findIndex((line) => /^urlpatterns\s*(?::[^=]+)?=\s*\[\s*$/.test(line));
  if (row < 0) return { refused: `${path} builds urlpatterns in its own way: add path("health/", …) there` };
  const name = freeName(text);
  const hasPath = /^from django\.urls import\b[^\n]*\bpath\b/m.test(text);
  const above = [
    'from django.http import HttpRequest, HttpResponse',
    ...(hasPath ? [] : ['from django.urls import path']),
    '',
    '',
    `def ${name}(request: HttpRequest) -> HttpResponse:`,
    '    """Answer that the process is up; check what it depends on here too."""',
    '    return HttpResponse("ok")',
    '',
    '',
  ];
  return {
    label: 'Add the route /health/',
    files: [
      {
        path,
        edits: [
          insertLines(text, row, above),
          insertLines(text, row + 1, [`    path("health/", ${name}, name="health"),`]),
        ],
      },
    ],
    followUp: 'Let it fail when the service cannot work, for instance without its database.',
  };
}
