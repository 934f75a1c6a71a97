/**
 * Checks raw settings key by key. A bad value is left out and complained about, so that the setting keeps its other
 * value; everything else applies.
 */
import type { Rule } from '../lint/rule';
import { shown, type Complaint } from './problems';
import { settingKeys, settings, type Setting, type SettingKey, type Settings } from './schema';
import { nearest } from './suggest';
import { checkValue, isTable, keyName, reject, type Check, type Style, type Table } from './values';

export interface Validated {
  readonly values: Partial<Settings>;
  readonly complaints: readonly Complaint[];
}

/** `at` is where `raw` stands in its source: `[tool, seaworthy]`, or nothing. */
export function validate(
  raw: unknown,
  style: Style,
  at: readonly string[],
  rules: readonly Rule[],
): Validated {
  const check: Check = { style, rules, values: {}, complaints: [] };
  if (isTable(raw)) readTable(check, raw, '', at);
  else if (raw !== undefined && raw !== null) {
    check.complaints.push({ at, message: `the settings must be a table, not ${shown(raw)}` });
  }
  return { values: check.values, complaints: check.complaints };
}

function readTable(check: Check, table: Table, prefix: string, at: readonly string[]): void {
  for (const [name, value] of Object.entries(table)) {
    // Editors send null, or nothing, for what is not set.
    if (value === undefined || value === null) continue;
    const key = prefix + camelCase(name);
    const here = [...at, name];
    if (isSettingKey(key)) readSetting(check, key, value, here);
    else if (settingKeys.some((known) => known.startsWith(`${key}.`))) {
      if (isTable(value)) readTable(check, value, `${key}.`, here);
      else reject(check, here, value, 'a table');
    } else check.complaints.push(unknownKey(check.style, key, name, prefix, here));
  }
}

function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(settings, key);
}

function readSetting(check: Check, key: SettingKey, value: unknown, at: readonly string[]): void {
  const setting: Setting = settings[key];
  if (check.style === 'file' && setting.scope === 'window') {
    check.complaints.push({
      at,
      message: `'${keyName(check, at)}' is a setting of the editor and has no effect in a project file`,
    });
    return;
  }
  const checked = checkValue(check, setting, value, at);
  if (checked !== undefined) check.values[key] = checked;
}

function unknownKey(
  style: Style,
  key: string,
  name: string,
  prefix: string,
  at: readonly string[],
): Complaint {
  const usable = settingKeys.filter((known) => style === 'editor' || settings[known].scope !== 'window');
  const written = style === 'file' ? [...usable.map(kebabCase), 'acknowledge'] : usable;
  const wanted = style === 'file' ? kebabCase(key) : key;
  const inGroup = written.filter((known) => known.startsWith(style === 'file' ? kebabCase(prefix) : prefix));
  const last = written.find(
    (known) => known.includes('.') && nearest(name, [known.slice(known.indexOf('.') + 1)]) !== undefined,
  );
  const suggestion = nearest(wanted, inGroup) ?? last;
  return { at, message: `unknown setting '${name}'`, ...(suggestion === undefined ? {} : { suggestion }) };
}

export function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
