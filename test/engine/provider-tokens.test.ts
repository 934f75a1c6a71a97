/** Tokens by provider: made up from a seed in each form, found at their exact place in every shape of Python code. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settingsFor } from '../../server/src/engine/index';
import { isProviderToken, providerTokens } from '../../server/src/engine/semantics/provider-tokens';
import { createEngine } from '../harness/engine';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';
const alnum = lower + upper + digits;
const hex = '0123456789abcdef';
const wordy = `${alnum}_-`;

let seed = 20_261_122;
function random(alphabet: string, length: number): string {
  let text = '';
  while (text.length < length) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    text += alphabet[(seed >>> 16) % alphabet.length] ?? '';
  }
  return text;
}

/** Parts are put together here, so that no scanner takes this file for one that holds tokens. */
const made: readonly (readonly [string, () => string])[] = [
  ['AWS access key id', () => `AK${'IA'}${random(`${upper}234567`, 16)}`],
  ['GitHub token', () => `gh${'p_'}${random(alnum, 36)}`],
  ['GitHub token', () => `github_${'pat_'}${random(alnum, 22)}_${random(alnum, 59)}`],
  ['GitLab token', () => `gl${'pat-'}${random(alnum, 20)}`],
  ['Slack token', () => `xo${'xb-'}${random(digits, 11)}-${random(digits, 12)}-${random(alnum, 24)}`],
  ['Anthropic key', () => `sk-${'ant-'}api03-${random(alnum, 93)}AA`],
  ['OpenAI key', () => `sk-${'proj-'}${random(alnum, 24)}T3${'BlbkFJ'}${random(alnum, 24)}`],
  ['Stripe key', () => `sk_${'live_'}${random(alnum, 24)}`],
  ['Google API key', () => `AI${'za'}${random(alnum, 35)}`],
  ['Google OAuth secret', () => `GOC${'SPX-'}${random(alnum, 28)}`],
  ['Hugging Face token', () => `h${'f_'}${random(lower + upper, 34)}`],
  ['SendGrid key', () => `S${'G.'}${random(alnum, 22)}.${random(alnum, 43)}`],
  ['npm token', () => `np${'m_'}${random(alnum, 36)}`],
  ['PyPI token', () => `py${'pi-AgEI'}${random(alnum, 60)}`],
  ['Telegram bot token', () => `8${random('2356789', 8)}:A${'A'}${random(alnum, 33)}`],
  ['DigitalOcean token', () => `do${'p_v1_'}${random(hex, 64)}`],
  ['Shopify token', () => `shp${'at_'}${random(hex, 32)}`],
  ['Databricks token', () => `da${'pi'}${random(hex, 32)}`],
  ['Vault token', () => `hv${'s.'}${random(alnum, 95)}`],
  ['Groq key', () => `gs${'k_'}${random(alnum, 52)}`],
  ['Replicate token', () => `r${'8_'}${random(alnum, 37)}`],
  ['JSON Web Token', () => `ey${'J'}${random(alnum, 20)}.ey${'J'}${random(alnum, 30)}.${random(wordy, 43)}`],
];

const shapes: readonly ((literal: string) => string)[] = [
  (literal) => `x = ${literal}\n`,
  (literal) => `x: str = ${literal}\n`,
  (literal) => `self.x = ${literal}\n`,
  (literal) => `d["x"] = ${literal}\n`,
  (literal) => `d = {"x": ${literal}}\n`,
  (literal) => `f(x=${literal})\n`,
  (literal) => `f(1, ${literal})\n`,
  (literal) => `def f(x=${literal}):\n    return x\n`,
  (literal) => `if x == ${literal}:\n    pass\n`,
  (literal) => `x = b${literal}\n`,
  (literal) => `x = [${literal}]\n`,
  (literal) => `class A:\n    x = ${literal}\n`,
];

describe('tokens of providers', () => {
  for (const [provider, make] of made) {
    it(`${provider}: found at its place, alone and inside text`, () => {
      for (let round = 0; round < 40; round += 1) {
        const token = make();
        // What a real token may hold by accident, too: it counts as a sample then.
        if (/example|sample|dummy|your|abcdef|123456|654321|(.)\1{5}|xxxxx/i.test(token)) continue;
        for (const [before, after] of [['', ''], ['"token ', '"'], ['(', ')'], ['a=', '&b']] as const) {
          const text = before + token + after;
          assert.deepEqual(
            [...providerTokens(text)].map((one) => [one.provider, one.start, one.end]),
            [[provider, before.length, before.length + token.length]],
            text,
          );
        }
        assert.equal(isProviderToken(token), true);
        assert.deepEqual([...providerTokens(`x${token}`)], [], 'glued to the left');
        assert.equal(isProviderToken(`${token} and more`), false);
      }
    }); // prettier-ignore
  }

  it('one finding for each token in each shape, of one rule', async () => {
    const { engine } = await createEngine();
    const rules = engine.rules.filter(({ meta }) =>
      ['provider-secret-literal', 'hardcoded-secret'].includes(meta.name),
    );
    for (const [provider, make] of made) {
      for (const shape of shapes) {
        const literal = `"${make()}"`;
        const code = shape(literal);
        const analysis = engine.open('app.py', code, settingsFor(rules));
        const found = analysis.findings.map(({ rule, start, end, message }) => [
          rule,
          code.slice(start, end),
          message.includes(provider),
        ]);
        const fixed = analysis.findings.flatMap((finding) => analysis.fixes(finding)).length;
        analysis.dispose();
        assert.deepEqual(
          found,
          [['provider-secret-literal', code.includes(`b${literal}`) ? `b${literal}` : literal, true]],
          code,
        );
        assert.ok(fixed >= 2, code);
      }
    }
  });

  it('nothing in what only looks like one', () => {
    const others = [
      'AKIA', 'AKIAIOSFODNN7EXAMPLE', 'ghp_', 'ghp_short', 'sk-learn', 'sk-something-else', 'xoxo-hugs', 'hf_hub_download',
      'key-value', 'npm_config_registry', 'pypi-server', 'eyJhbGciOiJIUzI1NiJ9', 'dp.st.name', 'SG.1', 'r8_unorm',
      'https://hooks.slack.com/services/', 'sk_test_mode', 'lin_api_docs', 'd41d8cd98f00b204e9800998ecf8427e',
      '3fa85f64-5717-4562-b3fc-2c963f66afa6', '/usr/share/ghp_tools/read_only_memory_of_the_system', `ghp_${'x'.repeat(36)}`,
      '-----BEGIN CERTIFICATE-----\nMIIEow9xKq2LmT7vRb4W', '-----BEGIN PUBLIC KEY-----\nMIIEow9xKq2LmT7vRb4W', '-----BEGIN PRIVATE KEY-----',
    ]; // prettier-ignore
    for (const text of others) assert.deepEqual([...providerTokens(text)], [], text);
  });
});
