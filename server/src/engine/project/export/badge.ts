/** The grade as a badge: an SVG made here, and the endpoint JSON from which shields.io makes one. */
import type { Grade, HealthReport } from '../../../protocol/health';
import { overallWords } from './words';

const label = 'python health';

/** White text has a contrast of at least 4.5 to 1 on each. */
const colors: Readonly<Record<Grade | 'none', string>> = {
  A: '#1a7f37',
  B: '#4d7a0a',
  C: '#8a6100',
  D: '#b3470a',
  E: '#b42318',
  none: '#59636e',
};

function colorOf({ overall, grade, gradeShown }: HealthReport): string {
  return overall === null || !gradeShown ? colors.none : colors[grade ?? 'none'];
}

/** Letter and number; below the first stage, the stage: it says where to go, an E does not. */
function messageOf(report: HealthReport): string {
  return report.overall === null || report.gradeShown || report.stageTitle === null
    ? overallWords(report)
    : `stage ${report.stageTitle}`;
}

export function renderShields(report: HealthReport): string {
  const badge = { schemaVersion: 1, label, message: messageOf(report), color: colorOf(report).slice(1) };
  return `${JSON.stringify(badge, null, 2)}\n`;
}

export function renderBadge(report: HealthReport): string {
  const message = messageOf(report);
  const [left, right] = [textWidth(label) + 10, textWidth(message) + 10];
  const width = left + right;
  const title = escapeXml(`${label}: ${message}`);
  const text = (words: string, start: number, length: number): string =>
    `<text x="${start + length / 2}" y="14" textLength="${length - 10}">${escapeXml(words)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${title}">`,
    `  <title>${title}</title>`,
    `  <clipPath id="round"><rect width="${width}" height="20" rx="3"/></clipPath>`,
    `  <g clip-path="url(#round)">`,
    `    <rect width="${left}" height="20" fill="#3b424a"/>`,
    `    <rect x="${left}" width="${right}" height="20" fill="${colorOf(report)}"/>`,
    `  </g>`,
    `  <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">`,
    `    ${text(label, 0, left)}`,
    `    ${text(message, left, right)}`,
    `  </g>`,
    `</svg>`,
    '',
  ].join('\n');
}

/** Width at 11 pixels, good to a pixel or two: `textLength` makes the text fit whatever font is there. */
function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    width += /[ijl.,:' ]/.test(character) ? 3.9 : /[A-Zmw0-9]/.test(character) ? 7.6 : 6.4;
  }
  return Math.round(width);
}

export function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  // Control characters are not allowed in XML, not even escaped.
  return [...text]
    .map((character) => entities[character] ?? (isControl(character) ? ' ' : character))
    .join('');
}

function isControl(character: string): boolean {
  return character < ' ' && character !== '\n' && character !== '\t';
}
