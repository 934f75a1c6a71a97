/** URIs as plain strings: comparing them, and paths relative to a folder. No file system meaning is added. */

const shape = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/s;

interface UriParts {
  readonly scheme: string;
  readonly authority: string;
  /** Decoded. */
  readonly path: string;
  /** As written. */
  readonly fragment: string | undefined;
}

function parseUri(uri: string): UriParts {
  const match = shape.exec(uri);
  if (!match) return { scheme: '', authority: '', path: uri, fragment: undefined };
  const path = decode(match[3] ?? '');
  return {
    scheme: (match[1] ?? '').toLowerCase(),
    authority: decode(match[2] ?? ''),
    // Clients disagree about the case of Windows drives (`/C:` and `/c%3A` are one).
    path: /^\/[A-Z]:/.test(path) ? path.slice(0, 1) + path.slice(1, 2).toLowerCase() + path.slice(2) : path,
    fragment: match[4],
  };
}

/** One spelling for all equal URIs, to be used as a key. */
export function uriKey(uri: string): string {
  const { scheme, authority, path, fragment } = parseUri(uri);
  return `${scheme}://${authority}${path}${fragment === undefined ? '' : `#${fragment}`}`;
}

/**
 * Path of `uri` below `folder`, with `/` and decoded; undefined when it is not below it. A notebook cell counts as
 * below the folder of its notebook and keeps its fragment: `a/b.ipynb#cell`.
 */
export function pathBelow(folder: string, uri: string): string | undefined {
  const outer = parseUri(folder);
  const inner = parseUri(uri);
  const sameScheme = outer.scheme === inner.scheme || inner.scheme === 'vscode-notebook-cell';
  if (!sameScheme || (outer.authority !== inner.authority && inner.authority !== '')) return undefined;
  const prefix = outer.path.endsWith('/') ? outer.path : `${outer.path}/`;
  if (!inner.path.startsWith(prefix)) return undefined;
  return inner.path.slice(prefix.length) + cellSuffix(inner);
}

/** Last part of the path, for documents outside of every folder. */
export function baseName(uri: string): string {
  const parts = parseUri(uri);
  return (parts.path.split('/').at(-1) ?? '') + cellSuffix(parts);
}

/** URI of the folder that holds `uri`, without a trailing slash; undefined at the root. */
export function parentUri(uri: string): string | undefined {
  const bare = uri.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  const slash = bare.lastIndexOf('/');
  const parent = bare.slice(0, Math.max(0, slash));
  return parent === '' || parent.endsWith('/') ? undefined : parent;
}

/** URI of `path` (decoded, with `/`) below `folder`. */
export function joinUri(folder: string, path: string): string {
  return `${folder.replace(/\/+$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** The file that a document belongs to: the notebook for a cell. */
export function fileUriOf(uri: string): string {
  return uri.startsWith('vscode-notebook-cell:')
    ? uri.replace(/^vscode-notebook-cell:(?:\/\/)?/, 'file://').replace(/#.*$/s, '')
    : uri;
}

function cellSuffix({ path, fragment }: UriParts): string {
  return path.endsWith('.ipynb') && fragment !== undefined ? `#${fragment}` : '';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
