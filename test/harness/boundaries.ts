/** Which module may import which: the table of ARCHITECTURE.md, applied to import specifiers. */
import { posix } from 'node:path';

interface Boundary {
  /** Files that it binds; of several that match, the first. */
  readonly files: RegExp;
  /** Packages and built-in modules. */
  readonly packages: RegExp;
  /** Files of ours, by path without extension. */
  readonly modules: RegExp;
}

const none = /^(?!)/;
const engine = 'server/src/engine';
/** What hosts may see of the engine: its index files and the plain data that they share. */
const engineEntries = `${engine}(/index|/config(/index)?|/project(/index)?|/records|/packed-records|/steps)?`;
const protocol = 'server/src/protocol(/.*)?';

const boundaries: readonly Boundary[] = [
  {
    files: /^server\/src\/protocol\//,
    packages: /^vscode-languageserver-(protocol|types)$/,
    modules: starts(protocol),
  },
  {
    // A file that begins with `_` is a helper of its topic, not a rule.
    files: new RegExp(`^${engine}/rules/[^/]+/`),
    packages: none,
    modules: starts(
      `${engine}/(syntax/(?!parser$)|semantics/|lint/(?!(analysis|dispatch|fix-all|suppression)$)|rules/([^/]+/)?_)`,
    ),
  },
  {
    files: new RegExp(`^${engine}/project/checks/[^/]+/`),
    packages: none,
    modules: starts(
      `(${engine}/(steps$|project/(check$|model$|facts|metrics|checks/([^/]+/)?_))|${protocol}$)`,
    ),
  },
  {
    files: new RegExp(`^${engine}/syntax/`),
    packages: /^web-tree-sitter$/,
    modules: starts(`${engine}/syntax/`),
  },
  {
    files: new RegExp(`^${engine}/semantics/`),
    packages: none,
    modules: starts(`${engine}/(syntax|semantics)/`),
  },
  {
    files: new RegExp(`^${engine}/lint/`),
    packages: none,
    modules: starts(`(${engine}/(steps$|(syntax|semantics|lint)/)|${protocol}$)`),
  },
  {
    files: new RegExp(`^${engine}/`),
    packages: /^(smol-toml|yaml|ignore|picomatch(\/posix)?|diff)$/,
    modules: starts(`(${engine}/|${protocol}$)`),
  },
  {
    files: /^server\/src\/lsp\//,
    packages: /^(vscode-languageserver(-textdocument|-protocol)?|diff)$/,
    modules: starts(`(server/src/lsp/|(${engineEntries}|${protocol})$)`),
  },
  {
    files: /^server\/src\/node\//,
    packages: /^(node:.*|vscode-languageserver(\/node)?|ignore|picomatch(\/posix)?)$/,
    modules: starts(`(server/src/(node|lsp)/|(${engineEntries}|${protocol})$)`),
  },
  {
    files: /^server\/src\/browser\//,
    packages: /^vscode-languageserver(\/browser)?$/,
    modules: starts(`(server/src/(browser|lsp)/|(${engineEntries}|${protocol})$)`),
  },
  {
    files: /^server\/src\/cli\//,
    packages: /^(node:.*|commander|diff)$/,
    modules: starts(`(server/src/(cli|node)/|(${engineEntries})$)`),
  },
  {
    files: /^client\/src\/common\//,
    packages: /^(vscode|vscode-languageclient)$/,
    modules: starts(`(client/src/common/|(${protocol})$)`),
  },
  {
    // The page in a webview: a browser's world, with plain data and pure functions of ours.
    files: /^client\/src\/webview\//,
    packages: none,
    modules: starts(`(client/src/(webview/|common/(texts|health/(dashboard-data|history))$)|(${protocol})$)`),
  },
  {
    files: /^client\/src\/node\//,
    packages: /^(node:.*|vscode|vscode-languageclient(\/node)?)$/,
    modules: starts(`(client/src/(common|node)/|(${protocol})$)`),
  },
  {
    files: /^client\/src\/browser\//,
    packages: /^(vscode|vscode-languageclient(\/browser)?)$/,
    modules: starts(`(client/src/(common|browser)/|(${protocol})$)`),
  },
];

function starts(pattern: string): RegExp {
  return new RegExp(`^${pattern}`);
}

/** Specifiers of a TypeScript file, in order: static, re-exported, dynamic and in types. */
export function importsOf(source: string): string[] {
  const code = source.replace(/\/\*[^]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const forms =
    /^\s*(?:import|export)\s(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;
  return [...code.matchAll(forms)].map((match) => match[1] ?? match[2] ?? '');
}

/** What `path` imports and may not, a line each. */
export function checkBoundaries(path: string, specifiers: readonly string[]): string[] {
  const boundary = boundaries.find(({ files }) => files.test(path));
  if (!boundary) return [`${path}: no boundary is set for this folder`];
  return specifiers.flatMap((specifier) => {
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined;
    const isFine = target === undefined ? boundary.packages.test(specifier) : boundary.modules.test(target);
    return isFine ? [] : [`${path} may not import ${target ?? specifier}`];
  });
}
