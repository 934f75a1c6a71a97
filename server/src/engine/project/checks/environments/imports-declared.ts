/** Every third-party module that the code imports is declared, not just some of them. */
import { defineCheck, graded, notApplicable, notMeasured, unlessBroken } from '../../check';
import { computedName } from '../../facts/dependencies';
import { isProvided } from '../../facts/distributions';
import { isInstalled } from '../../facts/profile';

export default defineCheck({
  meta: {
    name: 'imports-declared',
    topic: 'environments',
    title: 'All imports declared',
    step: 'Declare the missing dependencies',
    kind: 'hygiene',
    why: 'An import that works only because something else installs it stops working when that changes.',
    howToFix: 'Add the distributions of the modules named here to the declared dependencies.',
    requires: ['dependencies-declared'],
    action: 'declare-dependencies',
  },
  run(facts) {
    const { declared, broken } = facts.dependencies;
    // What only tests import is known to those who run them; in what is installed, functions import what may be missing.
    const { inCode, atImport, thirdParty } = facts.imports;
    const needed = isInstalled(facts) ? atImport : inCode;
    const used = thirdParty.filter(({ module }) => needed.has(module));
    if (used.length === 0) return notApplicable('only the standard library is imported');
    const names = new Set(declared.map((one) => one.name));
    const computed = declared.find((one) => one.name === computedName);
    if (computed) return notMeasured(`the dependencies of ${computed.path} are computed in the build`);
    const missing = used.filter(({ module }) => !isProvided(module, names));
    const reason =
      missing.length === 0
        ? `${used.length} third-party ${used.length === 1 ? 'module' : 'modules'}, all declared`
        : `${missing.length} of ${used.length} third-party modules not declared: ${missing
            .slice(0, 3)
            .map(({ module }) => module)
            .join(', ')}`;
    const examples = missing
      .slice(0, 5)
      .map(({ module, path, line }) => ({ path, line, text: `import of ${module}` }));
    return unlessBroken(broken, graded(1 - missing.length / used.length, reason, examples));
  },
});
