/** How a client on Node starts the server as a process of its own. */

/**
 * Arguments of Node for a server that is a process of its own: V8 would let the young generation of its heap grow to 32 MB, and
 * each collection of that holds the server's event loop.
 */
export const serverProcessArguments: readonly string[] = ['--max-semi-space-size=4'];
