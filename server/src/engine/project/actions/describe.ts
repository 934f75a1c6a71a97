/** What the files of a project say about it: a name, a sentence, a licence. Nothing is invented. */
import type { ProjectFacts } from '../facts';
import { tableAt } from '../facts/documents';

export interface Description {
  readonly name: string;
  readonly description: string | undefined;
  readonly readme: string | undefined;
  /** SPDX identifier, where the text is one of the common licences. */
  readonly licence: string | undefined;
}

const licences: readonly (readonly [RegExp, string])[] = [
  [/\bMIT License\b|Permission is hereby granted, free of charge/i, 'MIT'],
  [/Apache License,?\s+Version 2\.0/i, 'Apache-2.0'],
  [/Mozilla Public License,? (?:v(?:ersion)?\.? ?)?2\.0/i, 'MPL-2.0'],
  [/GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3/i, 'AGPL-3.0-only'],
  [/GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3/i, 'LGPL-3.0-only'],
  [/GNU GENERAL PUBLIC LICENSE\s+Version 3/i, 'GPL-3.0-only'],
  [/Neither the name of[\s\S]*may be used to endorse/i, 'BSD-3-Clause'],
  [/Redistributions of source code must retain/i, 'BSD-2-Clause'],
  [/\bISC License\b/i, 'ISC'],
];

export function describeProject(facts: ProjectFacts): Description {
  const readme = [...facts.paths].find((path) => /^readme(?:\.(?:md|rst|txt))?$/i.test(path));
  const licenceFile = [...facts.paths].find((path) => /^(?:licen[cs]e|copying)[\w.-]*$/i.test(path));
  const text = licenceFile === undefined ? undefined : facts.snapshot.text(licenceFile);
  return {
    name: nameOf(facts, readme),
    description: readme === undefined ? undefined : firstSentence(facts.snapshot.text(readme) ?? ''),
    readme,
    licence: text === undefined ? undefined : licences.find(([pattern]) => pattern.test(text))?.[1],
  };
}

/** The package, the readme's title, or the module: never the folder, whose name is no part of the project. */
function nameOf(facts: ProjectFacts, readme: string | undefined): string {
  const { pyproject } = facts;
  const given = pyproject.status === 'ok' ? tableAt(pyproject.data, 'project')?.name : undefined;
  if (typeof given === 'string') return given;
  const initializer = facts.sources.code.find(({ path }) => /^(?:src\/)?[^/]+\/__init__\.py$/.test(path));
  const named = initializer?.path.replace(/^src\//, '').split('/')[0];
  const title = readme === undefined ? undefined : titleOf(facts.snapshot.text(readme) ?? '');
  const single = facts.sources.code[0]?.path.split('/').at(-1)?.replace(/\.py$/, '');
  const name = [named, title, single].map(toName).find((one) => one !== '');
  return name ?? 'project';
}

function toName(text: string | undefined): string {
  const name = (text ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name.length <= 40 ? name : '';
}

export function titleOf(readme: string): string | undefined {
  const heading = /^#\s+(.+?)\s*#*\s*$/m.exec(readme)?.[1] ?? /^(\S.*)\r?\n[=*-]{3,}\s*$/m.exec(readme)?.[1];
  return heading?.replace(/[*_`[\]]|\(.*\)/g, '').trim();
}

/** The first line of running text below the title, without markup. */
function firstSentence(readme: string): string | undefined {
  const running = readme.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').replace(/<!--[\s\S]*?-->/g, '');
  for (const line of running.split(/\r\n|\n/)) {
    const text = line
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[*_`]/g, '')
      .trim();
    if (!/^[A-Za-z]/.test(text) || text.split(' ').length < 3) continue;
    const sentence = /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
    return sentence.length <= 200 ? sentence : undefined;
  }
  return undefined;
}
