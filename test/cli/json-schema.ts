/** A small checker for the part of JSON Schema that docs/schema uses. An unknown keyword is an error, not ignored. */

type Schema = Readonly<Record<string, unknown>>;

const annotations = new Set(['$schema', '$defs', 'title', 'description']);

/** What is wrong with `value`, a line each, with the place inside it. */
export function violations(schema: Schema, value: unknown, root: Schema = schema, at = '$'): string[] {
  return Object.entries(schema).flatMap(([keyword, argument]) => {
    if (annotations.has(keyword)) return [];
    return check(keyword, argument, schema, value, root, at);
  });
}

function check(
  keyword: string,
  argument: unknown,
  schema: Schema,
  value: unknown,
  root: Schema,
  at: string,
): string[] {
  switch (keyword) {
    case '$ref':
      return violations(definition(root, String(argument)), value, root, at);
    case 'type':
      return hasType(value, argument)
        ? []
        : [`${at} is not ${JSON.stringify(argument)}: ${JSON.stringify(value)}`];
    case 'enum':
      return (argument as readonly unknown[]).includes(value)
        ? []
        : [`${at} is none of the allowed values: ${JSON.stringify(value)}`];
    case 'minimum':
      return typeof value === 'number' && value < Number(argument)
        ? [`${at} is below ${Number(argument)}`]
        : [];
    case 'maximum':
      return typeof value === 'number' && value > Number(argument)
        ? [`${at} is above ${Number(argument)}`]
        : [];
    case 'items':
      if (!Array.isArray(value)) return [];
      return value.flatMap((item, index) => violations(argument as Schema, item, root, `${at}[${index}]`));
    case 'required':
      if (!isObject(value)) return [];
      return (argument as readonly string[])
        .filter((key) => !(key in value))
        .map((key) => `${at} has no ${key}`);
    case 'properties':
      if (!isObject(value)) return [];
      return Object.entries(argument as Readonly<Record<string, Schema>>).flatMap(([key, inner]) =>
        key in value ? violations(inner, value[key], root, `${at}.${key}`) : [],
      );
    case 'additionalProperties': {
      if (!isObject(value) || argument !== false) return [];
      const known = Object.keys(schema['properties'] ?? {});
      return Object.keys(value)
        .filter((key) => !known.includes(key))
        .map((key) => `${at} has an unknown ${key}`);
    }
    case 'anyOf': {
      const all = (argument as readonly Schema[]).map((one) => violations(one, value, root, at));
      return all.some((found) => found.length === 0) ? [] : (all[0] ?? []);
    }
    default:
      throw new Error(`the keyword ${keyword} is not supported`);
  }
}

function definition(root: Schema, reference: string): Schema {
  const found = (root['$defs'] as Readonly<Record<string, Schema>>)[reference.replace('#/$defs/', '')];
  if (!found) throw new Error(`${reference} leads nowhere`);
  return found;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasType(value: unknown, type: unknown): boolean {
  if (Array.isArray(type)) return type.some((one) => hasType(value, one));
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}
