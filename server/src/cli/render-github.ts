/** `check --output-format github`: workflow commands, which GitHub shows as annotations of the changed files. */
import type { Severity } from '../engine';
import type { Reported } from './findings';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

export function renderGithub(reported: readonly Reported[], shownPath: (file: string) => string): string {
  return reported.map((one) => command(one, shownPath)).join('');
}

function command({ file, finding }: Reported, shownPath: (file: string) => string): string {
  const { rule, severity, message, start, end } = finding;
  // The runner takes columns only for what stands on one line.
  const columns = start.line === end.line ? { col: start.point + 1, endColumn: end.point + 1 } : {};
  const properties = {
    title: `Seaworthy (${rule})`,
    file,
    line: start.line + 1,
    endLine: end.line + 1,
    ...columns,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  // The log of the run shows the text alone.
  const text = `${shownPath(file)}:${start.line + 1}:${start.point + 1}: ${rule}: ${message}`;
  return `::${commands[severity]} ${list.join(',')}::${data(text)}\n`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
