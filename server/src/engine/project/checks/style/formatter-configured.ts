/** A formatter is set up for the project. */
import { defineCheck, fail, pass, unlessBroken } from '../../check';
import { runsFormatter } from '../../facts/commands';

export default defineCheck({
  meta: {
    name: 'formatter-configured',
    topic: 'style',
    title: 'Formatter configured',
    step: 'Configure a formatter',
    kind: 'practice',
    why: 'With one formatter, a diff shows what changed and nothing else.',
    howToFix: 'Add [tool.ruff.format] or [tool.black] to pyproject.toml, or run the formatter in a hook.',
    action: 'add-ruff-config',
  },
  run(facts) {
    const first = facts.tools.formatters[0];
    if (first)
      return pass(`${first.tool} in ${first.path}`, [
        { path: first.path, line: first.line, text: first.text },
      ]);
    const command = facts.ci.commands.find((one) => runsFormatter(one.text));
    if (command)
      return pass(`run in ${command.path}`, [
        { path: command.path, line: command.line, text: 'runs a formatter' },
      ]);
    return unlessBroken([...facts.tools.broken, ...facts.ci.broken], fail('no formatter configured'));
  },
});
