/** Names and values of secrets: what counts, what does not. No value here opens anything. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environmentName } from '../../server/src/engine/lint/environment-fix';
import {
  entropy,
  isPlausibleSecret,
  secretKind,
  wordsOf,
  type SecretKind,
} from '../../server/src/engine/semantics/secrets';

function plausible(value: string, name: string, hasCompanion = false): boolean {
  const kind = secretKind(name);
  assert.ok(kind, `${name} is no secret's name`);
  return isPlausibleSecret(value, { name, kind, hasCompanion });
}

describe('words of a name', () => {
  it('splits every style the same', () => {
    for (const name of ['DB_PASSWORD', 'dbPassword', 'db-password', 'DbPassword', '_db__password']) {
      assert.deepEqual(wordsOf(name), ['db', 'password'], name);
    }
    assert.deepEqual(wordsOf('AWSSecretKey'), ['aws', 'secret', 'key']);
  });
});

describe('names of secrets', () => {
  const kinds: Record<SecretKind, string[]> = {
    password: [
      'password',
      '_pass',
      'passwd',
      'pwd',
      'PassWord',
      'DB_PASSWORD',
      'smtpPassword',
      'password2',
      'passphrase',
    ],
    secret: ['secret', 'secrete', 'SECRET_KEY', 'client_secret', 'clientSecret', 'secretkey'],
    token: [
      'token',
      'API_KEY',
      'apikey',
      'api-key',
      'AWS_ACCESS_KEY',
      'privateKey',
      'authToken',
      'signing_key',
    ],
    weak: ['Authorization', 'auth', 'credentials'],
  };
  for (const [kind, names] of Object.entries(kinds)) {
    it(`knows those of kind ${kind}`, () => {
      for (const name of names) assert.equal(secretKind(name), kind, name);
    });
  }

  it('leaves names alone that describe, ask or belong to parsers', () => {
    const names = [
      'TOKEN_URL', 'password_field', 'SECRET_NAME', 'token_type', 'password_hash', 'api_key_header', 'secret_file',
      'csrf_token', 'next_token', 'pad_token', 'public_key', 'primary_key', 'is_password', 'reset_password', 'keyword',
      'tokenizer', 'author', 'compassion', 'passed', 'bypass', 'monkey', 'turnkey', 'key', 'a password', 'passenger',
    ]; // prettier-ignore
    for (const name of names) assert.equal(secretKind(name), undefined, name);
  });
});

describe('values of secrets', () => {
  it('takes what people and generators make', () => {
    const cases: [string, string][] = [
      ['s3cr3t', 'password'],
      ['s3cr3t', 'token'],
      ['s3cr3t', 'secret'],
      ['hunter2', 'password'],
      ['P@ssw0rd!', 'password'],
      ['password123', 'password'],
      ['Tr0ub4dor&3', 'db_password'],
      ['9f86d081884c7d659a2f', 'api_key'],
      ['wJalrXUtnFEMI/K7MDENG/bPxRfiCY123456KEY1', 'access_key'],
      ['sk_test_4eC39HqLyjWDarjtT1zdp7dc', 'api_key'],
      ['django-insecure-x8#q2@k1z)vw0t$m3', 'SECRET_KEY'],
      ['QhTzKvLwNsYpRxBmGdFcJa', 'token'],
      ['123e4567-e89b-12d3-a456-426614174000', 'client_secret'],
      ['Bearer 8fK2mQ9xLw3Zr7Tb5Yc1', 'Authorization'],
    ];
    for (const [value, name] of cases) assert.ok(plausible(value, name), `${name} = ${value}`);
  });

  it('takes a word alone only beside a user', () => {
    assert.ok(plausible('swordfish', 'password', true));
    assert.ok(!plausible('swordfish', 'password'));
    assert.ok(!plausible('swordfish', 'token', true));
  });

  it('leaves everything else', () => {
    const cases: [string, string][] = [
      ['', 'password'],
      ['abc', 'password'],
      ['password', 'password'],
      ['pass', 'password'],
      ['new_password1', 'password'],
      ['refresh_token', 'refresh_token'],
      ['<your-token-1>', 'token'],
      ['{token1}', 'token'],
      ['${TOKEN_1}', 'token'],
      ['%(token)s1', 'token'],
      ['your_api_key_1', 'api_key'],
      ['changeme1', 'password'],
      ['AKIAIOSFODNN7EXAMPLE', 'access_key'],
      ['xxxxxxxx1', 'api_key'],
      ['********', 'password'],
      ['12345678', 'password'],
      ['abcd1234', 'api_key'],
      ['test123', 'password'],
      ['dummy-token-1', 'token'],
      ['Enter password 2', 'password'],
      ['/run/secrets/db1', 'password'],
      ['secrets/db1.json', 'secret'],
      ['https://example.com/a1', 'token'],
      ['token1.pem', 'token'],
      ['1.2.3', 'token'],
      ['pbkdf2_sha256', 'secret'],
      ['django.contrib.auth', 'secret'],
      ['X-Auth-Token', 'token'],
      ['HS256', 'token'],
      ['DB_PASSWORD_1', 'password'],
      ['[a-z0-9]+', 'token'],
      ['^s3cr3t$', 'token'],
      ['<input1>', 'password'],
      ['#password1', 'password'],
      ['Password:', 'password'],
      ['hunter2', 'token'],
      ['basic', 'auth'],
      ['oauth2', 'auth'],
    ];
    for (const [value, name] of cases) assert.ok(!plausible(value, name), `${name} = ${value}`);
  });

  it('answers in time that grows with the value, not faster', () => {
    for (const unit of ['a', 'a-', 'aA1', 'a.b/', '[-', '%(', '{']) {
      const start = performance.now();
      plausible(unit.repeat(4000), 'token');
      plausible(unit.repeat(2000).slice(0, 4096), 'password');
      assert.ok(performance.now() - start < 500, unit);
    }
  });

  it('measures entropy in bits per character', () => {
    assert.equal(entropy('aaaa'), 0);
    assert.equal(entropy('abcd'), 2);
  });
});

describe('names of environment variables', () => {
  it('asks the surroundings only where the name is generic', () => {
    assert.equal(environmentName('STRIPE_API_KEY', ['settings']), 'STRIPE_API_KEY');
    assert.equal(environmentName('password', ['DATABASES']), 'DB_PASSWORD');
    assert.equal(environmentName('PASSWORD', ['default', 'DATABASES']), 'DB_PASSWORD');
    assert.equal(environmentName('apiKey', ['OpenAI']), 'OPEN_AI_API_KEY');
    assert.equal(environmentName('password', ['self', 'config']), 'PASSWORD');
  });

  it('never writes the name of the working directory', () => {
    assert.equal(environmentName('pwd', []), 'PASSWORD');
    assert.equal(environmentName('_pass', []), 'PASSWORD');
  });

  it('gives nothing where no portable name comes out', () => {
    assert.equal(environmentName('пароль', []), undefined);
    assert.equal(environmentName('1password', []), undefined);
  });
});
