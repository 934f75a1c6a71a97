/** Prints for the differential test of log messages: forms that people write, and a generator of forms they do not. */
import type { Random } from '../harness/random';

const q3 = '"""';

/** Names used here are set by the test's program. */
export const handWritten: readonly string[] = [
  `print("plain")`,
  `print('100% done')`,
  `print("100%% done", a)`,
  `print("a", "b", a)`,
  `print("one", "two", sep="")`,
  `print(a, b, s, sep=", ")`,
  `print(a, b, sep="\\n")`,
  `print(a, b, sep="\\t%\\n")`,
  `print(a, b, sep='"')`,
  `print("it's", a, sep='"')`,
  `print(a, sep=None)`,
  `print(t)`,
  `print(one)`,
  `print(d)`,
  `print(empty, empty)`,
  `print(n, yes, l)`,
  `print("value:", d)`,
  `print("%s", a)`,
  `print("%d items" % a)`,
  `print("%s and %5.2f%%" % (a, b))`,
  `print("%s" % t[1])`,
  `print("%s" % one)`,
  `print("%r|%-5s|%05d" % (s, "x", a))`,
  `print("%s" % "text")`,
  `print("%(a)s" % {"a": 1})`,
  `print("%*d" % (5, a))`,
  `print("%s %s" % (a, b), l)`,
  `print("head " "tail %s" % str(a))`,
  `print("{} {}".format(a, b))`,
  `print("{0} {1}".format(a, b))`,
  `print("{1} {0}".format(a, b))`,
  `print("{a} {x!r:>12}".format(a=a, x=s))`,
  `print("{:,.2f} {:>{w}}".format(big, a, w=w))`,
  `print("{:,} {:%}".format(a, b))`,
  `print("{{}} {} %".format(a))`,
  `print("{} {}".format(*t))`,
  `print("{0[k]} {1.x}".format(d, p))`,
  `print("unused {}".format(a, b))`,
  `print("\\N{GREEK SMALL LETTER ALPHA} {}".format(a))`,
  `print(f"{a}")`,
  `print(f'{s!r} {b:.1f} {a:d} {a:>8} {a:,}')`,
  `print(f"{s!s:>20} {s!r:<30} {str(a):>6}|{str(a):6}|{str(s):.2}")`,
  `print(f"{big:e} {big:10.3g} {a:+d} {a:08.3f} {a:x} {a:#o} {inf:08.2f} {b:<9.1f}|")`,
  `print(f"{a:{w}}")`,
  `print(f"{{literal}} {a} 50%")`,
  `print(f"{{literal}} 50%")`,
  `print(f"{a=} {b = !s} {d['k']=} {a=:>5}")`,
  `print(f'{d["k"]} it\\'s')`,
  `print(f"{a, b} {(c := a)} {[x for x in l]} {a if yes else b}")`,
  `print(f"{*l, a}")`,
  `print(f"{p} {p.bump()} {p}")`,
  `print(f"{l} {l.pop()} {l}")`,
  `print(f"{l} {f(l)} {sorted(l)}", sum(l), flush=True)`,
  `print(l, l.pop())`,
  `print("{} {}".format(l, l.pop()))`,
  `print("x" + str(l) + str(l.pop()))`,
  `print(f"\\x25 \\x7b {a} \\u0025 \\45 \\1" "2")`,
  `print("\\x25", a)`,
  `print("\\1", "2", a, sep="")`,
  `print(r"C:\\d", a)`,
  `print(r"C:\\d", "tab\\t", a)`,
  `print(rf'\\d {a} "quoted"')`,
  `print(r'\\'' + "x")`,
  `print(R"a\\\\", 'b')`,
  `print(rf"{a}\\\\{b}")`,
  `print(b"bytes", a)`,
  `print(b"a" b"b")`,
  `print(u"old" 'new')`,
  `print("one " f"{a} " 'two "' f'{s}')`,
  `print(\n    "one "  # about one\n    f"{a}",\n)`,
  `print(\n    "one",\n    a,\n    b,\n)`,
  `print("one",\n      a)`,
  `print(${q3}first\nsecond "quoted" ${q3}, a)`,
  `print("first", ${q3}second\nthird${q3}, a)`,
  `print(f${q3}first {a}\n  50% "x" {\n    b\n}\\\n joined${q3})`,
  `print(f${q3}{a:>{\nw}}${q3})`,
  `print("first", '''it's "both"''')`,
  `print("a\\\nb", a)`,
  `print("a" + "b" + s)`,
  `print("a " + str(a) + " b" + repr(s))`,
  `print(s + "tail")`,
  `print("a" * 3)`,
  `print("-" * 3, a)`,
  `print(("in " "brackets"))`,
  `print((a))`,
  `print((a, b))`,
  `print(str(a), repr(s))`,
  `print(c := a)`,
  `print(", ".join(str(x) for x in l))`,
  `print(not a)`,
  `print(a, file=None)`,
  `print("\\ud83d\\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "\u{1f600} %", a)`,
  `print("unknown \\d escape", a)`,
  `print("")`,
  `print(f"")`,
  `print("", a)`,
  `print(e)`,
  `print("Error: " + str(e))`,
];

