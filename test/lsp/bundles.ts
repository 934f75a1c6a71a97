/** Where the built bundles are. `SEAWORTHY_DIST` names another folder inside the checkout than `dist/`. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..', '..');
export const bundles = resolve(root, process.env['SEAWORTHY_DIST'] ?? 'dist');

/** Path of a bundle that has to be there. */
export function bundle(name: string): string {
  const path = join(bundles, name);
  if (!existsSync(path)) throw new Error(`${path} is missing: run "npm run build" first`);
  return path;
}
