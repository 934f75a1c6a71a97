/** Which files the project's test runner collects tests from. */
import picomatch from 'picomatch/posix';
import { tableAt, asStrings, asString } from '../facts/documents';
import { pytestSections } from '../facts/tools';
import type { IndexPart, Queries } from './index';

const defaultPatterns: readonly string[] = ['test_*.py', '*_test.py'];

export function testQueries(index: IndexPart): Pick<Queries, 'collectsTests'> {
  const runner = index.derived(() => usesPytest(index));
  const patterns = index.derived(() => filePatterns(index));
  return {
    collectsTests: (path) => {
      if (!runner()) return undefined;
      const name = path.slice(path.lastIndexOf('/') + 1);
      return patterns().some(
        (pattern) => picomatch.isMatch(name, pattern) || picomatch.isMatch(path, pattern),
      );
    },
  };
}

/** Under unittest and Django other names count, so that only pytest's are judged. */
function usesPytest({ facts, files }: IndexPart): boolean {
  if (facts.paths.has('manage.py')) return false;
  if (facts.tools.pytest || facts.dependencies.declared.some(({ name }) => name === 'pytest')) return true;
  return [...files.values()].some(({ imports }) =>
    imports.some(({ module }) => module.split('.', 1)[0] === 'pytest'),
  );
}

function filePatterns({ facts }: IndexPart): readonly string[] {
  const { pyproject, documents } = facts;
  if (pyproject.status === 'ok') {
    const options =
      tableAt(pyproject.data, 'tool', 'pytest', 'ini_options') ?? tableAt(pyproject.data, 'tool', 'pytest');
    const value = options?.python_files;
    const given = asString(value)?.split(/\s+/) ?? asStrings(value);
    if (given.length > 0) return given;
  }
  for (const [path, name] of pytestSections) {
    const file = documents.ini(path);
    const value = file.status === 'ok' ? file.data.get(name)?.values.get('python_files')?.value : undefined;
    if (value !== undefined) return value.split(/\s+/).filter((pattern) => pattern !== '');
  }
  return defaultPatterns;
}
