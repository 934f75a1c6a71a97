/** Standard output and standard error of the command line. */

export const exitCodes = { clean: 0, findings: 1, error: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Wrong use: the message is for the person who typed the command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Large outputs must be written before the process ends. */
export function print(text: string | Uint8Array, stream: NodeJS.WriteStream = process.stdout): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

export function fail(message: string): void {
  process.stderr.write(`seaworthy: error: ${message}\n`);
}

export function warn(message: string): void {
  process.stderr.write(`seaworthy: warning: ${message}\n`);
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

export interface Paint {
  readonly bold: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** Colours for terminals, unless NO_COLOR or a dumb terminal says otherwise. */
export function createPaint(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv = process.env): Paint {
  const on = env['FORCE_COLOR']
    ? env['FORCE_COLOR'] !== '0'
    : stream.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const style = (code: number) => (text: string) => (on ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    bold: style(1),
    faint: style(2),
    red: style(31),
    yellow: style(33),
    blue: style(34),
    cyan: style(36),
  };
}
