/** The log level that a printed text asks for, from its words. */

export type Level = 'debug' | 'info' | 'warning' | 'error' | 'exception';

const denials =
  /\b(?:no|0|zero|without(?: any)?)\s+(?:errors?|failures?|warnings?|exceptions?|problems?)\b/gi;
const errors =
  /\b(?:errors?|fail(?:s|ed|ure|ures)?|exception|traceback|cannot|can't|could\s?n[o']t|couldn't|unable to|critical|fatal|invalid|crash(?:ed)?|aborted)\b/i;
const warnings = /\b(?:warn|warnings?|deprecated|caution|retrying|skipping)\b/i;
const debugging = /\b(?:debug|debugging|dbg|trace)\b|^\s*(?:-{2,}|={2,})>|^\s*here\b/i;

export function levelOf(text: string): Exclude<Level, 'exception'> {
  const words = text.replace(denials, '');
  // "DEBUG: could not ..." says itself what it is; so does "Warning: ... failed".
  const label = /^\W*(debug|warning|warn|error|info)\b/i.exec(words)?.[1]?.toLowerCase();
  if (label === 'debug' || label === 'info' || label === 'error') return label;
  if (label !== undefined) return 'warning';
  if (errors.test(words)) return 'error';
  if (warnings.test(words)) return 'warning';
  return debugging.test(words) ? 'debug' : 'info';
}
