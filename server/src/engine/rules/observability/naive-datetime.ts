/** A date and time without time zone: nobody can tell which moment it means. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { calleeOf } from '../../syntax/calls';
import { callArguments, codeChildren, type CallArguments, type SyntaxNode } from '../../syntax/node';

const makers = new Set(['utcnow', 'utcfromtimestamp', 'now', 'fromtimestamp', 'today']);

/** By name, the position of the parameter `tz`; -1 for none. */
const zonePosition: Readonly<Record<string, number>> = {
  utcnow: -1,
  utcfromtimestamp: -1,
  now: 0,
  fromtimestamp: 1,
  today: -1,
};

export default defineRule<string>({
  meta: {
    name: 'naive-datetime',
    topic: 'observability',
    summary: 'A date and time without time zone.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'DTZ002', name: 'call-datetime-today', suffices: 'together' },
      { tool: 'ruff', code: 'DTZ003', name: 'call-datetime-utcnow', suffices: 'together' },
      { tool: 'ruff', code: 'DTZ004', name: 'call-datetime-utcfromtimestamp', suffices: 'together' },
      { tool: 'ruff', code: 'DTZ005', name: 'call-datetime-now-without-tzinfo', suffices: 'together' },
      { tool: 'ruff', code: 'DTZ006', name: 'call-datetime-fromtimestamp', suffices: 'together' },
      { tool: 'sonar', code: 'S6903' },
    ],
    messages: {
      utc: '`{callee}` gives UTC without saying so: everything else takes it for local time.',
      local: '`{callee}` does not say which time zone it is in: it means another moment on another machine.',
    },
    docs: {
      why:
        'A datetime without zone is only right as long as everybody agrees on the zone. Servers run in UTC, laptops do not; ' +
        'once an hour is repeated when summer time ends, log lines cannot be put in order, and a comparison with a datetime ' +
        'that has a zone raises `TypeError`. `utcnow` is worse: its result is treated as local time by everything, and ' +
        'Python 3.12 deprecates it.',
      bad: [
        {
          code: 'from datetime import datetime\n\n\ndef stamp(row):\n    row["created_at"] = datetime.utcnow()\n',
        },
        {
          code: 'import datetime\n\n\ndef is_late(order):\n    return order.due < datetime.datetime.now()\n',
        },
        {
          code: 'from datetime import datetime\n\n\ndef changed(path):\n    return datetime.fromtimestamp(path.stat().st_mtime)\n',
        },
      ],
      good: [
        {
          code: 'from datetime import datetime, timezone\n\n\ndef stamp(row):\n    row["created_at"] = datetime.now(timezone.utc)\n',
        },
        { code: 'import datetime\n\n\ndef local():\n    return datetime.datetime.now().astimezone()\n' },
        {
          code: 'from datetime import datetime\n\n\ndef title():\n    return datetime.now().strftime("Report of %d %B %Y")\n',
        },
      ],
      guards: [
        'calls that get a time zone, and results on which `.astimezone()` is called at once',
        'local time that is only shown: `.strftime(...)` and f-strings with a format',
        'parts of the local clock (`.year`, `.hour`, `.date()`), `.timestamp()`, and `utcnow().replace(tzinfo=…)`',
        'tests',
      ],
      fixes:
        'For `utcnow` and `utcfromtimestamp`: passes UTC to `now` and `fromtimestamp`. For local time, first: `.astimezone()`, ' +
        'which keeps the clock and adds the zone of the machine; second: UTC, which changes the hour that is shown. Unsafe: a ' +
        'datetime with zone cannot be compared with one without, and prints with its offset.',
    },
  },
  calls: {
    words: makers,
    visit(node, context) {
      const { node: callee, word: method } = calleeOf(node, context.source.text);
      if (context.names.qualifiedName(callee) !== `datetime.datetime.${method}` || !callee) return;
      if (context.file.role === 'test' || !isNaive(method, callArguments(node, context.source.text))) return;
      if (isAwareOrShown(node, method.startsWith('utc'), context)) return;
      const name = context.text(callee).replace(/\s+/g, '');
      const message = method.startsWith('utc') ? 'utc' : 'local';
      context.report({ node, message, values: { callee: `${name}()` }, data: method });
    },
  },
  fix({ node, data: method }, context) {
    const callee = node.childForFieldName('function');
    const { list } = callArguments(node, context.source.text);
    const name = callee?.type === 'attribute' ? callee.childForFieldName('attribute') : null;
    if (!name || list?.type !== 'argument_list') return [];
    const utc = inUtc(node, name, list, method, context);
    if (method.startsWith('utc')) return utc ? [utc] : [];
    const replaced = inReplaced(node, method, context);
    if (replaced) return [replaced];
    return [local(node), ...(utc ? [utc] : [])];
  },
});

