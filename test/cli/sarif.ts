/** What SARIF 2.1.0 asks of the part that our logs use: names, required properties and allowed values. */

type Json = Readonly<Record<string, unknown>>;

const kinds = ['notApplicable', 'pass', 'fail', 'review', 'open', 'informational'];
const levels = ['none', 'note', 'warning', 'error'];
const ages = ['new', 'unchanged', 'updated', 'absent'];

/** What is wrong with a log, a line each. */
export function sarifProblems(log: unknown): string[] {
  const problems: string[] = [];
  const expect = (holds: boolean, what: string): void => {
    if (!holds) problems.push(what);
  };
  const { version, runs, $schema } = object(log);
  expect(version === '2.1.0', `version ${JSON.stringify(version)}`);
  expect(typeof $schema === 'string' && /sarif-2\.1\.0/.test($schema), 'no schema');
  expect(list(runs).length === 1, 'not one run');
  for (const run of list(runs)) {
    const { tool, results, columnKind } = object(run);
    const { name, rules } = object(object(tool)['driver']);
    expect(typeof name === 'string' && name !== '', 'the driver has no name');
    expect(columnKind === 'utf16CodeUnits' || columnKind === 'unicodeCodePoints', 'no kind of columns');
    const ids = list(rules).map((rule) => object(rule)['id']);
    expect(new Set(ids).size === ids.length, 'rules have the same id');
    for (const rule of list(rules)) {
      const { id, shortDescription, help, helpUri } = object(rule);
      expect(typeof object(shortDescription)['text'] === 'string', `${String(id)} has no description`);
      expect(typeof object(help)['markdown'] === 'string', `${String(id)} has no help`);
      expect(URL.canParse(String(helpUri)), `${String(id)} has no page`);
    }
    for (const result of list(results)) problems.push(...resultProblems(object(result), ids));
  }
  return problems;
}

function resultProblems(result: Json, ids: readonly unknown[]): string[] {
  const problems: string[] = [];
  const { ruleId, ruleIndex, kind, level, message, baselineState, locations, partialFingerprints } = result;
  const name = String(ruleId);
  const expect = (holds: boolean, what: string): void => {
    if (!holds) problems.push(`${name}: ${what}`);
  };
  expect(ids[Number(ruleIndex)] === ruleId, 'its index names another rule');
  expect(kinds.includes(String(kind)), `kind ${String(kind)}`);
  expect(levels.includes(String(level)), `level ${String(level)}`);
  // 3.27.10: a level other than none is for what fails.
  expect((kind === 'fail') === (level !== 'none'), `level ${String(level)} of kind ${String(kind)}`);
  expect(baselineState === undefined || ages.some((age) => age === baselineState), 'unknown baseline state');
  const { text } = object(message);
  expect(typeof text === 'string' && text !== '', 'no message');
  expect(Object.keys(object(partialFingerprints)).length === 1, 'no fingerprint');
  expect(list(locations).length === 1, 'not one location');
  for (const location of list(locations)) {
    const { artifactLocation, region } = object(object(location)['physicalLocation']);
    const { uri, uriBaseId } = object(artifactLocation);
    expect(typeof uri === 'string' && /^[^/:]+(\/[^/:]+)*$/.test(uri), `uri ${String(uri)}`);
    expect(uriBaseId === '%SRCROOT%', 'no base');
    const { startLine, startColumn, endLine, endColumn } = object(region);
    expect(Number(startLine) >= 1, `line ${String(startLine)}`);
    expect(startColumn === undefined || Number(startColumn) >= 1, `column ${String(startColumn)}`);
    const ends =
      endLine === startLine ? Number(endColumn) - Number(startColumn) : Number(endLine) - Number(startLine);
    expect(endLine === undefined || ends >= 0, 'it ends before it starts');
  }
  return problems;
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
