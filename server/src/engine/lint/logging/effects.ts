/**
 * Whether running one expression may change the text of a value that was there before it. An f-string turns each value
 * into text before the next expression runs; a logging call turns all of them into text at the end.
 */

/** Calls that change something, whatever they are called on. */
const changes =
  /\b(?:await|yield)\b|\bnext\s*\(|\.(?:pop\w*|append\w*|add|remove|discard|clear|update|insert|extend\w*|sort|reverse|setdefault|send|throw|read\w*|write\w*|put\w*|get_nowait|seek|close|shuffle|__next__|__anext__)\s*\(/;

const readers = new Set(
  (
    'abs all any ascii bin bool chr dict float format hash hex id int isinstance len list max min oct ord repr round set ' +
    'sorted str sum tuple type capitalize casefold center count decode encode endswith exists find format_map get group ' +
    'groups index is_dir is_file isoformat items join keys ljust lower lstrip most_common partition replace rfind rjust ' +
    'rsplit rstrip split splitlines startswith stat strftime strip swapcase title total_seconds upper values zfill'
  ).split(' '),
);

export function mayChange(later: string, earlier: string): boolean {
  if (changes.test(later)) return true;
  if (!/^[A-Za-z_][\w.]*$/.test(earlier)) return false;
  const name = earlier.replaceAll('.', '\\.');
  const method = new RegExp(`(?<![\\w.])${name}(?:\\.\\w+)*\\.(\\w+)\\s*\\(`, 'g');
  const passed = new RegExp(`(\\w+)\\s*\\((?:[^()]*[^\\w.()])?${name}(?![\\w.(])`, 'g');
  return [...later.matchAll(method), ...later.matchAll(passed)].some(
    ([, called = '']) => !readers.has(called),
  );
}
