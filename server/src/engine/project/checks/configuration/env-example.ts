/** Whoever sets the program up can see which variables it reads. */
import { counted, defineCheck, fail, graded, notApplicable, notMeasured } from '../../check';
import { exampleFiles, exampleKeys } from '../../facts/variables';

export default defineCheck({
  meta: {
    name: 'env-example',
    topic: 'configuration',
    title: 'Variables listed in .env.example',
    step: 'List the variables in .env.example',
    kind: 'practice',
    why: 'Otherwise the next person finds out which variables are needed one crash at a time.',
    howToFix: 'Keep a .env.example with every name that the code reads, without values.',
    action: 'add-env-example',
  },
  run(facts) {
    const { profile } = facts.profile;
    if (profile === 'library') return notApplicable('the users of a library set its variables');
    if (profile === 'cli' && facts.entryPoints.declared)
      return notApplicable('an installed command documents its variables itself');
    const { variables } = facts;
    const first = variables[0];
    if (!first) return notApplicable('no variable is read by name');
    const files = exampleFiles(facts);
    const unreadable = files.find((path) => facts.snapshot.text(path) === undefined);
    if (unreadable !== undefined) return notMeasured(`${unreadable} cannot be read`);
    if (files.length === 0)
      return fail(`${counted(variables.length, 'variable is', 'variables are')} read and none is listed`, [
        { path: first.path, line: first.line, text: `reads ${first.name}` },
      ]);
    const listed = exampleKeys(facts);
    const missing = variables.filter(({ name }) => !listed.has(name));
    const covered = variables.length - missing.length;
    return graded(
      covered / variables.length,
      missing.length === 0
        ? `all ${variables.length} variables are listed`
        : `not listed: ${missing
            .slice(0, 4)
            .map(({ name }) => name)
            .join(', ')}`,
      files.map((path) => ({ path, line: 1, text: `lists ${covered} of ${variables.length}` })),
    );
  },
});
