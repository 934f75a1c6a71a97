/** Puts editor settings, project files and the command line together into one configuration. */
import type { Rule, Severity, Topic } from '../lint/rule';
import { defaultTargetVersion, type LintSettings } from '../lint/settings';
import { matcher, type PathTest } from './globs';
import type { Complaint } from './problems';
import { parseVersion, type Version } from './python-version';
import { defaultSettings, type Level, type Settings } from './schema';
import {
  parseToml,
  problemAt,
  readSettings,
  requiredPython,
  seaworthyTable,
  type FileSettings,
} from './toml';
import type { CommandLineSettings, ConfigProblem, ConfigSources, ResolvedConfig } from './types';
import { validate } from './validate';
import { unknownName } from './values';

const profileRank: Readonly<Record<Settings['ruleProfile'], number>> = { recommended: 0, strict: 1, all: 2 };

/** Command line over project file over editor over defaults. Lists replace each other, tables merge by entry. */
export function resolveConfig(sources: ConfigSources, rules: readonly Rule[]): ResolvedConfig {
  const editor = validate(sources.editor, 'editor', [], rules);
  const project = readProject(sources, rules);
  const commandLine = checkCommandLine(sources.commandLine, rules);
  const settings = merge(editor.values, project.values);
  const lint: LintSettings = {
    severities: selectRules(rules, settings, commandLine.settings),
    options: { timeoutSeconds: settings['missingTimeout.seconds'], errorReporters: settings.errorReporters },
    targetVersion: parseVersion(settings.targetVersion) ?? project.requiredPython ?? defaultTargetVersion,
  };
  const isExcluded = matcher(settings['analysis.exclude']);
  const lintForNamed = perFile(lint, settings.perFileIgnores, rules);
  return {
    settings,
    enable: settings.enable,
    run: settings['analysis.run'],
    maxFiles: settings['analysis.maxFiles'],
    exclude: settings['analysis.exclude'],
    projectProfile: settings.profile === 'auto' ? undefined : settings.profile,
    acknowledgements: project.acknowledgements,
    topicsDisabled: settings['topics.disabled'] as readonly Topic[],
    lint,
    isExcluded,
    lintForNamed,
    lintFor: (path) => (!settings.enable || isExcluded(path) ? undefined : lintForNamed(path)),
    problems: [...editor.complaints.map(editorProblem), ...project.problems, ...commandLine.problems],
  };
}

interface ProjectSettings extends FileSettings {
  readonly requiredPython: Version | undefined;
}

/** A seaworthy.toml replaces `[tool.seaworthy]`; the Python version comes from pyproject.toml either way. */
function readProject({ seaworthyToml, pyproject }: ConfigSources, rules: readonly Rule[]): ProjectSettings {
  let settings: FileSettings = { values: {}, acknowledgements: {}, problems: [] };
  let required: Version | undefined;
  const problems: ConfigProblem[] = [];
  if (pyproject) {
    const parsed = parseToml(pyproject);
    if ('problem' in parsed) problems.push(parsed.problem);
    else {
      required = requiredPython(parsed.document);
      const table = seaworthyTable(parsed.document);
      if (table !== undefined && !seaworthyToml) settings = readSettings(pyproject, table, true, rules);
      else if (table !== undefined) {
        const message = 'has no effect, because the folder also has a seaworthy.toml';
        problems.push(
          problemAt(pyproject, { at: ['tool', 'seaworthy'], message: `[tool.seaworthy] ${message}` }),
        );
      }
    }
  }
  if (seaworthyToml) {
    const parsed = parseToml(seaworthyToml);
    if ('problem' in parsed) problems.push(parsed.problem);
    else settings = readSettings(seaworthyToml, parsed.document, false, rules);
  }
  return { ...settings, requiredPython: required, problems: [...problems, ...settings.problems] };
}

function merge(editor: Partial<Settings>, project: Partial<Settings>): Settings {
  return {
    ...defaultSettings,
    ...editor,
    ...project,
    rules: { ...editor.rules, ...project.rules },
    perFileIgnores: { ...editor.perFileIgnores, ...project.perFileIgnores },
  };
}

function checkCommandLine(
  given: CommandLineSettings | undefined,
  rules: readonly Rule[],
): { readonly settings: CommandLineSettings; readonly problems: readonly ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  const known = (names: readonly string[] | undefined, option: string): readonly string[] =>
    (names ?? []).filter((name) => {
      const complaint = unknownName(name, rules, [option]);
      if (complaint) problems.push({ source: 'command line', key: option, ...withoutPlace(complaint) });
      return !complaint;
    });
  const ignore = known(given?.ignore, '--ignore');
  const settings = given?.select ? { select: known(given.select, '--select'), ignore } : { ignore };
  return { settings, problems };
}

function editorProblem(complaint: Complaint): ConfigProblem {
  return { source: 'editor', key: `seaworthy.${complaint.at.join('.')}`, ...withoutPlace(complaint) };
}

function withoutPlace({
  message,
  allowed,
  suggestion,
}: Complaint): Pick<ConfigProblem, 'message' | 'allowed' | 'suggestion'> {
  return { message, ...(allowed ? { allowed } : {}), ...(suggestion === undefined ? {} : { suggestion }) };
}

function selectRules(
  rules: readonly Rule[],
  settings: Settings,
  commandLine: CommandLineSettings,
): ReadonlyMap<string, Severity> {
  const severities = new Map<string, Severity>();
  for (const rule of rules) {
    const { name, severity } = rule.meta;
    const level: Level | undefined = settings.rules[name];
    const on = commandLine.select ? covers(commandLine.select, rule) : isOn(rule, settings, level);
    if (!on || covers(commandLine.ignore ?? [], rule)) continue;
    severities.set(name, level === undefined || level === 'off' ? severity : level);
  }
  return severities;
}

/** A level switches a rule on beyond the profile; with `select`, only what is selected can run. */
function isOn(rule: Rule, settings: Settings, level: Level | undefined): boolean {
  if (
    level === 'off' ||
    covers(settings.ignore, rule) ||
    settings['topics.disabled'].includes(rule.meta.topic)
  )
    return false;
  if (settings.select.length > 0) return covers(settings.select, rule);
  return level !== undefined || profileRank[rule.meta.profile] <= profileRank[settings.ruleProfile];
}

function covers(names: readonly string[], { meta }: Rule): boolean {
  return names.includes(meta.name) || names.includes(meta.topic) || names.includes('all');
}

/** Files that match the same globs share one settings object. */
function perFile(
  lint: LintSettings,
  ignores: Settings['perFileIgnores'],
  rules: readonly Rule[],
): (path: string) => LintSettings {
  const entries: readonly { readonly matches: PathTest; readonly names: readonly string[] }[] =
    Object.entries(ignores).map(([glob, names]) => ({ matches: matcher([glob]), names }));
  if (entries.length === 0) return () => lint;
  const known = new Map<string, LintSettings>([['', lint]]);
  return (path) => {
    const names = entries.flatMap((entry) => (entry.matches(path) ? entry.names : []));
    const left = rules.filter((rule) => lint.severities.has(rule.meta.name) && !covers(names, rule));
    if (left.length === lint.severities.size) return lint;
    const key = left.map((rule) => rule.meta.name).join(' ') || 'none';
    const settings = known.get(key) ?? withOnly(lint, left);
    known.set(key, settings);
    return settings;
  };
}

function withOnly(lint: LintSettings, rules: readonly Rule[]): LintSettings {
  const left = new Set(rules.map((rule) => rule.meta.name));
  return { ...lint, severities: new Map([...lint.severities].filter(([name]) => left.has(name))) };
}
