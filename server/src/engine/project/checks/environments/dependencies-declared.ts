/** Third-party imports are declared somewhere that an installer reads. */
import { defineCheck, fail, notApplicable, notMeasured, pass, unlessBroken } from '../../check';

export default defineCheck({
  meta: {
    name: 'dependencies-declared',
    topic: 'environments',
    title: 'Dependencies declared',
    step: 'Declare the dependencies',
    kind: 'practice',
    why: 'What is not written down cannot be installed by anyone else, or by you next year.',
    howToFix:
      'List what the code imports under [project] dependencies in pyproject.toml, or in requirements.txt.',
    action: 'declare-dependencies',
    fromFirstLine: true,
  },
  run(facts) {
    const { declared, broken } = facts.dependencies;
    const first = declared[0];
    if (first) {
      const files = [...new Set(declared.map((one) => one.path))];
      const reason = `${declared.length} ${declared.length === 1 ? 'dependency' : 'dependencies'} in ${files.join(', ')}`;
      return pass(reason, [{ path: first.path, line: first.line, text: 'declares dependencies' }]);
    }
    const used = facts.imports.thirdParty;
    if (used.length > 0) {
      const names = used.slice(0, 3).map((one) => one.module);
      const reason = `${used.length} third-party ${used.length === 1 ? 'module is' : 'modules are'} imported (${names.join(', ')}) and none is declared`;
      const examples = used
        .slice(0, 5)
        .map((one) => ({ path: one.path, line: one.line, text: `import of ${one.module}` }));
      return unlessBroken(broken, fail(reason, examples));
    }
    if (facts.sources.all.length === 0) return notMeasured('imports of notebooks are not read');
    if (facts.snapshot.truncated) return notMeasured('only a part of the files was read');
    return notApplicable('only the standard library is imported');
  },
});
