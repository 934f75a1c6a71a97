/** How the command line writes paths. */
import { relative, sep } from 'node:path';

/** Relative to the present folder where it lies below. */
export function shownPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path === '' || path.startsWith('..') ? file : path;
}

/** The same on every system, as URIs and Markdown have it. */
export function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
