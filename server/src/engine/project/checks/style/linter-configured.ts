/** A linter is set up for the project. */
import { defineCheck, fail, pass, unlessBroken } from '../../check';
import { commandPatterns } from '../../facts/commands';

export default defineCheck({
  meta: {
    name: 'linter-configured',
    topic: 'style',
    title: 'Linter configured',
    step: 'Configure a linter',
    kind: 'practice',
    why: 'A linter finds the mistakes that reviews miss, and ends discussions about style.',
    howToFix: 'Add [tool.ruff] with a small set of rules to pyproject.toml.',
    action: 'add-ruff-config',
    fromFirstLine: true,
  },
  run(facts) {
    const first = facts.tools.linters[0];
    if (first)
      return pass(`${first.tool} in ${first.path}`, [
        { path: first.path, line: first.line, text: first.text },
      ]);
    const command = facts.ci.commands.find((one) => commandPatterns.lint.test(one.text));
    if (command)
      return pass(`run in ${command.path}`, [
        { path: command.path, line: command.line, text: 'runs a linter' },
      ]);
    return unlessBroken([...facts.tools.broken, ...facts.ci.broken], fail('no linter configured'));
  },
});
