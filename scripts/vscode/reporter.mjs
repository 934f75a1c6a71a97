// A reporter for Node's test runner: one JSON object a finished test, for the script that started the run.

/**
 * @param {AsyncIterable<import('node:test/reporters').TestEvent>} source
 * @returns {AsyncGenerator<string>}
 */
export default async function* report(source) {
  for await (const event of source) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const { name, skip, details, file } = event.data;
    // A suite, and the file that node:test shows as one, only repeat what their tests say.
    if (details.type === 'suite' || name === file) continue;
    const reason = typeof skip === 'string' ? skip : 'skipped';
    const state = skip !== undefined ? 'skipped' : event.type === 'test:pass' ? 'passed' : 'failed';
    yield `${JSON.stringify({ name, file, state, ...(state === 'skipped' ? { reason } : {}) })}\n`;
  }
}
