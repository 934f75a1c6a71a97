/** What one call expression, decorator, subscript or assignment says about the file. */
import type { SyntaxNode } from '../../syntax/node';
import {
  blockingCalls,
  environmentReaders,
  exitCalls,
  harmlessOnImport,
  harmlessPrefixes,
  httpVerbs,
  ioCalls,
  ioMethods,
  ioPrefixes,
  loggerFactories,
  loggingConfigurators,
  logLevels,
  webFrameworks,
} from './names';
import { blockingKind } from '../../rules/concurrency/_blocking-calls';
import { addCall } from './call-graph';
import { visitConcurrency } from './concurrency';
import { visitLogFormat, visitResource } from './resources';
import { add, innermost, runsOnImport, type State } from './state';

const dottedCallee = /([A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*)\s*\(/y;
const literalArgument = /\s*[rRuU]?(["'])([^"'\\\n]*)\1/y;
const formattedArgument = /\s*(?:[rR]?[fF]|[fF][rR])["']/y;
const formattedLogArgument = /\s*(?:[\w.]+\s*,\s*)?(?:[rR]?[fF]|[fF][rR])["']/y;
const loggerName = /(?:^|_)log(?:ger)?$/i;
const routeDecorator =
  /@\s*[\w.]+\.(?:get|post|put|patch|delete|head|route|websocket|api_route)\(\s*[rR]?(["'])([^"'\n]*)\1/y;
const environmentSubscript = /(os\s*\.\s*environ|environ)\s*\[\s*(["'])(\w+)\2\s*\]/y;
const configurationAssignment =
  /([A-Za-z_]\w*)\s*(?::[^=\n]{1,60})?=\s*(?:[rRuUbB]?["'][^"'\n]{2,200}["']|\d{2,5}\b|(?:True|False)\b)/y;
const configurationName =
  /^(?:\w*_)?(?:host|hostname|port|url|uri|dsn|endpoint|api_?key|debug|database|server|bucket|token|password|passwd|secret(?:_key)?)$/i;
const sysPathAssignment = /sys\s*\.\s*path\s*(?:\+=|=|\[)/y;
const djangoLogging = /LOGGING\s*(?::[^=\n]{1,60})?=\s*\{/y;

const routeLimit = 50;
const configurationNameLimit = 30;

function matchAt(pattern: RegExp, source: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(source);
}

/** Replaces the first part of a dotted name by what it was imported as. */
function resolve(state: State, written: string): string {
  const dot = written.indexOf('.');
  const head = dot < 0 ? written : written.slice(0, dot);
  const target = state.aliases.get(head);
  return target === undefined ? written : target + written.slice(head.length);
}

export function visitCall(state: State, node: SyntaxNode): void {
  const start = node.startIndex;
  if (start === state.lastCallStart) return;
  state.lastCallStart = start;
  const { source } = state;
  const line = node.startPosition.row + 1;
  const match = matchAt(dottedCallee, source, start);
  if (!match) {
    const first = source[start];
    if (first !== '"' && first !== "'" && runsOnImport(state)) add(state.importEffects, line);
    return;
  }
  const written = (match[1] ?? '').replace(/\s+/g, '');
  const name = resolve(state, written);
  const argumentsStart = start + match[0].length;
  const last = name.slice(name.lastIndexOf('.') + 1);

  if (name === 'print') visitPrint(state, node, line);
  else if (logLevels.has(last) && name !== last) visitLogCall(state, node, name, last, argumentsStart, line);
  visitSetup(state, node, name, last, argumentsStart, line);
  visitTestCall(state, name, last);
  visitResource(state, node, name, last, line);
  visitConcurrency(state, node, name, line);
  visitLogFormat(state, node, name, last, line);
  if (ioCalls.has(name) || ioMethods.has(last) || ioPrefixes.some((prefix) => name.startsWith(prefix)))
    add(state.io, line);
  const blocks = isBlocking(name, last);
  if (blocks && innermostCallable(state) === 'async') add(state.blocking, line);
  else addCall(state, name, written, blocks || holdsUp(name, written), line);
  if (exitCalls.has(name) || name.endsWith('parser.error') || last === 'capture_exception')
    markHandled(state);
  if (runsOnImport(state) && !isHarmless(name)) add(state.importEffects, line);
}

function isHarmless(name: string): boolean {
  return harmlessOnImport.has(name) || harmlessPrefixes.some((prefix) => name.startsWith(prefix));
}

/** What the rules about coroutines call blocking; builtins are named by their module there. */
function holdsUp(name: string, written: string): boolean {
  return [name, ...(name === written ? [`builtins.${name}`] : [])].some((one) => blockingKind(one));
}

function isBlocking(name: string, last: string): boolean {
  if (blockingCalls.has(name)) return true;
  return (name.startsWith('requests.') || name === `httpx.${last}`) && httpVerbs.has(last);
}

function innermostCallable(state: State): 'async' | 'sync' | undefined {
  for (let index = state.frames.length - 1; index >= 0; index -= 1) {
    const frame = state.frames[index];
    if (frame?.kind === 'function') return frame.async ? 'async' : 'sync';
    if (frame?.kind === 'lambda') return 'sync';
  }
  return undefined;
}

export function markHandled(state: State): void {
  for (const frame of state.frames) if (frame.kind === 'handler') frame.handled = true;
}

function visitPrint(state: State, node: SyntaxNode, line: number): void {
  if (innermost(state, 'main')) return;
  // `print(..., file=...)` chooses its stream on purpose; only prints to standard output stand in for logging.
  if (/\bfile\s*=/.test(state.source.slice(node.startIndex, node.endIndex))) return;
  add(innermost(state, 'function') ? state.printsInFunctions : state.printsTopLevel, line);
}

function visitLogCall(
  state: State,
  node: SyntaxNode,
  name: string,
  level: string,
  argumentsStart: number,
  line: number,
): void {
  const receiver = name.slice(0, -level.length - 1);
  const root = receiver === 'logging';
  if (!root && !loggerName.test(receiver.slice(receiver.lastIndexOf('.') + 1))) return;
  state.logCalls += 1;
  if (root) add(state.rootLogCalls, line);
  const argument = level === 'log' ? formattedLogArgument : formattedArgument;
  if (matchAt(argument, state.source, argumentsStart)) add(state.eagerLogCalls, line);
  if (level === 'error' && innermost(state, 'handler')) {
    const text = state.source.slice(argumentsStart, node.endIndex);
    if (!text.includes('exc_info')) add(state.errorInHandler, line);
  }
  markHandled(state);
}

function visitSetup(
  state: State,
  node: SyntaxNode,
  name: string,
  last: string,
  argumentsStart: number,
  line: number,
): void {
  const { source } = state;
  if (loggerFactories.has(name)) add(state.loggers, line);
  else if (loggingConfigurators.has(name)) add(state.logConfiguration, line);
  else if (
    last === 'addHandler' &&
    !/^\s*(?:logging\s*\.\s*)?NullHandler/.test(source.slice(argumentsStart, argumentsStart + 40))
  ) {
    add(state.logConfiguration, line);
  } else if (environmentReaders.has(name) || /^(?:env|environ)(?:\.\w+)?$/.test(name)) {
    readEnvironment(state, name, argumentsStart, line);
  } else if (webFrameworks.has(name)) {
    addApplication(state, node, webFrameworks.get(name) ?? name, line);
  } else if (/^sys\.path\.(?:append|insert|extend)$/.test(name) && !innermost(state, 'function')) {
    // Inside a function it is a feature, such as loading the plugins of a folder.
    add(state.sysPath, line);
  }
  if (isRouteCall(name, last)) {
    const path = matchAt(literalArgument, source, argumentsStart)?.[2];
    if (path !== undefined) addRoute(state, path, line);
  }
}

function addApplication(state: State, node: SyntaxNode, framework: string, line: number): void {
  const before = state.source.slice(state.source.lastIndexOf('\n', node.startIndex) + 1, node.startIndex);
  const variable = /^([A-Za-z_]\w*)\s*(?::[^=\n]{1,60})?=\s*$/.exec(before)?.[1];
  const endLine = line + (state.source.slice(node.startIndex, node.endIndex).match(/\n/g)?.length ?? 0);
  state.webApplications.push(
    variable !== undefined && runsOnImport(state)
      ? { framework, line, variable, endLine }
      : { framework, line, endLine },
  );
}

function readEnvironment(state: State, name: string, argumentsStart: number, line: number): void {
  // A bare `env(...)` reads the environment only where django-environ or environs is what `env` comes from.
  if (
    !environmentReaders.has(name) &&
    !state.imports.some((one) => one.module === 'environs' || one.module === 'environ')
  )
    return;
  add(state.environmentReads, line);
  const key = matchAt(literalArgument, state.source, argumentsStart)?.[2];
  if (key !== undefined && /^[A-Za-z_]\w*$/.test(key)) state.environmentKeys.add(key);
}

function isRouteCall(name: string, last: string): boolean {
  if (name === 'django.urls.path' || name === 'django.urls.re_path' || name === 'starlette.routing.Route')
    return true;
  return last === 'add_url_rule' || last === 'add_api_route' || last === 'add_route' || last === 'add_get';
}

function addRoute(state: State, path: string, line: number): void {
  if (state.routes.length < routeLimit) state.routes.push({ path, line });
}

/** A helper that is named for what it checks may assert in its own body. */
const assertingCall = /^(?:_*(?:assert|expect|verify|check|ensure|should|(?:run|do)_test)|_+test)/i;

function visitTestCall(state: State, name: string, last: string): void {
  if (!assertingCall.test(last) && name !== 'pytest.raises' && name !== 'pytest.warns' && last !== 'fail')
    return;
  markAsserted(state);
}

export function markAsserted(state: State): void {
  for (const frame of state.frames) if (frame.kind === 'function' && frame.test) frame.asserted = true;
}

const decoratorName = /@\s*([A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*)/y;

export function visitDecorator(state: State, node: SyntaxNode): void {
  const written = matchAt(decoratorName, state.source, node.startIndex)?.[1]?.replace(/\s+/g, '') ?? '';
  state.decorators.push(resolve(state, written));
  const path = matchAt(routeDecorator, state.source, node.startIndex)?.[2];
  if (path !== undefined) addRoute(state, path, node.startPosition.row + 1);
}

export function visitSubscript(state: State, node: SyntaxNode): void {
  const match = matchAt(environmentSubscript, state.source, node.startIndex);
  if (!match?.[1] || !match[3]) return;
  if (resolve(state, match[1].replace(/\s+/g, '')) !== 'os.environ') return;
  const line = node.startPosition.row + 1;
  // An assignment target sets the variable; it does not read it.
  if (
    /^\s*=[^=]/.test(
      state.source.slice(node.startIndex + match[0].length, node.startIndex + match[0].length + 8),
    )
  )
    return;
  add(state.environmentReads, line);
  state.environmentKeys.add(match[3]);
  if (runsOnImport(state)) add(state.importEffects, line);
}

export function visitAssignment(state: State, node: SyntaxNode): void {
  const { source } = state;
  const line = node.startPosition.row + 1;
  const configured = matchAt(configurationAssignment, source, node.startIndex)?.[1];
  if (configured !== undefined) {
    if (!configurationName.test(configured)) return;
    add(state.configurationLiterals, line);
    if (state.configurationNames.size < configurationNameLimit) state.configurationNames.add(configured);
    return;
  }
  if (matchAt(sysPathAssignment, source, node.startIndex)) {
    if (!innermost(state, 'function')) add(state.sysPath, line);
  } else if (matchAt(djangoLogging, source, node.startIndex)) add(state.logConfiguration, line);
}
