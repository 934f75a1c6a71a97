/** `check --output-format markdown`: for the summary of a pipeline's run, or a comment on a pull request. */
import { ruleUrl } from '../engine';
import { groupByFile, type Reported } from './findings';
import { slashed } from './shown-path';

export interface MarkdownOptions {
  readonly shownPath: (file: string) => string;
  readonly summary: string;
}

export function renderFindingsMarkdown(
  reported: readonly Reported[],
  { shownPath, summary }: MarkdownOptions,
): string {
  const lines = ['# Seaworthy', '', summary, ''];
  for (const [file, ofFile] of groupByFile(reported)) {
    lines.push(`## ${code(slashed(shownPath(file)))}`, '', ...ofFile.map(item), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function item({ finding }: Reported): string {
  const { rule, severity, message, start, fixes } = finding;
  const fix = fixes?.[0];
  const help = fix ? ` *Fix (${fix.applicability}): ${escape(fix.title)}*` : '';
  return `- **${start.line + 1}:${start.point + 1}** ${severity} [${rule}](${ruleUrl(rule)}): ${escape(message)}${help}`;
}

/** Messages quote code between backticks, where nothing needs escaping. */
function escape(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith('`') && part.length > 1 ? part : part.replace(/[\\*_[\]<>`|#@~]/g, '\\$&'),
    )
    .join('');
}

function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
