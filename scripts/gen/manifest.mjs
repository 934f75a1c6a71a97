// What the schema of the settings gives: package.json's `contributes.configuration` (everything else in package.json
// stays as it is), its texts in package.nls.json, and docs/configuration.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModule } from './load-module.mjs';

/** @param {string} root @returns {Promise<import('./index.mjs').Generated>} */
export async function manifest(root) {
  const { configurationContribution } = await loadModule(root, 'server/src/engine/config/manifest.ts');
  const current = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  /** @type {Map<string, string>} */
  const texts = new Map();
  const configuration = withKeys(configurationContribution(), 'config', texts);
  const contributes = { ...current.contributes, configuration };
  const written = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8'));
  const others = Object.entries(written).filter(([key]) => !key.startsWith('config.'));
  const nls = Object.fromEntries([...others, ...texts]);
  const content = `${JSON.stringify({ ...current, contributes }, null, 2)}\n`;
  const { configurationPage } = await loadModule(root, 'server/src/engine/config/page.ts');
  return {
    files: new Map([
      ['package.json', content],
      ['package.nls.json', `${JSON.stringify(nls, null, 2)}\n`],
      ['docs/configuration.md', configurationPage()],
    ]),
  };
}

const described = ['description', 'markdownDescription', 'patternErrorMessage'];

/**
 * The same schema with its texts replaced by the keys that they get in package.nls.json.
 * @param {any} schema
 * @param {string} key
 * @param {Map<string, string>} texts
 * @returns {any}
 */
function withKeys(schema, key, texts) {
  if (Array.isArray(schema)) return schema.map((one, index) => withKeys(one, `${key}.${index}`, texts));
  if (typeof schema !== 'object' || schema === null) return schema;
  /** @param {string} name @param {string} text */
  const keep = (name, text) => {
    texts.set(name, text);
    return `%${name}%`;
  };
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => {
      if (described.includes(name) && typeof value === 'string') {
        return [name, keep(name === 'patternErrorMessage' ? `${key}.pattern` : key, value)];
      }
      if (name === 'markdownEnumDescriptions') {
        return [
          name,
          value.map((/** @type {string} */ text, /** @type {number} */ index) =>
            keep(`${key}.${schema.enum[index]}`, text),
          ),
        ];
      }
      if (name === 'default' || name === 'enum') return [name, value];
      const inner = name === 'properties' ? key : `${key}.${name.replace(/^seaworthy\./, '')}`;
      return [name, withKeys(value, inner, texts)];
    }),
  );
}
