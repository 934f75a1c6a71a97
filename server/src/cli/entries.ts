/** What runs on Node, in one bundle. A part is evaluated when it is started. */

export const server = (): Promise<unknown> => import('../node/main');
export const worker = (): Promise<unknown> => import('../node/worker');
export const cli = (): Promise<unknown> => import('./main');