const quotes = ["'", '"', "'''", q3] as const;
const texts = [
  'a',
  ' ',
  '%',
  '%s',
  '%%',
  '{{',
  '}}',
  '\\n',
  '\\\\',
  '\\x25',
  '\\t',
  '\\1',
  '2',
  'é',
  '\u{1f600}',
  ':',
  '\\N{DASH}',
] as const;
const values = [
  'a',
  'b',
  's',
  't',
  'd',
  'l',
  'p',
  'n',
  'yes',
  'd["k"]',
  "d['n']",
  'str(a)',
  'repr(s)',
  'len(l)',
  'l.pop()',
  'p.bump()',
  'l[0]',
  '(a, b)',
  'a + 1',
  'f(a)',
] as const;
const specs = [
  '',
  '',
  '',
  '!r',
  '!s',
  '!a',
  ':>7',
  ':<7',
  ':5',
  ':05d',
  ':.2f',
  ':,',
  ':d',
  ':x',
  '!r:>9',
  '!s:.2',
  '=',
  ':^9',
  ':+.1e',
  ':{w}',
  ':8.3f',
  ':<8.3f',
  ':s',
] as const;
const percents = ['%s', '%r', '%d', '%5.1f', '%-6s', '%%', '%a', '%x'] as const;

function literal(random: Random, prefix: string, piece: () => string): string {
  const quote = random.pick(quotes);
  let body = '';
  for (let count = random.below(4); count >= 0; count -= 1) body += piece();
  const other = quote.startsWith("'") ? '"' : "'";
  if (random.below(4) === 0) body += other;
  if (quote.length === 3 && random.below(3) === 0) body += '\n x';
  if (prefix.includes('r')) body = body.replaceAll('\\N{DASH}', '-').replace(/\\+$/, '');
  return `${prefix}${quote}${body}${quote}`;
}

function fString(random: Random): string {
  const prefix = random.pick(['f', 'F', 'rf']);
  return literal(random, prefix, () => {
    if (random.below(2) === 0) return random.pick(texts);
    const value = random.pick(values);
    return `{${value}${random.pick(specs)}}`;
  });
}

function plainString(random: Random): string {
  return literal(random, random.pick(['', '', 'r', 'u']), () =>
    random.pick(texts).replace(/^(?:\{\{|\}\})$/, '{'),
  );
}

function percentFormat(random: Random): string {
  const given: string[] = [];
  const template = literal(random, '', () => {
    if (random.below(2) === 0) return random.pick(['a', ' ', '{', ':', '\\n', '\\x25']);
    const hole = random.pick(percents);
    if (hole !== '%%') given.push(hole === '%s' ? random.pick(values) : random.pick(['a', 'b', 'len(l)']));
    return hole;
  });
  return `${template} % ${given.length === 1 && random.below(2) === 0 ? given.join('') : `(${given.map((one) => `${one},`).join(' ')})`}`;
}

function braceFormat(random: Random): string {
  const given: string[] = [];
  const template = literal(random, '', () => {
    if (random.below(2) === 0) return random.pick(['a', ' ', '%', '{{', '}}', '\\n', '\\x7b']);
    given.push(random.pick(values));
    const name = random.pick(['', '', String(given.length - 1)]);
    return `{${name}${random.pick(specs).replace('=', '')}}`;
  });
  return `${template}.format(${[...given, ...(random.below(5) === 0 ? ['w=w'] : [])].join(', ')})`;
}

function expression(random: Random): string {
  switch (random.below(9)) {
    case 0:
      return random.pick(values);
    case 1:
      return percentFormat(random);
    case 2:
      return braceFormat(random);
    case 3:
      return `${plainString(random)} ${random.pick([plainString, fString])(random)}`;
    case 4:
      return `${plainString(random)} + ${random.pick(['str(a)', 's', 'repr(l)', 'str(l.pop())', '"x"'])} + ${fString(random)}`;
    case 5:
      return plainString(random);
    default:
      return fString(random);
  }
}

/** A print of one to three expressions; some do not compile or raise, which the comparison leaves out. */
export function randomPrint(random: Random): string {
  const given: string[] = [];
  for (let count = random.below(3); count >= 0; count -= 1) given.push(expression(random));
  const separator =
    random.below(4) === 0 ? `, sep=${random.pick(['""', "'\"'", '"%"', '"\\n"', "', '", '"{}"'])}` : '';
  return `print(${given.join(random.pick([', ', ',\n      ']))}${separator})`;
}

/** One message, or several put together with `+`. */
export function randomMessage(random: Random): string {
  const count = random.below(3) === 0 ? 2 : 1;
  return Array.from({ length: count }, () => expression(random)).join(random.pick([' + ', '+']));
}
