/**
 * Every handler runs inside a guard: cancelled requests end at once, an error is logged and answered with a fallback,
 * and nothing that a handler throws reaches the process.
 */
import { ErrorCodes, LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import type { Log } from './log';
import type { ServerHost } from './host';

export interface GuardContext {
  /** Before `initialize` and after `shutdown` there is nothing to answer from. */
  readonly phase: 'new' | 'running' | 'ended';
  readonly host: Pick<ServerHost, 'attend' | 'pause'>;
  readonly log: Log;
}

export const cancelled = (): ResponseError<never> =>
  new ResponseError<never>(LSPErrorCodes.RequestCancelled, 'Cancelled.');

/** A request's answer is about a text that has changed meanwhile; the client asks again. */
export const outdated = (): ResponseError<never> =>
  new ResponseError<never>(LSPErrorCodes.ContentModified, 'The document has changed meanwhile.');

const refusals = {
  new: () =>
    new ResponseError<never>(ErrorCodes.ServerNotInitialized, 'The session has not been initialized.'),
  ended: () => new ResponseError<never>(ErrorCodes.InvalidRequest, 'The session has been shut down.'),
} as const;

/** For requests. A `ResponseError` that the handler returns or throws is the answer; other errors give `fallback`. */
export function request<P, R, F>(
  context: GuardContext,
  name: string,
  fallback: F,
  handler: (params: P, token: CancellationToken) => R | Promise<R>,
): (params: P, token?: CancellationToken) => Promise<R | F | ResponseError<never>> {
  return async (first, second) => {
    // A request without parameters comes with its token alone.
    const [params, token] = second ? [first, second] : [undefined as P, first as CancellationToken];
    const { host, log, phase } = context;
    if (phase !== 'running') return refusals[phase]();
    host.attend();
    try {
      // Lets a cancellation that is already in the pipe be read before the work starts.
      await host.pause();
      if (token.isCancellationRequested) return cancelled();
      const result = await handler(params, token);
      return token.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      if (error instanceof ResponseError) return error as ResponseError<never>;
      log.error(`${name} failed`, error);
      return fallback;
    }
  };
}

/** For notifications and events: they run at once, in the order in which they arrive, and only within the session. */
export function notification<P>(
  context: GuardContext,
  name: string,
  handler: (params: P) => void | Promise<void>,
): (params: P) => void {
  return (params) => {
    const { host, log, phase } = context;
    if (phase !== 'running') return;
    host.attend();
    try {
      const running = handler(params);
      if (running) running.catch((error: unknown) => log.error(`${name} failed`, error));
    } catch (error) {
      log.error(`${name} failed`, error);
    }
  };
}
