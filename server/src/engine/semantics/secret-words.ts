/** Word lists for telling secrets from other strings. Lower case, whole words of a name or value. */

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''));
}

/** A name that ends in one of these describes a secret or its surroundings and does not hold it. */
export const describingWords = words(`
  url uri urls endpoint host path paths file filename dir folder location name names field fields header headers type
  types suffix prefix alphabet model models id ids uuid length len size count min max limit age ttl timeout expiry expires
  expiration lifetime interval regex re pattern format fmt template templates label title text message msg messages error
  errors warning help hint prompt placeholder description desc doc docs question column table index var variable env
  param parameter params arg args option options flag attr attribute property prop algorithm algo method mode
  policy policies hasher hashers validator validators validation strength rule rules chars charset characters delimiter
  separator class cls kind scope scopes version source provider backend store storage manager factory handler view
  form input widget element selector xpath css page route action event state status role level permission group
  ref arn service server issuer audience realm cookie session cache callback function func hash hashed digest
  encoding encoder decoder reset change changed required needed enabled disabled lookup mapping map list dict
  screen button link created updated used date time at on by for with without salt tag display style color
  regexp schema config settings section category group reason result response request
`);

/** A name that begins with one of these says what is done, or whether. */
export const verbs = words(`
  is has have no not use uses with without allow allows require requires need needs show hide toggle enter ask prompt
  reset forgot forgotten change confirm check verify validate get set read load fetch find create generate make
  update delete remove invalid wrong bad missing incorrect empty expired unknown unexpected no_such skip keep
  accept force can should must will encode decode hash hashed encrypted masked parse
`);

/** Keys of stores, tables, public services and keyboards: what is kept under them, not what opens something. */
export const plainKeys = words(`
  site cache sort partition row object s3 bucket lookup dict map registry hash index group unique translation natural
  foreign primary public idempotency routing shard range composite config settings feature flag storage_key short hot
  shortcut keyboard function arrow enter delete escape tab home menu modifier ssh host file image upload folder item
  redis memcached topic message event answer
`);

/** Tokens of parsers, pagers and models. */
export const tokenQualifiers = words(`
  csrf xsrf next prev previous page pagination continuation cursor sync pad eos bos unk mask sep cls eof start end stop begin
  special block comment string operator keyword syntax lexer lex parser parse cancel cancellation idempotency
  separator delimiter open close left right punctuation whitespace newline indent text word field template
  first last current variable tag
`);

/** Words that people write where a real value belongs. */
export const dummyWords = words(`
  test tests testing tester dummy fake example sample mock mocked foo bar baz qux spam eggs placeholder changeme replace
  replaceme your yours todo fixme xxx xxxx redacted hidden masked none null true false default unset undefined insert
  enter abc asdf lorem ipsum value string text blah whatever something anything fixture stub demo tutorial
`);
