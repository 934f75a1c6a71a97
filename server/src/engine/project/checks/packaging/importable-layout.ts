/** Code lives in a package that can be imported without touching sys.path. */
import { defineCheck, fail, graded, notApplicable, pass } from '../../check';
import { evidence } from '../../facts/totals';

export default defineCheck({
  meta: {
    name: 'importable-layout',
    topic: 'packaging',
    title: 'Importable package layout',
    step: 'Move the modules into a package',
    kind: 'practice',
    why: 'A package imports the same way in tests, in the shell and on the server.',
    howToFix:
      'Put the modules into one folder with an __init__.py (or src/<name>/) and import them by that name.',
  },
  run(facts) {
    const { code } = facts.sources;
    const { sysPathChanges: changes } = facts.inCode;
    if (changes.count > 0)
      return fail(
        `sys.path is changed in ${changes.count} ${changes.count === 1 ? 'place' : 'places'}`,
        evidence(changes, 'changes sys.path'),
      );
    const modules = code.filter((file) => !file.path.endsWith('__init__.py'));
    const packages = code.filter((file) => file.path.endsWith('/__init__.py'));
    if (packages.length === 0 && modules.length < 2) return notApplicable('a single module needs no package');
    const { sysPathChanges: inTests } = facts.inTests;
    if (inTests.count > 0)
      return graded(0.5, 'tests change sys.path to find the code', evidence(inTests, 'changes sys.path'));
    const first = packages[0];
    if (first)
      return pass(`package ${first.path.slice(0, -'/__init__.py'.length)}`, [
        { path: first.path, line: 1, text: 'package' },
      ]);
    const inFolder = modules.find((file) => file.path.includes('/'));
    if (inFolder)
      return graded(0.5, 'folders of modules without __init__.py', [
        { path: inFolder.path, line: 1, text: 'module outside a package' },
      ]);
    return fail(
      `${modules.length} modules side by side, no package`,
      modules.slice(0, 3).map((file) => ({ path: file.path, line: 1, text: 'top-level module' })),
    );
  },
});
