/** Hover on a finding: why it matters in production, and what the code looks like before and after its fix. */
import { MarkupKind, type Hover, type MarkupContent } from 'vscode-languageserver';
import {
  applyFix,
  ruleUrl,
  settingsFor,
  type Applicability,
  type Engine,
  type Finding,
  type Rule,
} from '../../engine';
import { toOffset, toRange } from '../convert';
import { request } from '../guard';
import type { Session } from '../session';

const applicabilityText: Readonly<Record<Applicability | 'none', string>> = {
  safe: 'The fix is safe: it keeps what the code does, and runs in *Fix all*.',
  unsafe: 'The fix may change what the code does: it is only applied when you choose it.',
  display: 'There is a suggestion to look at; it is never applied by itself.',
  none: 'There is no automatic fix.',
};

interface Example {
  readonly before: string;
  readonly after: string | undefined;
}

export function registerHover(session: Session): void {
  const examples = new Map<string, Example | undefined>();
  const exampleOf = (engine: Engine, rule: Rule): Example | undefined => {
    const { name } = rule.meta;
    if (!examples.has(name)) examples.set(name, fixExample(engine, rule));
    return examples.get(name);
  };

  session.connection.onHover(
    request(
      session,
      'textDocument/hover',
      null,
      async ({ textDocument, position }): Promise<Hover | null> => {
        const current = await session.current(textDocument.uri);
        if (!current?.checked) return null;
        const { analysis, engine } = current.checked;
        const offset = toOffset(analysis.source, position);
        const here = analysis.findings.filter(({ start, end }) => start <= offset && offset <= end);
        // The innermost findings: a finding on a whole statement would drown those on its parts.
        const shortest = Math.min(...here.map(({ start, end }) => end - start));
        const innermost = here.filter(({ start, end }) => end - start === shortest);
        const first = innermost[0];
        if (!first) return null;
        const saysMessage = session.options.hoverShowsDiagnostics !== true;
        const rules = new Map(engine.rules.map((rule) => [rule.meta.name, rule]));
        const pages = innermost.flatMap((finding) => {
          const rule = rules.get(finding.rule);
          return rule ? [page(finding, rule, exampleOf(engine, rule), saysMessage)] : [];
        });
        return {
          contents: content(session, pages.join('\n\n---\n\n')),
          range: toRange(analysis.source, first),
        };
      },
    ),
  );
}

function content({ capabilities }: Session, markdown: string): MarkupContent {
  const formats = capabilities.textDocument?.hover?.contentFormat ?? [MarkupKind.PlainText];
  if (formats.includes(MarkupKind.Markdown)) return { kind: MarkupKind.Markdown, value: markdown };
  return { kind: MarkupKind.PlainText, value: plain(markdown) };
}

function page(finding: Finding, { meta }: Rule, example: Example | undefined, saysMessage: boolean): string {
  const parts = [
    ...(saysMessage ? [`**${escape(finding.message)}**`] : []),
    meta.docs.why,
    ...(example ? [`Before:\n\n${code(example.before)}`] : []),
    ...(example?.after === undefined ? [] : [`After:\n\n${code(example.after)}`]),
    meta.fix === 'none'
      ? `${applicabilityText.none}${meta.whyNoFix ? ` ${meta.whyNoFix}` : ''}`
      : applicabilityText[meta.fix],
    `[${meta.name}](${ruleUrl(meta.name)})`,
  ];
  return parts.join('\n\n');
}

/** The rule's first bad example, and the same after the first fix of its first finding. */
function fixExample(engine: Engine, rule: Rule): Example | undefined {
  const example = rule.meta.docs.bad[0];
  if (!example) return undefined;
  const analysis = engine.open(example.path ?? 'app.py', example.code, settingsFor([rule]));
  try {
    const finding = analysis.findings[0];
    const fix = finding && analysis.fixes(finding)[0];
    return { before: example.code, after: fix && applyFix(example.code, fix) };
  } finally {
    analysis.dispose();
  }
}

function code(text: string): string {
  return `\`\`\`python\n${text.trimEnd()}\n\`\`\``;
}

/** Messages quote code of the document, which must not turn into links or formatting. */
function escape(text: string): string {
  return text.replace(/[\\*_{}[\]<>#|~]/g, '\\$&');
}

function plain(markdown: string): string {
  return markdown
    .replace(/^```.*$\n?/gm, '')
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '$1: $2')
    .replace(/\*\*(.*?)\*\*/g, '$1')
    .replace(/\\([\\*_{}[\]<>#|~])/g, '$1');
}
