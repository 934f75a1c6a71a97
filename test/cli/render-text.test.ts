/** The full form of the text output: the line of code with what is meant underlined, and never a secret. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { renderText, type TextOptions } from '../../server/src/cli/render-text';
import { createPaint } from '../../server/src/cli/output';
import type { Reported } from '../../server/src/cli/findings';

const place = (line: number, column: number) => ({ line, column, point: column });

function rendered(rule: string, code: string, from: number, to: number, endLine = 0): string {
  const reported: Reported = {
    file: '/shop/app.py',
    root: '/shop',
    finding: {
      rule,
      messageId: 'm',
      severity: 'warning',
      message: 'M.',
      start: place(0, from),
      end: place(endLine, to),
    },
  };
  const options: TextOptions = {
    paint: createPaint(process.stdin as unknown as NodeJS.WriteStream),
    shownPath: () => 'app.py',
    hides: (name) => name === 'hardcoded-secret',
    readLines: () => code.split('\n'),
  };
  return renderText([reported], options);
}

it('shows the line of a finding', () => {
  assert.match(rendered('bare-except', 'x = "abc"  # y', 4, 9), /1 \| x = "abc" {2}# y\n +\| {5}\^{5}\n/);
});

it('shows the line of a secret without it, also when it spans lines', () => {
  assert.match(
    rendered('hardcoded-secret', 'x = "abc"  # y', 4, 9),
    /1 \| x = \*{5} {2}# y\n +\| {5}\^{5}\n/,
  );
  const long = rendered('hardcoded-secret', 'x = """abc\ndef"""', 4, 6, 1);
  assert.ok(!/abc|def/.test(long), long);
});

it('hides a secret in the lines of other findings as well', () => {
  const code = 'login("me", "abc", "def")';
  const finding = (rule: string, from: number, to: number): Reported => ({
    file: '/shop/app.py',
    root: '/shop',
    finding: {
      rule,
      messageId: 'm',
      severity: 'warning',
      message: 'M.',
      start: place(0, from),
      end: place(0, to),
    },
  });
  const text = renderText(
    [
      finding('missing-timeout', 0, 5),
      finding('hardcoded-secret', 12, 17),
      finding('hardcoded-secret', 19, 24),
    ],
    {
      paint: createPaint(process.stdin as unknown as NodeJS.WriteStream),
      shownPath: () => 'app.py',
      hides: (name) => name === 'hardcoded-secret',
      readLines: () => [code],
    },
  );
  assert.ok(!/abc|def/.test(text), text);
  assert.equal(text.match(/login\("me", \*{5}, \*{5}\)/g)?.length, 3);
});
