/**
 * Tokens that tell by their form who issued them. Forms are those that the providers document; a form without fixed
 * prefix is not listed, because it cannot be told from other text.
 */
import { entropy } from './secrets';

export interface ProviderToken {
  readonly provider: string;
  /** Environment variable that the provider's own tools read, or the usual one. */
  readonly variable: string;
}

interface Form extends ProviderToken {
  readonly pattern: string;
}

const word = '[A-Za-z0-9]';
const wordy = '[A-Za-z0-9_-]';

const forms: readonly Form[] = [
  form('AWS access key id', 'AWS_ACCESS_KEY_ID', '(?:AKIA|ASIA)[A-Z2-7]{16}'),
  form('GitHub token', 'GITHUB_TOKEN', `gh[pousr]_${word}{36}`),
  form('GitHub token', 'GITHUB_TOKEN', `github_pat_${word}{22}_${word}{59}`),
  form('GitLab token', 'GITLAB_TOKEN', `glpat-${wordy}{20}`),
  form('Slack token', 'SLACK_TOKEN', `xox[abeoprs]-(?:\\d+-){1,3}${word}{20,}`),
  form('Slack app token', 'SLACK_APP_TOKEN', `xapp-\\d-[A-Z0-9]+-\\d+-${word}{32,}`),
  form(
    'Slack webhook',
    'SLACK_WEBHOOK_URL',
    `https://hooks\\.slack\\.com/services/T${word}{6,}/B${word}{6,}/${word}{20,}`,
  ),
  form('Anthropic key', 'ANTHROPIC_API_KEY', `sk-ant-(?:api|admin)\\d\\d-${wordy}{80,}`),
  form('OpenAI key', 'OPENAI_API_KEY', `sk-(?:proj-|svcacct-|admin-)?${wordy}{20,}T3BlbkFJ${wordy}{20,}`),
  form('Stripe key', 'STRIPE_API_KEY', `[sr]k_(?:live|test)_${word}{16,}`),
  form('Stripe webhook secret', 'STRIPE_WEBHOOK_SECRET', `whsec_${word}{32,}`),
  form('Google API key', 'GOOGLE_API_KEY', `AIza${wordy}{35}`),
  form('Google OAuth secret', 'GOOGLE_CLIENT_SECRET', `GOCSPX-${wordy}{28}`),
  form('Hugging Face token', 'HF_TOKEN', 'hf_[A-Za-z]{34}'),
  form('SendGrid key', 'SENDGRID_API_KEY', `SG\\.${wordy}{22}\\.${wordy}{43}`),
  form('Mailgun key', 'MAILGUN_API_KEY', 'key-[0-9a-f]{32}'),
  form('npm token', 'NPM_TOKEN', `npm_${word}{36}`),
  form('PyPI token', 'PYPI_TOKEN', `pypi-AgEI${wordy}{50,}`),
  form('Telegram bot token', 'TELEGRAM_BOT_TOKEN', `\\d{8,10}:AA${wordy}{33}`),
  form('DigitalOcean token', 'DIGITALOCEAN_TOKEN', 'do[opr]_v1_[0-9a-f]{64}'),
  form('Shopify token', 'SHOPIFY_ACCESS_TOKEN', 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}'),
  form('Square token', 'SQUARE_ACCESS_TOKEN', `EAAA${wordy}{60}`),
  form('Databricks token', 'DATABRICKS_TOKEN', 'dapi[0-9a-f]{32}'),
  form('Linear key', 'LINEAR_API_KEY', `lin_api_${word}{40}`),
  form('Notion token', 'NOTION_TOKEN', `ntn_\\d{11}${word}{35}`),
  form('Sentry token', 'SENTRY_AUTH_TOKEN', 'sntrys_eyJ[A-Za-z0-9+/=_-]{80,}'),
  form('Grafana token', 'GRAFANA_TOKEN', `glsa_${word}{32}_[0-9a-f]{8}`),
  form('Vault token', 'VAULT_TOKEN', `hvs\\.${wordy}{90,}`),
  form('Doppler token', 'DOPPLER_TOKEN', `dp\\.(?:st|pt|ct)\\.(?:${wordy}+\\.)?${word}{40,44}`),
  form('Groq key', 'GROQ_API_KEY', `gsk_${word}{52}`),
  form('Replicate token', 'REPLICATE_API_TOKEN', `r8_${word}{37}`),
  form('JSON Web Token', 'ACCESS_TOKEN', `eyJ${wordy}{10,}\\.eyJ${wordy}{10,}\\.${wordy}{20,}`),
];

function form(provider: string, variable: string, pattern: string): Form {
  return { provider, variable, pattern };
}

const all = new RegExp(
  `(?<![A-Za-z0-9_-])(?:${forms.map(({ pattern }) => `(${pattern})`).join('|')})(?![A-Za-z0-9_-])`,
  'g',
);
const privateKey =
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\\n|\\r|\s|")*[A-Za-z0-9+/:-]{8}/g;

export interface FoundToken extends ProviderToken {
  readonly start: number;
  readonly end: number;
}

/** Every token holds at least so many word characters and dashes in a row; private keys are told by their head. */
const longestRun = 20;
const isWordy = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** From the characters alone, for every string of a file: is `providerTokens` worth asking about this range? */
export function mayHoldToken(text: string, start: number, end: number): boolean {
  let from = start;
  while (from + longestRun <= end) {
    // Backwards, so that what breaks a run is mostly found in its first few characters.
    let at = from + longestRun - 1;
    while (at >= from && isWordy[text.charCodeAt(at)] === 1) at -= 1;
    if (at < from) return true;
    from = at + 1;
  }
  return text.slice(start, end).includes('-----BEGIN ');
}

/** Tokens in the text, in order. Samples, placeholders and dummies are left out. */
export function* providerTokens(text: string): Generator<FoundToken, void> {
  for (const match of text.matchAll(all)) {
    const index = match.slice(1).findIndex((group) => group !== undefined);
    const found = forms[index];
    if (!found || isSample(match[0])) continue;
    const { provider, variable } = found;
    yield { provider, variable, start: match.index, end: match.index + match[0].length };
  }
  for (const { index, 0: head } of text.matchAll(privateKey)) {
    yield { provider: 'private key', variable: 'PRIVATE_KEY', start: index, end: index + head.length };
  }
}

/** True for a value that is one such token as a whole. */
export function isProviderToken(value: string): boolean {
  for (const { start, end, provider } of providerTokens(value)) {
    if (provider === 'private key' || (start === 0 && end === value.length)) return true;
  }
  return false;
}

/** What documentation and tests write: `AKIAIOSFODNN7EXAMPLE`, one character again and again, the alphabet. */
function isSample(token: string): boolean {
  if (/example|sample|placeholder|dummy|redacted|your|test_?token|x{5,}|(.)\1{5,}/i.test(token)) return true;
  if (/abcdef|123456|fedcba|654321|qwerty/i.test(token.replace(/^\d+:/, ''))) return true;
  const body = token.slice(4);
  return new Set(body).size < 7 || entropy(body) < 2.6;
}
