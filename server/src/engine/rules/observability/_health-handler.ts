/** The function of a health route, in the way of its framework. */

import type { FixContext } from '../../lint/context';

/** Lines without breaks. The function takes a name that does not occur in the file. */
export function healthHandler(variable: string, framework: string, context: FixContext): readonly string[] {
  const { text, indentUnit } = context.source;
  const name =
    ['health', 'health_check', 'service_health'].find((one) => !new RegExp(`\\b${one}\\b`).test(text)) ??
    'seaworthy_health';
  const [major, minor] = context.targetVersion;
  const result = major > 3 || minor >= 9 ? ' -> dict[str, str]' : '';
  return [
    `@${variable}.get("/health")`,
    `${framework === 'Flask' ? 'def' : 'async def'} ${name}()${result}:`,
    `${indentUnit}"""Answer that the process is up; check what it depends on here too."""`,
    `${indentUnit}return {"status": "ok"}`,
  ];
}
