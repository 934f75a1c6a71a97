// The generators, in an order in which a later one may read what an earlier one wrote.
import { nodeKinds } from './node-kinds.mjs';
import { registries } from './registries.mjs';
import { grammarVersions } from './grammar-versions.mjs';
import { manifest } from './manifest.mjs';
import { ruleDocs } from './rule-docs.mjs';
import { checkDocs } from './check-docs.mjs';
import { l10n } from './l10n.mjs';

/**
 * A generator returns its files (path relative to the root, content) and the folders that hold nothing else.
 * @typedef {{ files: Map<string, string>, owns?: string[] }} Generated
 * @type {Array<(root: string) => Generated | Promise<Generated>>}
 */
export const generators = [nodeKinds, registries, grammarVersions, manifest, ruleDocs, checkDocs, l10n];
