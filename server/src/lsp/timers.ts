/** Debounced work: one timer a key, and a later call for the same key takes the place of the earlier one. */
import type { Disposable, ServerHost } from './host';

export class Debouncer implements Disposable {
  readonly #host: Pick<ServerHost, 'startTimer'>;
  readonly #timers = new Map<string, Disposable>();

  constructor(host: Pick<ServerHost, 'startTimer'>) {
    this.#host = host;
  }

  schedule(key: string, milliseconds: number, work: () => void): void {
    this.cancel(key);
    const timer = this.#host.startTimer(milliseconds, () => {
      this.#timers.delete(key);
      work();
    });
    this.#timers.set(key, timer);
  }

  cancel(key: string): void {
    this.#timers.get(key)?.dispose();
    this.#timers.delete(key);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) timer.dispose();
    this.#timers.clear();
  }
}
