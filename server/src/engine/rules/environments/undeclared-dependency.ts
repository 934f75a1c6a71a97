/** A package that code needs and no file of the project declares: it works on this machine only. */
import type { RuleContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import type { MissingDependency } from '../../lint/project-queries';
import type { ProjectReport, ProjectView } from '../../lint/project-rule';
import { defineRule } from '../../lint/rule';
import { standardLibrary } from '../../semantics/standard-library';
import { callArguments, dottedName, type SyntaxNode } from '../../syntax/node';

type Data = MissingDependency | undefined;

const runners: ReadonlySet<string> = new Set([
  'os.system',
  'subprocess.run',
  'subprocess.call',
  'subprocess.check_call',
  'subprocess.check_output',
  'subprocess.Popen',
]);
const installers: ReadonlySet<string> = new Set([
  'pip.main',
  'pip._internal.main',
  'pip._internal.cli.main.main',
]);
const installerWords = [...runners, ...installers].map((name) => name.slice(name.lastIndexOf('.') + 1));

export default defineRule<Data>({
  meta: {
    name: 'undeclared-dependency',
    topic: 'environments',
    summary:
      'A package that the code needs is not declared, not pinned, or installed while the program runs.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      undeclared:
        '`{module}` is imported, but {file} does not declare `{distribution}`: it is missing on every other machine.',
      installed: 'This installs a package while the program runs: declare it, so that it is there before.',
      unpinned: '`{name}` is not pinned: the next installation may get another version than this one.',
    },
    docs: {
      why:
        'What is installed on a laptop is the sum of all that was ever tried on it. A package that is imported and not ' +
        'declared is missing in the container, in CI and on the machine of whoever comes next, and the program ends with ' +
        'ModuleNotFoundError at its first import. A requirement without a version installs something else each time.',
      bad: [
        {
          code: 'import requests\n\n\ndef rates(url):\n    return requests.get(url, timeout=10).json()\n',
          files: {
            'pyproject.toml': '[project]\nname = "rates"\nversion = "1.0"\ndependencies = ["rich>=13"]\n',
          },
        },
        {
          code: 'import subprocess\nimport sys\n\nsubprocess.check_call([sys.executable, "-m", "pip", "install", "pandas"])\n',
        },
      ],
      good: [
        {
          code: 'import requests\n\n\ndef rates(url):\n    return requests.get(url, timeout=10).json()\n',
          files: {
            'pyproject.toml':
              '[project]\nname = "rates"\nversion = "1.0"\ndependencies = ["requests>=2.31"]\n',
          },
        },
        {
          code: 'try:\n    import yaml\nexcept ImportError:\n    yaml = None\n',
          files: { 'requirements.txt': 'rich==13.7.1\n' },
        },
        { code: 'import requests\n' },
      ],
      guards: [
        'the standard library, and modules of the project itself',
        'imports under `if TYPE_CHECKING:`, for some versions of Python only, and in a `try` with a handler for ImportError',
        'packages that are not well known, whose distribution may have any name',
        'projects without a list of dependencies, or with one that only running code could tell',
        'scripts with their dependencies in a `# /// script` block; examples, tools and vendored code',
        'further imports of a package in the same file, also where a comment silences the first',
        'unpinned lines where a lock file pins them, in `.in` files and in libraries',
      ],
      fixes:
        'Adds the distribution to `[project] dependencies` of pyproject.toml or as a line of the requirements file. ' +
        'Unsafe: no version is written, because only the environment knows which one is installed.',
    },
  },
  visit: {
    import_statement(node, context) {
      for (const name of node.childrenForFieldName('name')) {
        const module = name.type === 'aliased_import' ? name.childForFieldName('name') : name;
        if (module) checkImport(module, context);
      }
    },
    import_from_statement(node, context) {
      const module = node.childForFieldName('module_name');
      if (module) checkImport(module, context);
    },
  },
  calls: {
    words: installerWords,
    modules: ['os', 'subprocess', 'pip'],
    visit(node, context) {
      if (context.text(node).includes('install') && isInstallation(node, context))
        context.report({ node, message: 'installed', data: undefined });
    },
  },
  fix({ data }) {
    if (!data?.change) return [];
    return [declaration(data)];
  },
  checkProject: unpinned,
});

function declaration({ distribution, file, change }: MissingDependency): Fix {
  return {
    title: `Declare ${distribution} in ${file} (any version; add the one you use)`,
    applicability: 'unsafe',
    edits: [],
    files: change ? [change] : [],
  };
}

function checkImport(name: SyntaxNode, context: RuleContext<Data>): void {
  const { text } = context.source;
  const module = /^[A-Za-z_]\w*/.exec(text.slice(name.startIndex, name.startIndex + 100))?.[0];
  if (module === undefined || module === '__future__' || standardLibrary.has(module)) return;
  const missing = context.project.undeclaredDependency(module);
  if (!missing || isOptional(context) || context.file.isStandalone) return;
  const { distribution, file } = missing;
  context.report({
    node: name,
    message: 'undeclared',
    values: { module, distribution, file },
    data: missing,
    once: distribution,
  });
}

/** Whoever expects the import to fail can do without the package. */
function isOptional(context: RuleContext<Data>): boolean {
  const guard = context.enclosing('if_statement');
  // Another version of Python may have it in its library.
  if (guard && /^if\b[^:]*\b(?:TYPE_CHECKING|version_info)\b/.test(context.text(guard).slice(0, 80)))
    return true;
  const attempt = context.enclosing('try_statement', 'except_clause');
  if (!attempt) return false;
  return /\bexcept\b[^\n]*(?:ImportError|ModuleNotFoundError|Exception)|\bexcept\s*:/.test(
    context.text(attempt),
  );
}

function isInstallation(call: SyntaxNode, context: RuleContext<Data>): boolean {
  const { role } = context.file;
  if (
    role === 'test' ||
    role === 'notebook' ||
    /(?:^|\/)(?:setup|noxfile|tasks|fabfile)\.py$/.test(context.file.path)
  )
    return false;
  const name = context.names.qualifiedName(call.childForFieldName('function'));
  if (name === undefined || !(runners.has(name) || installers.has(name))) return false;
  const [first] = callArguments(call, context.source.text).positional;
  if (!first) return false;
  const words =
    first.type === 'list' || first.type === 'tuple'
      ? first.namedChildren.map((child) => plainText(child, context)).join(' ')
      : plainText(first, context);
  return installers.has(name) ? /\binstall\b/.test(words) : /(?:^|[\s/])pip[\d.]* install\b/.test(words);
}

function plainText(node: SyntaxNode, context: RuleContext<Data>): string {
  if (node.type === 'string') return context.text(node).replace(/^[rRuUfFbB]*["']+|["']+$/g, '');
  return dottedName(node, context.source.text) ?? '?';
}

/** Files that pip reads as they are; `.in` files and development tools are meant to float. */
const installedFile = /^(?:requirements|requirements\/(?:base|prod|production|main))\.txt$/;

function unpinned(project: ProjectView): readonly ProjectReport<Data>[] {
  if (project.lockFiles.length > 0 || project.profile === 'library') return [];
  if (project.paths.has('requirements.in') || project.paths.has('constraints.txt')) return [];
  return project.requirements
    .filter(({ path, pinned, development }) => installedFile.test(path) && !pinned && !development)
    .map(({ name, path, line }) => ({
      path,
      line,
      message: 'unpinned',
      values: { name },
      atMost: 'hint' as const,
    }));
}
