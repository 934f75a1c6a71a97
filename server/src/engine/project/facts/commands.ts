/** Command lines in task runners, hooks and pipelines: which lines hold one, and which tool it runs. */
import type { HealthEvidence } from '../../../protocol/health';

/** A tool's name as a word of its own: `tests/pytest.ini`, `.mypy_cache` and `tox-env` name no command. */
function command(names: string): RegExp {
  return new RegExp(`(?<![\\w.$-])(?:${names})(?![\\w.=:-])`);
}

const runner =
  '(?:make|just|task|poe|inv|invoke|doit|mise\\s+run|(?:uv|poetry|pdm|pipenv|rye|hatch|pixi|npm|yarn|pnpm)\\s+run|hatch|rye)(?:\\s+-\\S+)*\\s+(?:[\\w.-]+:)?';
/** Tasks of which nobody but their author knows whether they lint, test, or do both. */
const everything = '(?:make|just|task|poe)(?:\\s+-\\S+)*\\s+(?:check|ci|all|verify)';
const script = '(?:[\\w.-]+/)*(?:scripts?|bin|ci|tools|\\.ci|dev)/';

export const commandPatterns = {
  lint: command(
    'ruff(?!\\s+(?:format|clean|server|--version|-V))|flake8|pylint|pyflakes|pycodestyle|prospector|pylama|hatch\\s+fmt|pdm\\s+lint',
  ),
  format: command('ruff\\s+format|hatch\\s+fmt|black|yapf|autopep8|blue'),
  types: command('mypy|dmypy|pyright|basedpyright|ty\\s+check|pyrefly(?:\\s+check)?|pytype|pyre\\s+check'),
  test: command(
    `pytest|py\\.test|python[\\d.]*(?:\\s+-\\w+)*\\s+-m\\s+(?:unittest|trial)|manage\\.py\\s+test|setup\\.py\\s+test|tox|nox|trial|ward|green|stestr|nosetests|nose2|(?:[\\w./-]*/)?run_?tests?(?:\\.(?:py|sh))?|${runner}[\\w-]*tests?[\\w-]*`,
  ),
} as const;

/** Tasks and scripts by the names that people give to them. */
export const taskPatterns = {
  lint: new RegExp(
    `\\bpre-commit\\s+run\\b|\\bprek\\s+run\\b|\\b(?:pre-commit/action|ruff-action|super-linter|lint-action)\\b|${script}(?:lint|check|ci)\\b|(?<![\\w.-])(?:${runner}|(?:nox|tox)\\s[^&]*?)[\\w-]*(?:lint|types?\\b|typecheck|type-check|typing|mypy|pep8|codestyle|style|check|quality)|(?<![\\w.-])${everything}\\b`,
  ),
  test: new RegExp(`${script}(?:run[_-]?)?(?:tests?|ci|check)\\b|(?<![\\w.-])${everything}\\b`),
  format: /\b(?:psf\/black|ruff-action)@|\b(?:black|isort)\s+--check\b/,
} as const;

/** What follows installs something, and the names in it are not run. */
const installs =
  /^[-\s"'[\w:=(]*?\b(?:(?:python[\d.]*\s+-m\s+)?(?:pip[\dx]?|pipx|uv\s+pip|uv\s+tool|conda|mamba|micromamba|apt|apt-get|brew|pipenv|npm)\s+(?:-\S+\s+)*(?:install|i|ci|sync|download)\b|(?:uv|poetry|pdm|hatch|rye|pixi)\s+(?:-\S+\s+)*add\b|session\.(?:conda_)?install\b)/;

/** Keys of pipelines and task files whose value is a name, a path or a list of packages. */
const otherKey =
  /^-?\s*["']?(?:name|display_?name|label|title|description|desc|id|key|keys|restore-keys|path|paths|cache|cache-dependency-path|if|when|group|branches|tags|image|env_?list|requires|deps|dependencies|extras|pass_?env|set_?env|allowlist_externals|whitelist_externals|features|runs-on|needs)["']?\s*[:=]/i;
const beforeKey = /^\s*(?:-\s+)?/;

/**
 * Lines of a file that may hold a command: telling keys from scripts is not needed to find the names of tools, but
 * comments, names, paths and what is only installed are left out.
 */
export function commandLines(path: string, text: string): HealthEvidence[] {
  const found: HealthEvidence[] = [];
  let skippedIndent: number | undefined;
  let isContinued = false;
  let isInstall = false;
  for (const [index, line] of text.split(/\r\n|\n/).entries()) {
    const bare = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (bare === '' || bare.startsWith('//') || isHeader(path, bare)) continue;
    const indent = line.length - line.trimStart().length;
    // The lines below `deps =` or `paths:` belong to that key.
    if (skippedIndent !== undefined && (indent > skippedIndent || /^[\])}]/.test(bare))) continue;
    skippedIndent = undefined;
    if (!isContinued && otherKey.test(bare)) {
      skippedIndent = beforeKey.exec(line)?.[0].length ?? indent;
      continue;
    }
    const parts = bare.split(/\s*(?:&&|\|\||;(?=\s))\s*/);
    const kept = parts.filter((part, at) => !(installs.test(part) || (isContinued && isInstall && at === 0)));
    const isLastInstall = parts.length > 0 && kept.at(-1) !== parts.at(-1);
    isContinued = bare.endsWith('\\');
    isInstall = isContinued && isLastInstall;
    if (kept.length > 0) found.push({ path, line: index + 1, text: spaced(kept.join(' && ')) });
  }
  return found;
}

/** `[testenv:pytest]`, `[tool.tox]` and the imports of a noxfile name tools that nothing runs yet. */
function isHeader(path: string, line: string): boolean {
  if (path.endsWith('.py')) return /^(?:import|from)\s/.test(line);
  return /\.(?:ini|cfg|toml)$/.test(path) && /^\[+\s*[\w-]+(?:[.:][^\],]*)?\]+$/.test(line);
}

/** `"ruff", "check"` of lists of words and of calls such as `session.run` reads as `ruff check`. */
function spaced(text: string): string {
  return text.replace(/["']\s*,\s*["']/g, ' ');
}

export function runsLinter(text: string): boolean {
  return [commandPatterns.lint, commandPatterns.types, taskPatterns.lint].some((pattern) =>
    pattern.test(text),
  );
}

export function runsFormatter(text: string): boolean {
  return commandPatterns.format.test(text) || taskPatterns.format.test(text);
}

export function runsTests(text: string): boolean {
  return commandPatterns.test.test(text) || taskPatterns.test.test(text);
}
