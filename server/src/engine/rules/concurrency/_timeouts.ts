/** Calls that wait for the network, and how each of them takes its time limit. */

/** `absent`: waits for ever unless told otherwise; `none`: has a limit unless `timeout=None` takes it away. */
export interface NetworkCall {
  readonly reports: 'absent' | 'none';
  /** Index of the `timeout` parameter when it can be given by position. */
  readonly position?: number;
  /** The first Python version in which the parameter exists. */
  readonly since?: readonly [number, number];
  /** What a limit is written as, when a number of seconds is not the right thing. */
  readonly form?: 'aiohttp';
}

const absent: NetworkCall = { reports: 'absent' };
const verbs = ['get', 'options', 'head', 'post', 'put', 'patch', 'delete', 'request'];

function entries(names: readonly string[], call: NetworkCall): [string, NetworkCall][] {
  return names.map((name) => [name, call]);
}

function withVerbs(owners: readonly string[], more: readonly string[] = []): string[] {
  return owners.flatMap((owner) => [...verbs, ...more].map((verb) => `${owner}.${verb}`));
}

const requestsOwners = [
  'requests',
  'requests.api',
  'requests.Session()',
  'requests.session()',
  'requests.sessions.Session()',
  'requests.sessions.session()',
];
const httpxClients = ['httpx.Client', 'httpx.AsyncClient'];

/** By qualified name, as `Names.qualifiedName` gives it. */
export const networkCalls: ReadonlyMap<string, NetworkCall> = new Map<string, NetworkCall>([
  ...entries(withVerbs(requestsOwners), absent),
  ...entries(withVerbs(['httpx', ...httpxClients.map((client) => `${client}()`)], ['stream']), {
    reports: 'none',
  }),
  ...entries(httpxClients, { reports: 'none' }),
  ...entries(withVerbs(['aiohttp.ClientSession()', 'aiohttp.client.ClientSession()'], ['ws_connect']), {
    reports: 'none',
    form: 'aiohttp',
  }),
  ...entries(['aiohttp.ClientSession', 'aiohttp.request'], { reports: 'none', form: 'aiohttp' }),
  ['urllib.request.urlopen', { ...absent, position: 2 }],
  ['socket.create_connection', { ...absent, position: 1 }],
  ['smtplib.SMTP', { ...absent, position: 3 }],
  ['smtplib.SMTP_SSL', { ...absent, position: 5 }],
  ['smtplib.LMTP', { ...absent, position: 4, since: [3, 9] }],
  ['ftplib.FTP', { ...absent, position: 4 }],
  ['ftplib.FTP_TLS', { ...absent, position: 7 }],
  ['imaplib.IMAP4', { ...absent, position: 2, since: [3, 9] }],
  ['imaplib.IMAP4_SSL', { ...absent, position: 5, since: [3, 9] }],
  ['poplib.POP3', { ...absent, position: 2 }],
  ['poplib.POP3_SSL', { ...absent, position: 4 }],
  ['telnetlib.Telnet', { ...absent, position: 2 }],
  ['http.client.HTTPConnection', { ...absent, position: 2 }],
  ['http.client.HTTPSConnection', { ...absent, position: 4 }],
]);

/** Last segments of the names above: what is not among them need not be resolved. */
export const networkWords: ReadonlySet<string> = new Set(
  [...networkCalls.keys()].map((name) => name.slice(name.lastIndexOf('.') + 1)),
);

/** Top-level modules of the names above. */
export const networkModules: readonly string[] = [
  ...new Set([...networkCalls.keys()].map((name) => name.split('.', 1)[0] ?? name)),
];
