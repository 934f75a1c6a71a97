// `npm test`: every check and test there is, in phases that all run whatever an earlier one says. `-- --only a,b`
// chooses phases. The last line is `N passed, N failed`, with `, N skipped` when tests could not run here; with
// CI=true those count as failures.
import { ensureInstalled, root } from './bootstrap.mjs';

/** @param {string} line */
const say = (line) => void process.stdout.write(`${line}\n`);

await ensureInstalled();
const { phases } = await import('./test/phases.mjs');
const { seconds, strict, sum, totals } = await import('./test/outcome.mjs');

const chosen = choosePhases(process.argv.slice(2));
const started = performance.now();
const lanes = [...new Set(chosen.map(({ lane }) => lane))];
const outcomes = await Promise.all(
  lanes.map((lane) => runLane(chosen.filter((phase) => phase.lane === lane))),
);
const outcome = strict(sum(outcomes), process.env['CI'] === 'true');

for (const { name, detail } of outcome.failed) say(`\n✖ ${name}\n${detail.trimEnd().replace(/^/gm, '  ')}`);
if (outcome.skipped.length > 0) say('\nskipped:');
for (const { name, reason } of outcome.skipped) say(`  ${name}: ${reason}`);
say(`\n${seconds(performance.now() - started)} in all`);
say(totals(outcome));
process.exitCode = outcome.failed.length > 0 ? 1 : 0;

/** @param {readonly string[]} args */
function choosePhases(args) {
  const names = phases.map(({ name }) => name);
  if (args.length === 0) return phases;
  const [option, list, ...rest] = args[0]?.startsWith('--only=')
    ? ['--only', args[0].slice('--only='.length), ...args.slice(1)]
    : args;
  const wanted = (list ?? '').split(',').filter((name) => name !== '');
  const unknown = wanted.filter((name) => !names.includes(name));
  if (option !== '--only' || rest.length > 0 || wanted.length === 0 || unknown.length > 0) {
    process.stderr.write(`usage: npm test [-- --only NAME,…]; the names are ${names.join(', ')}\n`);
    process.exit(2);
  }
  return phases.filter(({ name }) => wanted.includes(name));
}

/** @param {readonly import('./test/phases.mjs').Phase[]} lane */
async function runLane(lane) {
  const results = [];
  for (const { name, run } of lane) {
    say(`▶ ${name}`);
    const phaseStarted = performance.now();
    const result = await run({ root, say }).catch((error) => broken(name, error));
    results.push(result);
    const mark = result.failed.length > 0 ? '✖' : '✔';
    say(`${mark} ${name}: ${totals(result)} (${seconds(performance.now() - phaseStarted)})`);
  }
  return sum(results);
}

/** @param {string} name @param {unknown} error @returns {import('./test/outcome.mjs').Outcome} */
function broken(name, error) {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { passed: 0, failed: [{ name: `${name} could not run`, detail }], skipped: [] };
}
