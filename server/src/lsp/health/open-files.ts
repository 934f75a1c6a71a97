/** The Python files of a workspace folder that editors show, with what they show. */
import type { Session } from '../session';
import { pathBelow } from '../uri';

export class OpenFiles {
  readonly #session: Session;
  readonly #folder: string;

  constructor(session: Session, folder: string) {
    this.#session = session;
    this.#folder = folder;
  }

  /** URIs by path below the folder. */
  uris(): ReadonlyMap<string, string> {
    const open = new Map<string, string>();
    for (const { uri, languageId } of this.#session.documents.values()) {
      const path = languageId === 'python' ? pathBelow(this.#folder, uri) : undefined;
      if (path !== undefined && !path.includes('#')) open.set(path, uri);
    }
    return open;
  }

  /** Texts by path below the folder. */
  texts(): ReadonlyMap<string, string> {
    const { documents } = this.#session;
    return new Map([...this.uris()].map(([path, uri]) => [path, documents.get(uri)?.source.text ?? '']));
  }

  /** What an editor shows of a file, else what is on disk. */
  async readText(uri: string): Promise<string | undefined> {
    const isOpen = [...this.uris().values()].includes(uri);
    const text = isOpen ? this.#session.documents.get(uri)?.source.text : undefined;
    return text ?? (await this.#session.host.readText(uri));
  }
}
