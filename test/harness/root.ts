/** Where the checkout is. */
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');
