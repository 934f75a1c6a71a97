// A reporter for Node's test runner: one JSON object a line for each finished test, with its full name and error, and
// for each note that a test leaves (figures, warnings).

/**
 * @typedef {{ file: string, name: string, state: 'passed' | 'failed' | 'skipped' | 'note', reason?: string, error?: string }} TestResult
 */

/**
 * @param {AsyncIterable<import('node:test/reporters').TestEvent>} source
 * @returns {AsyncGenerator<string>}
 */
export default async function* report(source) {
  /** @type {Map<string, string[]>} names of the suites around the present test of each file */
  const paths = new Map();
  for await (const event of source) {
    if (event.type === 'test:start') {
      const { file = '', nesting, name } = event.data;
      paths.set(file, [...(paths.get(file) ?? []).slice(0, nesting), name]);
    }
    // Notes without a test around them are the runner's own totals.
    if (event.type === 'test:diagnostic' && event.data.nesting > 0) {
      const { file = '', message } = event.data;
      yield `${JSON.stringify({ file, name: message, state: 'note' })}\n`;
    }
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const { file = '', name, nesting, skip, todo, details } = event.data;
    const isSuite = details.type === 'suite';
    // A suite only repeats what its tests say, unless it was skipped or broke outside of them.
    if (isSuite && skip === undefined && !brokeItself(event)) continue;
    const path = [...(paths.get(file) ?? []).slice(0, nesting), name].join(' › ');
    const skipped = skip !== undefined || todo !== undefined;
    const state = skipped ? 'skipped' : event.type === 'test:pass' ? 'passed' : 'failed';
    const given = skip ?? todo;
    /** @type {TestResult} */
    const result = {
      file,
      name: path,
      state,
      ...(skipped ? { reason: typeof given === 'string' && given !== '' ? given : 'no reason given' } : {}),
      ...(event.type === 'test:fail' && !skipped ? { error: describe(event.data.details.error) } : {}),
    };
    yield `${JSON.stringify(result)}\n`;
  }
}

/** @param {import('node:test/reporters').TestEvent} event */
function brokeItself(event) {
  if (event.type !== 'test:fail') return false;
  const { error } = event.data.details;
  return !('failureType' in error && error.failureType === 'subtestsFailed');
}

/** @param {Error} error */
function describe(error) {
  const cause = error.cause instanceof Error ? error.cause : error;
  const { message, stack = '' } = cause;
  // Frames of node itself say nothing; a few of ours do.
  const frames = stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !line.includes('node:'))
    .slice(0, 4);
  return [message, ...frames].join('\n');
}
