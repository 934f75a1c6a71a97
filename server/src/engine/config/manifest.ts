/** The manifest's `contributes.configuration`, from the schema of the settings. */
import { rules as allRules } from '../rules/registry.generated';
import { linters } from '../lint/other-linters';
import { topics, type Rule } from '../lint/rule';
import { levels, settingKeys, settings, type Setting } from './schema';

type JsonSchema = Readonly<Record<string, unknown>>;

/** What editors show and check: JSON Schema with VS Code's own keywords. */
export function configurationContribution(rules: readonly Rule[] = allRules): JsonSchema {
  const properties = settingKeys.map((key, order): readonly [string, JsonSchema] => {
    const setting: Setting = settings[key];
    const { scope, description } = setting;
    return [
      `seaworthy.${key}`,
      {
        ...schemaOf(setting, rules),
        default: setting.default,
        scope,
        order,
        markdownDescription: description,
      },
    ];
  });
  return { title: 'Seaworthy', properties: Object.fromEntries(properties) };
}

function schemaOf(setting: Setting, rules: readonly Rule[]): JsonSchema {
  switch (setting.kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return {
        type: 'string',
        enum: Object.keys(setting.choices),
        markdownEnumDescriptions: Object.values(setting.choices),
      };
    case 'number': {
      const { integer, minimum, maximum } = setting;
      return { type: integer ? 'integer' : 'number', minimum, maximum };
    }
    case 'version':
      return {
        type: 'string',
        pattern: '^(auto|[23]\\.\\d+)$',
        patternErrorMessage: 'Write a Python version such as 3.11, or auto.',
      };
    case 'list':
      return { type: 'array', uniqueItems: true, items: itemsOf(setting.of, rules) };
    case 'levels':
      return {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          rules.map(({ meta }) => [
            meta.name,
            { type: 'string', enum: levels, default: meta.severity, description: meta.summary },
          ]),
        ),
      };
    case 'ignores':
      return { type: 'object', additionalProperties: { type: 'array', items: itemsOf('names', rules) } };
  }
}

function itemsOf(of: Extract<Setting, { kind: 'list' }>['of'], rules: readonly Rule[]): JsonSchema {
  switch (of) {
    case 'names':
      return { type: 'string', enum: ['all', ...topics, ...rules.map(({ meta }) => meta.name)] };
    case 'topics':
      return { type: 'string', enum: topics };
    case 'linters':
      return { type: 'string', enum: linters };
    case 'globs':
    case 'qualified':
      return { type: 'string' };
  }
}