function isNaive(method: string, { positional, keywords, splat, list }: CallArguments): boolean {
  if (splat || list?.type !== 'argument_list') return false;
  const zone = keywords.get('tz') ?? positional[zonePosition[method] ?? -1];
  return !zone || zone.type === 'none';
}

/** `.astimezone()` follows; local time is also fine where it goes straight into a text. */
function isAwareOrShown(call: SyntaxNode, isUtc: boolean, context: RuleContext<string>): boolean {
  const { source } = context;
  const after = source.slice(call.endIndex, call.endIndex + 80);
  if (/^\s*\.\s*astimezone\s*\(/.test(after)) return true;
  // The name of the zone is given at once.
  if (isUtc && /^\s*\.\s*replace\s*\(\s*tzinfo\s*=/.test(after)) return true;
  if (!isUtc && partOfClock.test(after)) return true;
  return !isUtc && (/^\s*\.\s*strftime\s*\(/.test(after) || (/^\s*:/.test(after) && isFormatted(call)));
}

/** The year, the hour or the date of the clock on the wall, and the moment, which is right for local time. */
const partOfClock =
  /^\s*\.\s*(?:(?:year|month|day|hour|minute|second|microsecond)\b(?!\s*\()|(?:date|time|weekday|isoweekday|isocalendar|timestamp|ctime)\s*\(\s*\))/;

function isFormatted({ parent }: SyntaxNode): boolean {
  return parent?.type === 'interpolation' && parent.lastNamedChild?.type === 'format_specifier';
}

function local(call: SyntaxNode): Fix {
  return {
    title:
      'Add `.astimezone()`; the same clock with its offset, which cannot be compared with naive datetimes',
    applicability: 'unsafe',
    edits: [{ start: call.endIndex, end: call.endIndex, newText: '.astimezone()' }],
  };
}

/** `now().replace(tzinfo=zone)` takes the local clock for that of the zone: `now(zone)` is what is meant. */
function inReplaced(call: SyntaxNode, method: string, { source }: FixContext): Fix | undefined {
  const replace = call.parent?.type === 'attribute' ? call.parent.parent : null;
  if (method !== 'now' || replace?.type !== 'call') return undefined;
  const given = callArguments(replace, source.text);
  const own = callArguments(call, source.text);
  const zone = given.keywords.get('tzinfo');
  const isAlone = given.positional.length === 0 && given.keywords.size === 1 && !given.splat;
  if (!zone || !isAlone || !given.list || !own.list || codeChildren(own.list).length > 0) return undefined;
  if (!/\.\s*replace\s*$/.test(source.slice(call.endIndex, given.list.startIndex))) return undefined;
  if (replace.descendantsOfType('comment').length > 0) return undefined;
  const newText = `(${source.slice(zone.startIndex, zone.endIndex)})`;
  return {
    title: 'Ask for the time in that zone; the result shows another hour where the machine is in another one',
    applicability: 'unsafe',
    edits: [{ start: own.list.startIndex, end: replace.endIndex, newText }],
  };
}

function inUtc(
  call: SyntaxNode,
  name: SyntaxNode,
  list: SyntaxNode,
  method: string,
  context: FixContext,
): Fix | undefined {
  const zone = utcName(context);
  if (!zone) return undefined;
  const takesTimestamp = method.endsWith('fromtimestamp');
  const edits: FixEdit[] = [...zone.edits];
  const target = takesTimestamp ? 'fromtimestamp' : 'now';
  if (method !== target) edits.push({ start: name.startIndex, end: name.endIndex, newText: target });
  const given = callArguments(call, context.source.text);
  const none = given.keywords.get('tz') ?? given.positional[zonePosition[method] ?? -1];
  const last = codeChildren(list).at(-1);
  if (none) edits.push({ start: none.startIndex, end: none.endIndex, newText: zone.name });
  else if (!takesTimestamp)
    edits.push({ start: list.startIndex + 1, end: list.startIndex + 1, newText: zone.name });
  else if (last) edits.push({ start: last.endIndex, end: last.endIndex, newText: `, tz=${zone.name}` });
  else return undefined;
  const shift = method.startsWith('utc') ? '' : 'shows another hour and ';
  return {
    title: `Use UTC, \`${zone.name}\`; the result ${shift}cannot be compared with naive datetimes`,
    applicability: 'unsafe',
    edits,
  };
}

/** `timezone.utc`, or `UTC` where the target has it. */
function utcName({ insertions, targetVersion: [major, minor] }: FixContext):
  | {
      readonly name: string;
      readonly edits: readonly FixEdit[];
    }
  | undefined {
  if (major > 3 || minor >= 11) return insertions.importFrom('datetime', 'UTC');
  const timezone = insertions.importFrom('datetime', 'timezone');
  return timezone && { name: `${timezone.name}.utc`, edits: timezone.edits };
}
