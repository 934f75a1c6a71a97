// docs/rules/: a page for each rule from its metadata, with what it really reports and what its first fix really
// writes, and an index by topic.
import { loadEngine } from './load-engine.mjs';
import { bullets, code, fenced, page, prose, table } from './markdown.mjs';

const folder = 'docs/rules';
const titles = { safe: 'safe', unsafe: 'unsafe', display: 'shown only', none: 'none' };

/**
 * @typedef {import('./load-engine.mjs').LoadedEngine} LoadedEngine
 * @typedef {import('../../server/src/engine/index').Rule} Rule
 * @typedef {import('../../server/src/engine/index').Analysis} Analysis
 */

/** @param {string} root @returns {Promise<import('./index.mjs').Generated>} */
export async function ruleDocs(root) {
  const loaded = await loadEngine(root);
  const { rules } = loaded.engine;
  const files = new Map(rules.map((rule) => [`${folder}/${rule.meta.name}.md`, rulePage(loaded, rule)]));
  files.set(`${folder}/README.md`, index(loaded));
  return { files, owns: [folder] };
}

/** @param {LoadedEngine} loaded */
function index({ engine: { rules }, topics }) {
  const used = topics.filter(({ id }) => rules.some(({ meta }) => meta.topic === id));
  const sections = used.flatMap(({ id, title }) => [
    `## ${title} (\`${id}\`)`,
    table(
      ['rule', 'finds', 'severity', 'fix'],
      rules
        .filter(({ meta }) => meta.topic === id)
        .map(({ meta }) => [
          `[${meta.name}](${meta.name}.md)`,
          meta.summary,
          meta.profile === 'recommended' ? meta.severity : `${meta.severity}, off unless \`${meta.profile}\``,
          titles[meta.fix],
        ]),
    ),
  ]);
  const intro = `${rules.length} rules in ${used.length} topics. A \`safe\` fix keeps what the code does and may run on save; an \`unsafe\` one says in its title what may change, and runs only when chosen.`;
  return page('server/src/engine/rules', ['# Rules', intro, ...sections]);
}

/** @param {LoadedEngine} loaded @param {Rule} rule */
function rulePage(loaded, rule) {
  const { meta } = rule;
  const { docs } = meta;
  const [first] = docs.bad;
  return page(`server/src/engine/rules/${meta.topic}/${meta.name}.ts`, [
    `# ${meta.name}`,
    prose(meta.summary),
    table(
      ['topic', 'severity', 'profile', 'fix', 'since'],
      [[`\`${meta.topic}\``, meta.severity, `\`${meta.profile}\``, titles[meta.fix], meta.since]],
    ),
    '## Why it matters',
    prose(docs.why),
    '## Reported',
    ...docs.bad.flatMap((example) => reported(loaded, rule, example)),
    '## Fixes',
    prose(docs.fixes),
    ...(meta.whyNoFix === undefined ? [] : [prose(meta.whyNoFix)]),
    ...(first ? fixed(loaded, rule, first) : []),
    '## Not reported',
    ...docs.good.flatMap(shown),
    bullets([...docs.guards, ...leftToOthers(rule)]),
    '## Silence it',
    silence(rule),
    ...equivalents(rule),
  ]);
}

/** @param {Rule} rule */
function leftToOthers({ meta: { yieldsTo = [] } }) {
  if (yieldsTo.length === 0) return [];
  const names = yieldsTo.map((name) => `[${name}](${name}.md)`).join(', ');
  return [`what one of these rules reports in the same place and says more about: ${names}`];
}

/**
 * @template T
 * @param {LoadedEngine} loaded @param {Rule} rule @param {import('../../server/src/engine/lint/rule').RuleExample} example
 * @param {(analysis: Analysis) => T} look
 */
function analysed(loaded, rule, example, look) {
  const { api, engine } = loaded;
  const project = exampleIndex(loaded, example);
  const analysis = engine.open(example.path ?? 'app.py', example.code, api.settingsFor([rule]), { project });
  try {
    return look(analysis);
  } finally {
    analysis.dispose();
  }
}

/** @param {LoadedEngine} loaded @param {Rule} rule @param {import('../../server/src/engine/lint/rule').RuleExample} example */
function reported(loaded, rule, example) {
  const lines = isPython(example) ? fileFindings(loaded, rule, example) : [];
  const messages = [...lines, ...projectFindings(loaded, rule, example).map(({ text }) => text)];
  return [...shown(example), fenced('text', `${messages.join('\n')}\n`)];
}

/** @param {LoadedEngine} loaded @param {Rule} rule @param {import('../../server/src/engine/lint/rule').RuleExample} example */
function fileFindings(loaded, rule, example) {
  return analysed(loaded, rule, example, ({ findings, source }) =>
    findings.map((finding) => {
      const { line, column } = source.positionAt(finding.start);
      return `${line + 1}:${column + 1} ${finding.message}`;
    }),
  );
}

/** @param {LoadedEngine} loaded @param {Rule} rule @param {import('../../server/src/engine/lint/rule').RuleExample} example */
function projectFindings(loaded, rule, example) {
  const { projects, projectView, api } = loaded;
  const index = exampleIndex(loaded, example);
  if (!rule.checkProject || !index) return [];
  const settings = api.settingsFor([rule]);
  const found = projects.checkProject(index, {
    rules: [rule],
    settingsOf: () => settings,
    onCrash: (name, error) => {
      throw new Error(`${name} crashed on its own example`, { cause: error });
    },
  });
  return found.map(({ report, message }) => ({
    text: `${report.path}:${report.line ?? 1} ${message}`,
    fixes: rule.fixProject?.(report, projectView(index)) ?? [],
  }));
}

