/** What both hosts have of the web's globals; neither Node's types nor the browser's belong here. */
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare function setTimeout(callback: () => void, milliseconds: number): unknown;
declare function clearTimeout(timer: unknown): void;
declare const performance: { now(): number; measure(name: string, from: { readonly start: number }): void };
