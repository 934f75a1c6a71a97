/** The package says how it is built. */
import { defineCheck, fail, graded, notApplicable, pass } from '../../check';
import { asString, asStrings, tableAt, tomlLine } from '../../facts/documents';

export default defineCheck({
  meta: {
    name: 'build-system',
    topic: 'packaging',
    title: 'Build system declared',
    step: 'Declare the build system',
    kind: 'practice',
    why: 'Without [build-system], installers fall back to the oldest build there is.',
    howToFix: 'Add [build-system] with requires and build-backend to pyproject.toml.',
    action: 'add-build-system',
    requires: ['pyproject-present'],
  },
  run(facts) {
    const { pyproject } = facts;
    const table = pyproject.status === 'ok' ? tableAt(pyproject.data, 'build-system') : undefined;
    if (table && pyproject.status === 'ok') {
      const where = [
        { path: 'pyproject.toml', line: tomlLine(pyproject.text, 'build-system'), text: '[build-system]' },
      ];
      const complete = asStrings(table.requires).length > 0 && asString(table['build-backend']) !== undefined;
      return complete
        ? pass(`built by ${asString(table['build-backend']) ?? ''}`, where)
        : graded(0.5, 'requires or build-backend is missing', where);
    }
    const installable =
      facts.entryPoints.declared !== undefined ||
      facts.profile.profile === 'library' ||
      [...facts.paths].some((path) => /^src\/[^/]+\/__init__\.py$/.test(path));
    return installable
      ? fail('no [build-system] in pyproject.toml')
      : notApplicable('the project is run in place, not installed');
  },
});
