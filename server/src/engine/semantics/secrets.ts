/**
 * Tells secrets from other strings, by the name that a value is bound to and by the value itself.
 *
 * A name says how sure one can be: a password may be any human word, a token never is. The value then has to look like
 * one that was chosen or generated, not like a placeholder, an identifier, a label or a path. Values are never kept.
 */
import { describingWords, dummyWords, plainKeys, tokenQualifiers, verbs } from './secret-words';

/** `password`: chosen by people; `secret`, `token`: generated; `weak`: the name alone proves little. */
export type SecretKind = 'password' | 'secret' | 'token' | 'weak';

const passwordTerm = /(?:^|_)(?:pas+_?wo?r?ds?|pass_?phrase|pass_?code|pass|pwd)(?:_|$)/;
const secretTerm = /(?:^|_)(?:secrete?s?|secret_?key)(?:_|$)/;
const tokenTerm = /(?:^|_)(?:tokens?|bearer)(?:_|$)/;
const keyTerm =
  /(?:^|_)(?:api|access|private|client|account|auth|service|encryption|signing|signature|master|jwt|session|storage|application|app|consumer|license|deploy|webhook|hmac|crypto?|cipher|aes|fernet|db|admin)_?keys?(?:_|$)/;
const weakTerm = /(?:^|_)(?:auth|authorization|credentials?|creds?)(?:_|$)/;
/** Quick look before any splitting; whatever a term matches, this matches too. */
export const secretNameHint = /pas|pwd|secret|token|bearer|key|auth|cred/i;

/** Words of a name, lower case, camel case split: `DB_PASSWORD`, `dbPassword` and `db-password` give the same. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** What kind of secret a variable, attribute, key or parameter of this name holds; undefined for none. */
export function secretKind(name: string): SecretKind | undefined {
  if (name.length > 64 || !secretNameHint.test(name) || /\s/.test(name)) return undefined;
  const words = wordsOf(name);
  while (words.length > 1 && /^\d+$/.test(words.at(-1) ?? '')) words.pop();
  const last = (words.pop() ?? '').replace(/(?<=[a-z])\d+$/, '');
  words.push(last);
  if (words.length > 1 && describingWords.has(last)) return undefined;
  if (words.length > 1 && verbs.has(words[0] ?? '')) return undefined;
  const joined = words.join('_');
  if (/(?:^|_)(?:csrf|xsrf|public|primary|foreign)(?:_|$)/.test(joined)) return undefined;
  if (passwordTerm.test(joined)) return 'password';
  if (secretTerm.test(joined)) return 'secret';
  if (keyTerm.test(joined)) return 'token';
  if (tokenTerm.test(joined)) return words.some((word) => tokenQualifiers.has(word)) ? undefined : 'token';
  // `OPENWEATHER_KEY`: any key may be a service's.
  if (words.length > 1 && last === 'key')
    return words.some((word) => plainKeys.has(word)) ? undefined : 'weak';
  return weakTerm.test(joined) ? 'weak' : undefined;
}

export interface SecretContext {
  readonly name: string;
  readonly kind: SecretKind;
  /** A user name, host or the like stands beside it: a plain word may be a password then. */
  readonly hasCompanion: boolean;
  /** The place of a framework's signing key, such as `app.secret_key`: whatever stands there is one. */
  readonly isSigningKey?: boolean;
}

const longestRead = 256;

/** True when `value` may well be the real secret of that name. */
export function isPlausibleSecret(
  value: string,
  { name, kind, hasCompanion, isSigningKey = false }: SecretContext,
): boolean {
  const scheme = /^(?:Bearer|Basic|Token|Bot|ApiKey)\s+(\S+)$/i.exec(value)?.[1];
  // What it is shows in the first characters; a key file's text need not be read to its end.
  const bare = (scheme ?? value).slice(0, longestRead);
  if (bare.length < 4 || isTemplate(bare) || isPlaceholder(bare) || isHash(bare)) return false;
  if (isLocation(bare) || isPattern(bare)) return false;
  if (isSigningKey) return /[A-Za-z]/.test(bare);
  if (kind === 'password' && mailPassword.test(bare)) return true;
  if (/\s/.test(bare)) return false;
  if (!/[A-Za-z]/.test(bare) || isSequence(bare) || repeatsName(bare, name)) return false;
  if (kind === 'password' || kind === 'secret') return looksChosen(bare, kind === 'password' && hasCompanion);
  return looksGenerated(bare, kind === 'weak' || scheme !== undefined);
}

/** As Google writes the passwords that it makes for mail programs. */
const mailPassword = /^[a-z]{4}(?: [a-z]{4}){3}$/;

/** What is stored in place of a password: bcrypt, Argon2, PBKDF2, crypt. */
function isHash(value: string): boolean {
  return /^\$(?:2[abxy]?|[156y]|argon2\w*|pbkdf2[\w-]*|scrypt)\$|^(?:pbkdf2_\w+|argon2|bcrypt\w*|scrypt)\$/.test(
    value,
  );
}

