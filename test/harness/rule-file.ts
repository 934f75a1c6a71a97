/**
 * Reads the Markdown file of a rule's tests: headings, `python` blocks with their expected findings, the blocks with
 * expected texts after fixes, `json settings` blocks. What it does not understand is an error, never ignored.
 */
import type { ProjectSettings } from './project';

/** A finding that a marker comment asks for. */
export interface ExpectedFinding {
  readonly rule: string;
  /** Part of the message; absent when the marker names the rule alone. */
  readonly message?: string;
  /** Zero-based line of the code without markers. */
  readonly line: number;
}

export interface ExpectedText {
  /** `fixed`: every first fix; `safe`: safe fixes only; `alternative`: number `alternative` of the first finding. */
  readonly kind: 'fixed' | 'safe' | 'alternative';
  /** 1-based. */
  readonly alternative: number;
  readonly text: string;
  /** 1-based line of the block's fence in the Markdown file. */
  readonly line: number;
}

export interface BlockSettings {
  readonly targetVersion?: readonly [number, number];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly project?: ProjectSettings;
}

/** A file of a section's project that is not the block under test: `file=PATH` in the info string. */
export interface ProjectFile {
  readonly text: string;
  /** What rules about the project find in it. */
  readonly findings: readonly ExpectedFinding[];
  /** 1-based line of the block's fence in the Markdown file. */
  readonly line: number;
}

export type ProjectFiles = Readonly<Record<string, ProjectFile>>;

export interface PythonBlock {
  /** 1-based line of the block's fence in the Markdown file. */
  readonly line: number;
  /** The code without markers. */
  readonly code: string;
  /** 1-based line in the Markdown file of each line of `code`. */
  readonly lines: readonly number[];
  readonly path: string;
  readonly allRules: boolean;
  /** Not Python for the interpreter at hand, on purpose. */
  readonly invalid: boolean;
  readonly settings: BlockSettings;
  /** The project around it: files of the section above it; empty for a file that stands alone. */
  readonly files: ProjectFiles;
  readonly findings: readonly ExpectedFinding[];
  readonly texts: readonly ExpectedText[];
}

export interface Section {
  readonly title: string;
  readonly line: number;
  readonly blocks: readonly PythonBlock[];
  /** All files of the section's project, without blocks under test. */
  readonly files: ProjectFiles;
  readonly settings: BlockSettings;
  /** Expected texts of files after the first fix of the section's first finding in its project: `after=PATH`. */
  readonly after: readonly ExpectedFile[];
}

export interface ExpectedFile {
  readonly path: string;
  readonly text: string;
  readonly line: number;
}

export class RuleFileError extends Error {}

interface Fence {
  readonly info: string;
  readonly line: number;
  readonly content: readonly string[];
}

type MutableBlock = Omit<PythonBlock, 'texts'> & { readonly texts: ExpectedText[] };
type MutableSection = Omit<Section, 'blocks' | 'files' | 'settings' | 'after'> & {
  readonly blocks: MutableBlock[];
  files: Record<string, ProjectFile>;
  settings: BlockSettings;
  readonly after: ExpectedFile[];
};

/** `file` is named in errors; `rule` is the only one that markers may name, except in blocks of all rules. */
export function parseRuleFile(file: string, markdown: string, rule: string): Section[] {
  const sections: MutableSection[] = [];
  let settings: BlockSettings = {};
  for (const item of itemsOf(file, markdown)) {
    if ('title' in item) {
      sections.push({ title: item.title, line: item.line, blocks: [], files: {}, settings: {}, after: [] });
      settings = {};
      continue;
    }
    const fail = (message: string): never => {
      throw new RuleFileError(`${file}:${item.line}: ${message}`);
    };
    const [language = '', ...words] = item.info.split(/\s+/);
    const [attribute, path = ''] = (words[0] ?? '').split('=');
    if (words.length === 1 && (attribute === 'file' || attribute === 'after')) {
      const section = sections.at(-1) ?? fail('a file stands before the first heading');
      if (attribute === 'after') section.after.push({ path, text: joinLines(item.content), line: item.line });
      else section.files = { ...section.files, [path]: projectFile(item, rule, fail) };
    } else if (language === 'json') {
      settings = parseSettings(item, words, fail);
      const section = sections.at(-1);
      if (section) section.settings = settings;
    } else if (language === 'python') {
      const section = sections.at(-1) ?? fail('a python block stands before the first heading');
      addPython(section, item, words, { rule, settings }, fail);
    } else if (language === 'py') {
      fail('write `python`, not `py`');
    }
  }
  const tested = sections.filter(({ blocks, files }) => blocks.length > 0 || Object.keys(files).length > 0);
  if (tested.length === 0)
    throw new RuleFileError(`${file}: no heading with a python block or a file of a project`);
  return tested;
}

type Fail = (message: string) => never;

function projectFile(fence: Fence, rule: string, fail: Fail): ProjectFile {
  const { code, findings } = stripMarkers(fence, fail);
  const foreign = findings.find((finding) => finding.rule !== rule);
  if (foreign) fail(`a marker names ${foreign.rule}`);
  return { text: code, findings, line: fence.line };
}

