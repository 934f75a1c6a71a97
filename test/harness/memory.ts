/** What a process holds after a full garbage collection: its heap, and the wasm memory of every parser in it. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface MemoryFigures {
  /** Megabytes. */
  readonly heap: number;
  readonly wasm: number;
  readonly buffers: number;
  readonly resident: number;
}

const megabyte = 1e6;
const memories = new Set<WebAssembly.Memory>();

/** Before the first parser is loaded: keeps each wasm memory that is made from now on in sight. */
export function watchWasm(): void {
  const Memory = new Proxy(WebAssembly.Memory, {
    construct: (target, [descriptor]: [WebAssembly.MemoryDescriptor]) => {
      const memory = new target(descriptor);
      memories.add(memory);
      return memory;
    },
  });
  Object.assign(WebAssembly, { Memory });
}

let collect: (() => void) | undefined;

export function memoryFigures(): MemoryFigures {
  setFlagsFromString('--expose-gc');
  collect ??= runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  const wasm = [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  return {
    heap: heapUsed / megabyte,
    wasm: wasm / megabyte,
    buffers: arrayBuffers / megabyte,
    resident: rss / megabyte,
  };
}
