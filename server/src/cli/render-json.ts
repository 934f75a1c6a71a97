/**
 * `check --output-format json`: an array with an object on each line, which docs/schema/check.json describes. What many
 * findings have in common is written once and copied: a large project has a hundred thousand of them.
 */
import { relocated, resolveFiles, ruleUrl, rules, SourceText } from '../engine';
import { placer, recordEdit, type EditRecord, type FixRecord, type Place } from '../engine/records';
import { location, type Reported } from './findings';
import { createOtherFiles, type OtherFiles } from './other-files';

/** The longest string that is put together; so long, a write costs nothing beside it. */
const chunkLength = 256 * 1024;

export function* renderJson(reported: readonly Reported[]): Generator<string> {
  const others = createOtherFiles();
  const framed = framer();
  let text = '[';
  for (const [index, one] of reported.entries()) {
    text += `${index === 0 ? '' : ','}\n  ${framed(one, others)}`;
    if (text.length < chunkLength) continue;
    yield text;
    text = '';
  }
  yield `${text}${reported.length === 0 ? '' : '\n'}]\n`;
}

/** The text of one object. */
function framer(): (one: Reported, others: OtherFiles) => string {
  const metas = new Map(rules.map(({ meta }) => [meta.name, meta]));
  const frames = new Map<string, { readonly head: string; readonly tail: string }>();
  const frameOf = (name: string): { readonly head: string; readonly tail: string } => {
    const meta = metas.get(name);
    const equivalents = meta?.equivalents.map(({ code }) => code) ?? [];
    const head = `{"code":${JSON.stringify(name)},"topic":${JSON.stringify(meta?.topic ?? null)},"severity":"`;
    const tail = `,"url":${JSON.stringify(ruleUrl(name))},"equivalents":${JSON.stringify(equivalents)},"fix":`;
    return { head, tail };
  };
  // Findings come file by file.
  let last = { file: '', text: '' };
  return ({ file, root, finding }, others) => {
    const { rule, severity, message, start, end } = finding;
    const frame = frames.get(rule) ?? frameOf(rule);
    frames.set(rule, frame);
    if (last.file !== file) last = { file, text: JSON.stringify(file) };
    const fixes = (finding.fixes ?? []).flatMap((fix) => fixText(fix, root, others) ?? []);
    return (
      `${frame.head}${severity}","message":${JSON.stringify(message)},"filename":${last.text}` +
      `,"location":${placeText(start)},"end_location":${placeText(end)}${frame.tail}` +
      `${fixes[0] ?? 'null'},"fixes":[${fixes.join(',')}]}`
    );
  };
}

function placeText(place: Place): string {
  const { row, column } = location(place);
  return `{"row":${row},"column":${column}}`;
}

/** Undefined for a fix that is not possible here. */
function fixText(fix: FixRecord, root: string, others: OtherFiles): string | undefined {
  const resolution = fix.files ? resolved(fix.files, root, others) : { files: [] };
  if ('refused' in resolution) return undefined;
  const { files } = resolution;
  const edits = fix.edits.map((edit) => editText(edit));
  const renames: object[] = [];
  for (const file of files) {
    if (file.does === 'rename') {
      renames.push({ from: file.path, to: file.to });
      continue;
    }
    const place = placer(new SourceText(file.does === 'edit' ? (others.textOf(file.path) ?? '') : ''));
    const own = file.does === 'edit' ? file.edits : [{ start: 0, end: 0, newText: file.text }];
    for (const edit of own) edits.push(editText(recordEdit(edit, place), file.path));
  }
  return (
    `{"message":${JSON.stringify(fix.title)},"applicability":"${fix.applicability}","edits":[${edits.join(',')}]` +
    `${renames.length > 0 ? `,"renames":${JSON.stringify(renames)}` : ''}}`
  );
}

function resolved(
  files: NonNullable<FixRecord['files']>,
  root: string,
  others: OtherFiles,
): ReturnType<typeof resolveFiles> {
  const operations = relocated(files, (path) => others.join(root, path));
  return resolveFiles(operations, (path) => others.textOf(path));
}

function editText({ newText, start, end }: EditRecord, filename?: string): string {
  const other = filename === undefined ? '' : `,"filename":${JSON.stringify(filename)}`;
  return (
    `{"content":${JSON.stringify(newText)},"location":${placeText(start)},"end_location":${placeText(end)}` +
    `${other}}`
  );
}