function* itemsOf(file: string, markdown: string): Generator<Fence | { title: string; line: number }> {
  const lines = markdown.split(/\r?\n/);
  let index = 0;
  while (index < lines.length) {
    const text = lines[index] ?? '';
    const line = index + 1;
    const heading = /^#+\s+(.*?)\s*$/.exec(text);
    const fence = /^(`{3,}|~{3,})\s*(.*?)\s*$/.exec(text);
    index += 1;
    if (heading) {
      yield { title: heading[1] ?? '', line };
    } else if (fence) {
      const close = lines.findIndex((other, at) => at >= index && other.trimEnd() === fence[1]);
      if (close < 0) throw new RuleFileError(`${file}:${line}: the block is not closed`);
      yield { info: fence[2] ?? '', line, content: lines.slice(index, close) };
      index = close + 1;
    }
  }
}

function parseSettings(fence: Fence, words: readonly string[], fail: Fail): BlockSettings {
  if (words.join(' ') !== 'settings') fail('a json block has to say `json settings`');
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(fence.content.join('\n')) as Record<string, unknown>;
  } catch (error) {
    return fail(`the settings are not JSON: ${String(error)}`);
  }
  const { targetVersion, options, project, ...rest } = value;
  const unknown = Object.keys(rest);
  if (unknown.length > 0) fail(`unknown settings: ${unknown.join(', ')}`);
  const version = typeof targetVersion === 'string' ? /^(\d+)\.(\d+)$/.exec(targetVersion) : null;
  if (targetVersion !== undefined && !version) fail('targetVersion has to be like "3.9"');
  return {
    ...(version ? { targetVersion: [Number(version[1]), Number(version[2])] } : {}),
    ...(options === undefined ? {} : { options: options as Record<string, unknown> }),
    ...(project === undefined ? {} : { project: project as ProjectSettings }),
  };
}

function addPython(
  section: MutableSection,
  fence: Fence,
  words: readonly string[],
  { rule, settings }: { rule: string; settings: BlockSettings },
  fail: Fail,
): void {
  const kind = words[0] ?? '';
  const outcome = /^(fixed|safe)(?:=(\d+))?$/.exec(kind);
  if (!outcome) {
    const info = parseInfo(words, fail);
    const input = stripMarkers(fence, fail);
    const foreign = input.findings.find((finding) => finding.rule !== rule);
    if (foreign && !info.allRules) fail(`a marker names ${foreign.rule}; say rules=all to compare all rules`);
    section.blocks.push({ line: fence.line, ...info, ...input, settings, files: section.files, texts: [] });
    return;
  }
  const block = section.blocks.at(-1) ?? fail('no input block stands before this one');
  if (words.length > 1) fail(`unknown words: ${words.slice(1).join(' ')}`);
  if (outcome[1] === 'safe' && outcome[2] !== undefined) fail('`safe` takes no number');
  const text = joinLines(fence.content);
  if (text.includes('# error: [')) fail('an expected text cannot hold markers');
  const numbered = outcome[2] !== undefined;
  block.texts.push({
    kind: outcome[1] === 'safe' ? 'safe' : numbered ? 'alternative' : 'fixed',
    alternative: Number(outcome[2] ?? 1),
    text,
    line: fence.line,
  });
}

function parseInfo(words: readonly string[], fail: Fail): Pick<PythonBlock, 'path' | 'allRules' | 'invalid'> {
  let path = 'app.py';
  let allRules = false;
  let invalid = false;
  for (const word of words) {
    if (word.startsWith('path=')) path = word.slice('path='.length);
    else if (word === 'rules=all') allRules = true;
    else if (word === 'invalid') invalid = true;
    else fail(`unknown word in the info string: ${word}`);
  }
  return { path, allRules, invalid };
}

const marker = /\s*# error: \[([\w-]+)\](?: "((?:[^"\\]|\\.)*)")?\s*$/;

function stripMarkers(fence: Fence, fail: Fail): Pick<PythonBlock, 'code' | 'lines' | 'findings'> {
  const code: string[] = [];
  const lines: number[] = [];
  const findings: ExpectedFinding[] = [];
  let next: Omit<ExpectedFinding, 'line'>[] = [];
  fence.content.forEach((original, index) => {
    let text = original;
    const here: Omit<ExpectedFinding, 'line'>[] = [];
    for (let match = marker.exec(text); match; match = marker.exec(text)) {
      text = text.slice(0, match.index);
      const message = match[2]?.replace(/\\(.)/g, '$1');
      here.unshift({ rule: match[1] ?? '', ...(message === undefined ? {} : { message }) });
    }
    if (text.includes('# error:'))
      fail(`a marker in line ${fence.line + 1 + index} cannot be read: ${text.trim()}`);
    if (here.length > 0 && text.trim() === '') {
      next.push(...here);
      return;
    }
    findings.push(...[...next, ...here].map((found) => ({ ...found, line: code.length })));
    next = [];
    code.push(text);
    lines.push(fence.line + 1 + index);
  });
  if (next.length > 0) fail('a marker on a line of its own has no line after it');
  return { code: joinLines(code), lines, findings };
}

function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