/**
 * The project of an example, when it has one.
 * @param {LoadedEngine} loaded @param {import('../../server/src/engine/lint/rule').RuleExample} example
 */
function exampleIndex({ engine, projects }, { code, path = 'app.py', files }) {
  if (!files) return undefined;
  /** @type {Readonly<Record<string, string>>} */
  const texts = { ...files, [path]: code };
  /** @type {Map<string, import('../../server/src/engine/project').FileMetrics>} */
  const metrics = new Map();
  for (const [name, text] of Object.entries(texts)) {
    if (!name.endsWith('.py')) continue;
    const tree = engine.parser.parse(text);
    metrics.set(name, projects.collectMetrics(tree.rootNode, text));
    engine.parser.release(tree);
  }
  return projects.createProjectIndex(
    projects.buildFacts({
      paths: Object.keys(texts).sort(),
      text: (name) => (name.endsWith('.env') ? undefined : texts[name]),
      unreadable: [],
      git: { pathFromRepository: '', repositoryFiles: new Map(), tracked: new Set() },
      trusted: true,
      metrics,
      findings: new Map(),
    }),
  );
}

/** @param {LoadedEngine} loaded @param {Rule} rule @param {import('../../server/src/engine/lint/rule').RuleExample} example */
function fixed(loaded, rule, example) {
  const { api, engine } = loaded;
  const ofFile = isPython(example)
    ? analysed(loaded, rule, example, (analysis) => {
        const [finding] = analysis.findings;
        return finding ? analysis.fixes(finding) : [];
      })
    : [];
  const offered = [...ofFile, ...(projectFindings(loaded, rule, example)[0]?.fixes ?? [])].map(
    ({ title, applicability }) => `${title} (${titles[applicability]})`,
  );
  if (offered.length === 0) return [];
  const settings = api.settingsFor([rule]);
  const project = exampleIndex(loaded, example);
  const { text } = isPython(example)
    ? api.fixAll(engine, example.path ?? 'app.py', example.code, settings, { upTo: 'unsafe', project })
    : { text: example.code };
  const result =
    text === example.code
      ? []
      : ['After the preferred fix, the first example reads:', fenced('python', text)];
  return ['Offered for the first example:', bullets(offered), ...result];
}

/** @param {import('../../server/src/engine/lint/rule').RuleExample} example */
const isPython = ({ path = 'app.py' }) => path.endsWith('.py');

/**
 * The example, and the files around it that it needs.
 * @param {import('../../server/src/engine/lint/rule').RuleExample} example
 */
function shown(example) {
  const others = Object.entries(example.files ?? {}).flatMap(([path, code]) =>
    code === ''
      ? [`And an empty ${'`'}${path}${'`'}.`]
      : [`And in ${'`'}${path}${'`'}:`, fenced(languageOf(path), code)],
  );
  const { path = 'app.py' } = example;
  const note = example.files ? `In ${'`'}${path}${'`'}:` : pathNote(example);
  return [note, fenced(languageOf(path), example.code), ...others];
}

/** @param {string} path */
function languageOf(path) {
  const known = { py: 'python', toml: 'toml', yml: 'yaml', yaml: 'yaml', cfg: 'ini' };
  return known[/** @type {keyof typeof known} */ (path.slice(path.lastIndexOf('.') + 1))] ?? 'text';
}

/** @param {import('../../server/src/engine/lint/rule').RuleExample} example */
function pathNote({ path }) {
  return path === undefined ? '' : `In \`${path}\`:`;
}

/** @param {Rule} rule */
function silence({ meta }) {
  const comments = [`# seaworthy: ignore[${meta.name}]`];
  for (const { tool, code: name, name: words } of meta.equivalents) {
    if (tool === 'ruff') comments.push(`# noqa: ${name}`);
    if (tool === 'bandit') comments.push(`# nosec ${name}`);
    if (tool === 'pylint') comments.push(`# pylint: disable=${words ?? name}`);
  }
  const others = comments.slice(1).map(code);
  const also =
    others.length === 0 ? '' : ` ${others.join(', ')} ${others.length === 1 ? 'counts' : 'count'} too.`;
  return `On the line: ${code(comments[0] ?? '')}.${also} In the whole file: ${code(`# seaworthy: ignore-file[${meta.name}]`)} on a line of its own. In the project: ${code('ignore')} in ${code('[tool.seaworthy]')} of ${code('pyproject.toml')}.`;
}

/** @param {Rule} rule @returns {string[]} */
function equivalents({ meta }) {
  if (meta.equivalents.length === 0) return [];
  const rows = meta.equivalents.map(({ tool, code: name, name: words }) => [tool, code(name), words ?? '']);
  const note =
    'Where one of them underlines the same line, Seaworthy does not underline it again and offers its fix there (setting `seaworthy.deferTo`).';
  const ruffs = meta.equivalents.filter(({ suffices }) => suffices !== undefined);
  const some = ruffs.some(({ messages }) => messages)
    ? ' Seaworthy still reports what Ruff does not find.'
    : '';
  const deferred =
    ruffs.length > 0
      ? ` With \`check --defer ruff\` the finding is left to Ruff where its configuration has the rule on.${some}`
      : '';
  return ['## The same habit elsewhere', table(['tool', 'code', 'name'], rows), note + deferred];
}
