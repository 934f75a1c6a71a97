/** The Python version that the project needs is written down. */
import { defineCheck, fail, graded, pass, unlessBroken } from '../../check';
import { oldestSupportedMinor } from '../../model';

export default defineCheck({
  meta: {
    name: 'requires-python',
    topic: 'environments',
    title: 'Python version declared',
    step: 'Declare the Python version',
    kind: 'practice',
    why: 'An installer can only refuse a Python that is too old when it knows what you need.',
    howToFix: 'Add requires-python = ">=3.X" to [project] in pyproject.toml.',
    action: 'declare-python',
  },
  run(facts) {
    const { python, broken } = facts.dependencies;
    if (!python) return unlessBroken(broken, fail('no file says which Python is needed'));
    const { path, line, specifier } = python;
    const found = [{ path, line, text: `Python ${specifier}` }];
    const newest = newestMinor(specifier);
    if (newest !== undefined && newest < oldestSupportedMinor)
      return graded(0.5, `Python ${specifier} leaves out every supported version`, found);
    if (/<=?\s*3\.\d/.test(specifier))
      return graded(0.5, `Python ${specifier} shuts out newer versions`, found);
    return pass(`Python ${specifier}`, found);
  },
});

/** Newest minor version of Python 3 that the specifier allows, when it has an upper end. */
function newestMinor(specifier: string): number | undefined {
  const upper = /<(=?)\s*3\.(\d+)/.exec(specifier);
  if (upper) return Number(upper[2]) - (upper[1] === '=' ? 0 : 1);
  const exact =
    /^\s*(?:==|~=\s*3\.\d+\.|=)?\s*3\.(\d+)(?:\.(?:\d+|\*))?\s*$/.exec(specifier) ??
    /^\s*~=?\s*3\.(\d+)\.\d+/.exec(specifier) ??
    // Poetry's tilde stays within the minor version; the one of PEP 440 does not.
    /^\s*~\s*3\.(\d+)\s*$/.exec(specifier);
  return exact?.[1] === undefined ? undefined : Number(exact[1]);
}
