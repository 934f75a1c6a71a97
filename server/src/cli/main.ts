/** Entry of the command line. Each command is loaded only when it runs: most runs are `check`. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../node/version';
import type { CheckOptions } from './check';
import type { HealthOptions } from './health';
import { exitCodes, fail, UsageError } from './output';
import type { RuleOptions } from './rule';

const program = new Command('seaworthy')
  .description('Takes Python code from script to production: lints it, fixes it and grades the project.')
  .version(version)
  .exitOverride()
  .showHelpAfterError('(seaworthy --help lists the options)');

program
  .command('check')
  .description('Find tutorial habits in Python files, and fix them.')
  .argument('[paths...]', 'files and folders, "." by default; "-" reads standard input')
  .addOption(
    new Option('--output-format <format>', 'form of the output')
      .choices(['text', 'json', 'sarif', 'github', 'markdown'])
      .default('text'),
  )
  .option('--select <names>', 'rules or topics to run, comma separated; "all" for every rule', someNames)
  .option('--ignore <names>', 'rules or topics to leave out, comma separated', names)
  .addOption(
    new Option(
      '--defer <linter>',
      'do not report what this linter reports too, by its own configuration',
    ).choices(['ruff']),
  )
  .option('--fix', 'apply safe fixes')
  .option('--unsafe-fixes', 'with --fix or --diff: also fixes that may change behaviour')
  .option('--diff', 'show what --fix would change, and change nothing')
  .option('--statistics', 'count findings by rule')
  .option('--exit-zero', 'exit with 0 even when there are findings')
  .option('--no-cache', 'neither read nor write results of earlier runs')
  .option('--jobs <number>', 'number of worker threads', positive)
  .option('--stdin-filename <name>', 'path that standard input has, for its role and configuration')
  .action(async (paths: string[], options: CheckOptions) => {
    const { check } = await import('./check');
    process.exitCode = await check(paths, options);
  });

program
  .command('health')
  .description('Grade the production readiness of a project.')
  .argument('[folder]', 'folder of the project', '.')
  .addOption(
    new Option('--output-format <format>', 'form of the output')
      .choices(['text', 'json', 'markdown', 'html', 'badge', 'shields', 'sarif'])
      .default('text'),
  )
  .option('--fail-under <number>', 'exit with 1 when the score is lower', score)
  .option('--baseline <file>', 'an earlier JSON output: exit with 1 when something has become worse since')
  .option('--no-cache', 'neither read nor write results of earlier runs')
  .option('--jobs <number>', 'number of worker threads', positive)
  .action(async (folder: string, options: HealthOptions) => {
    const { health } = await import('./health');
    process.exitCode = await health(folder, options);
  });

program
  .command('rule')
  .description('Explain a rule.')
  .argument('[name]', 'name of the rule')
  .option('--all', 'all rules')
  .addOption(
    new Option('--output-format <format>', 'form of the output').choices(['text', 'json']).default('text'),
  )
  .action(async (name: string | undefined, options: RuleOptions) => {
    const { rule } = await import('./rule');
    process.exitCode = rule(name, options);
  });

program
  .command('server')
  .description('Run the language server for an editor.')
  .requiredOption('--stdio', 'talk over standard input and output')
  .action(async () => {
    const { server } = await import('./server');
    server();
  });

function names(value: string, before: readonly string[] = []): readonly string[] {
  const given = value.split(',').map((name) => name.trim());
  return [...before, ...given.filter((name) => name !== '')];
}

/** Selecting nothing is a mistake, such as a variable that is not set: the run would find nothing and pass. */
function someNames(value: string, before?: readonly string[]): readonly string[] {
  const all = names(value, before);
  if (all.length === 0) throw new InvalidArgumentError('It must name a rule or a topic.');
  return all;
}

function positive(value: string): number {
  if (!/^[1-9]\d{0,2}$/.test(value))
    throw new InvalidArgumentError('It must be a whole number from 1 to 999.');
  return Number(value);
}

function score(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 100))
    throw new InvalidArgumentError('It must be a number from 0 to 100.');
  return number;
}

async function main(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    // Commander has said what was wrong, or has shown help.
    if (error instanceof CommanderError)
      process.exitCode = error.exitCode === 0 ? exitCodes.clean : exitCodes.error;
    else {
      fail(
        error instanceof UsageError
          ? error.message
          : `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      process.exitCode = exitCodes.error;
    }
  }
}

// A reader that has seen enough (`| head`) closes the pipe; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.clean : exitCodes.error);
});

void main();
