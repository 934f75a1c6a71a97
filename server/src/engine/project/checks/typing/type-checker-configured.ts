/** A type checker is set up for the project. */
import { defineCheck, fail, graded, notApplicable, pass, unlessBroken } from '../../check';
import { commandPatterns } from '../../facts/commands';
import { thresholds } from '../../model';

export default defineCheck({
  meta: {
    name: 'type-checker-configured',
    topic: 'typing',
    title: 'Type checker configured',
    step: 'Configure a type checker',
    kind: 'practice',
    why: 'Annotations that nobody checks go stale like comments.',
    howToFix: 'Add [tool.mypy] or [tool.pyright] to pyproject.toml, in basic mode first.',
    action: 'add-type-checker',
  },
  run(facts) {
    const first = facts.tools.typeCheckers[0];
    if (first)
      return pass(`${first.tool} in ${first.path}`, [
        { path: first.path, line: first.line, text: first.text },
      ]);
    const command = facts.ci.commands.find((one) => commandPatterns.types.test(one.text));
    if (command)
      return pass(`run in ${command.path}`, [
        { path: command.path, line: command.line, text: 'runs a type checker' },
      ]);
    const settings = facts.documents.json('.vscode/settings.json');
    const mode = settings.status === 'ok' ? settings.data['python.analysis.typeCheckingMode'] : undefined;
    if (typeof mode === 'string' && mode !== 'off') {
      return graded(0.5, 'only in the settings of one editor', [
        { path: '.vscode/settings.json', line: 1, text: 'python.analysis.typeCheckingMode' },
      ]);
    }
    if (facts.inCode.publicFunctions < thresholds.fewFunctions)
      return notApplicable(`fewer than ${thresholds.fewFunctions} functions`);
    return unlessBroken([...facts.tools.broken, ...facts.ci.broken], fail('no type checker configured'));
  },
});
