/**
 * The language server as the rest of the extension sees it, from the first moment. Its client is large and is loaded
 * when activation is over; what is asked before waits for it.
 */
import type { CancellationToken, Disposable } from 'vscode';
import type { BaseLanguageClient, WorkDoneProgress } from 'vscode-languageclient';

/** A language client that has not been started, and what its library calls the progress of work. */
export interface LoadedClient {
  readonly client: BaseLanguageClient;
  readonly workDone: typeof WorkDoneProgress.type;
}

/** What a server says of its progress. */
export interface WorkDone {
  readonly message?: string;
  readonly percentage?: number;
}

export class Server {
  readonly #loaded: Promise<LoadedClient>;
  /** Fails where the client cannot be loaded or the server does not start. */
  readonly started: Promise<void>;
  /** Until loading begins. */
  #timer: unknown;

  constructor(load: () => Promise<LoadedClient>) {
    this.#loaded = new Promise((resolve) => {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        resolve(load());
      }, 0);
    });
    this.started = this.#loaded.then(({ client }) => client.start());
  }

  async sendRequest<R>(method: string, params?: unknown, token?: CancellationToken): Promise<R> {
    const { client } = await this.#loaded;
    return client.sendRequest<R>(method, params, token);
  }

  async sendNotification(method: string): Promise<void> {
    const { client } = await this.#loaded;
    await client.sendNotification(method);
  }

  /** Tells the progress of the request that is sent with this token. */
  async onWorkDone(workDoneToken: string, listener: (value: WorkDone) => void): Promise<Disposable> {
    const { client, workDone } = await this.#loaded;
    return client.onProgress(workDone, workDoneToken, listener);
  }

  async restart(): Promise<void> {
    await this.#stopRunning();
    const { client } = await this.#loaded;
    await client.start();
  }

  /** At the end of the window. A client that is not loaded by then never will be. */
  async stop(): Promise<void> {
    if (this.#timer === undefined) await this.#stopRunning();
    else clearTimeout(this.#timer);
  }

  /** A client that is starting cannot be stopped, one that failed need not be. */
  async #stopRunning(): Promise<void> {
    const { client } = await this.#loaded;
    await this.started.catch(() => undefined);
    if (client.isRunning()) await client.stop();
  }
}
