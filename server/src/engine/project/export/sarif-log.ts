/** The frame of a SARIF 2.1.0 log, and what every run says of rules and findings. */
import type { HealthFinding } from '../../../protocol/findings';
import { documentationRoot, ruleUrl } from '../../lint/rule-url';

/** What SARIF shows of a rule of the linter. */
export interface RuleText {
  readonly name: string;
  readonly summary: string;
  readonly why: string;
}

export type Json = Readonly<Record<string, unknown>>;
export type Descriptor = Json & { readonly id: string };
export type BaselineState = 'new' | 'unchanged' | 'updated' | 'absent';

export interface SarifRun {
  readonly version: string;
  /** Tells the runs of one commit apart: a second upload of the same run replaces the first. */
  readonly run: 'check' | 'health';
  /** What paths are relative to. */
  readonly base: string;
  readonly descriptors: readonly Descriptor[];
  readonly results: readonly Json[];
  readonly properties?: Json;
}

export function sarifLog({ version, run, base, descriptors, results, properties }: SarifRun): string {
  const places = new Map(descriptors.map(({ id }, index) => [id, index]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Seaworthy',
            semanticVersion: version,
            informationUri: documentationRoot,
            rules: descriptors,
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: base } } },
        automationDetails: { id: `seaworthy/${run}/` },
        ...(properties ? { properties } : {}),
        results: results.map((result) => ({
          ...result,
          ruleIndex: places.get(String(result['ruleId'])) ?? -1,
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

export function ruleDescriptor({ name, summary, why }: RuleText): Descriptor {
  return {
    id: name,
    name: pascal(name),
    shortDescription: { text: summary },
    fullDescription: { text: why },
    help: { text: why, markdown: why },
    helpUri: ruleUrl(name),
    properties: { tags: ['lint'] },
  };
}

export function findingResult(finding: HealthFinding, baselineState?: BaselineState): Json {
  const { rule, severity, message, path, line, column, endLine, endColumn, fingerprint } = finding;
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    ruleId: rule,
    kind: 'fail',
    level: severity === 'error' || severity === 'warning' ? severity : 'note',
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: artifact(path), region } }],
    partialFingerprints: { 'seaworthyFinding/v1': fingerprint },
    ...(baselineState ? { baselineState } : {}),
  };
}

/** A path with `/`. One outside of the folder is absolute, and a URI of its own. */
export function artifact(path: string): Json {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return { uri: `file://${encoded}` };
  if (/^[A-Za-z]:\//.test(path)) return { uri: `file:///${encoded}` };
  return { uri: encoded, uriBaseId: '%SRCROOT%' };
}

export function pascal(name: string): string {
  return name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