/** `<token>`, `{token}`, `${TOKEN}`, `%(token)s`, `[token]`, `$TOKEN`. */
function isTemplate(value: string): boolean {
  return (
    /^[<[(].*[>\])]$/s.test(value) ||
    /\{[^}]*\}|\$\{|\$\(|%\(\w+\)|(?<![A-Za-z0-9])%[sdr](?![A-Za-z0-9])/.test(value) ||
    /^\$[A-Za-z_]+$|^%\w+%$|^__\w+__$/.test(value)
  );
}

const placeholder =
  /example|change.?me|change.?this|placeholder|redacted|replace.?me|insert.?your|your.?(?:own.?)?(?:api|secret|token|pass|key)/i;

function isPlaceholder(value: string): boolean {
  if (placeholder.test(value) || /(.)\1{3,}/.test(value) || /\*{3}|\.{3}|…/.test(value)) return true;
  // A long run of mixed characters is no dummy, whatever word stands before it (`sk_test_...`).
  if (longestMixedRun(value) >= 16) return false;
  return wordsOf(value.replace(/\d+/g, '_')).some((word) => dummyWords.has(word));
}

function longestMixedRun(value: string): number {
  let longest = 0;
  for (const [run] of value.matchAll(/[A-Za-z0-9]+/g)) {
    if (/\d/.test(run) && /[A-Za-z]/.test(run)) longest = Math.max(longest, run.length);
  }
  return longest;
}

/** URLs, paths, file names, host names, versions, element ids. */
function isLocation(value: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ||
    /^(?:\.{0,2}[/\\]|~|[A-Za-z]:\\|#[a-z]|@)/i.test(value) ||
    /^[\w-]+(?:[/\\:][a-z_.-]*)+$/i.test(value) ||
    /^[\w.-]+\.(?:py|json|ya?ml|toml|ini|cfg|conf|txt|pem|key|crt|cer|html?|xml|js|css|csv|db|env|pub|com|org|net|io|local)$/i.test(
      value,
    ) ||
    /^v?\d+(?:\.\d+)+[\w-]*$/i.test(value)
  );
}

/** Regular expressions, markup, selectors, query strings. */
function isPattern(value: string): boolean {
  return /^\^|\$$|\\[bdswBDSW]|\(\?|\[[^[\]]*-[^[\]]*\]|<\w|&\w+;|^[\w-]+(?:\?|=(?!=?$))|::/.test(value);
}

/** One character again and again, or characters that count up or down: `12345678`, `abcd1234`. */
function isSequence(value: string): boolean {
  let steps = 0;
  for (let index = 1; index < value.length; index += 1) {
    const step = value.charCodeAt(index) - value.charCodeAt(index - 1);
    if (step >= -1 && step <= 1) steps += 1;
  }
  return steps >= (value.length - 1) * 0.66;
}

/** `password="password"`, `token="auth_token"`, `password="new_password1"`: the value only says what it is. */
function repeatsName(value: string, name: string): boolean {
  const letters = value.toLowerCase().replace(/[^a-z]/g, '');
  const own = name.toLowerCase().replace(/[^a-z]/g, '');
  if (letters === '' || own === letters || (letters.length >= 3 && own.includes(letters)))
    return !/\d{3}|[^\w\s.:-]/.test(value);
  const mentions =
    /pass_?wo?r[dt]|passwd|kennwort|contrase|senha|wachtwoord|mot_?de_?passe|pass_?phrase|secret|token|api.?key|access.?key|credential/i.test(
      value,
    );
  return mentions && /^[a-z_.:-]*\d{0,2}$/i.test(value);
}

/** Passwords and keys that people pick: not an identifier, a word alone only where something else speaks for it. */
function looksChosen(value: string, wordsCount: boolean): boolean {
  const isWordy = wordsIn(value).every(isWord);
  if (/^[A-Za-z]+$/.test(value)) return wordsCount || (value.length >= 20 && isScrambled(value));
  if (/^[A-Za-z][A-Za-z_.:/-]*$/.test(value)) return value.length >= 20 && isScrambled(value);
  if (!/\d/.test(value)) return value.length >= 6 && /[!@#$%^&*+=~]/.test(value) && !/[:.?,;…]$/.test(value);
  return !isWordy || /^[A-Za-z]+\d+$/.test(value) || /[!@#$%^&*+=~]/.test(value);
}

/** Tokens: letters and digits mixed, long or mixed within a word. */
function looksGenerated(value: string, isWeak: boolean): boolean {
  if (isWeak && (value.length < 16 || entropy(value) < 3 || isUuid.test(value))) return false;
  if (!/\d/.test(value)) return value.length >= 20 && isScrambled(value);
  if (value.length < 6 || wordsIn(value).every(isWord)) return false;
  return value.length >= 16 || /[A-Za-z]\d+[A-Za-z]/.test(value) || /[!@#$%^&*+=~]/.test(value);
}

const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function wordsIn(value: string): string[] {
  return value.split(/[_.:/\s-]+/).filter((part) => part !== '');
}

/** A word as it stands in identifiers: letters, at most a few digits at one end, names of algorithms. */
function isWord(part: string): boolean {
  if (part.length > 24) return false;
  return (
    /^(?:[A-Z]?[a-z]+|[A-Z]+)(?:[A-Z][a-z]+)*\d{0,3}$/.test(part) ||
    /^\d{1,4}$|^(?:[rehp]s|sha|pbkdf|blake|bcrypt|oauth|base|utf|md|aes)\d*\w?\d*$|^x509$/i.test(part)
  );
}

/** Capitals and small letters change too often for words. */
function isScrambled(value: string): boolean {
  const letters = value.replace(/[^A-Za-z]/g, '');
  let changes = 0;
  for (let index = 1; index < letters.length; index += 1) {
    if (isUpper(letters, index) !== isUpper(letters, index - 1)) changes += 1;
  }
  return changes > letters.length * 0.35 && entropy(value) > 3.5;
}

function isUpper(text: string, index: number): boolean {
  return /[A-Z]/.test(text[index] ?? '');
}

/** Shannon entropy in bits per character. */
export function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / value.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
