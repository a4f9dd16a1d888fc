import type { FloatType } from "@spikeloom/code";
import { type WasmMemory, wasm } from "@spikeloom/code/encoder";

/** Typed views of a memory; they are replaced when it grows. */
export interface TrainingMemory {
  readonly memory: WasmMemory;
  readonly type: FloatType;
  /** The whole memory as floats, and as integers. */
  floats(): Float32Array | Float64Array;
  integers(): Int32Array;
  doubles(): Float64Array;
  shorts(): Uint16Array;
  /** Floats from a byte address on. */
  at(address: number, count: number): Float32Array | Float64Array;
  /** Grow to at least this many bytes. */
  reach(bytes: number): void;
  /** Refresh the views after another thread has grown it to this many bytes. */
  follow(bytes: number): void;
}

const page = 65_536;

interface MemoryOptions {
  /** Whether other threads share it. */
  readonly shared?: boolean;
  readonly memory?: WasmMemory;
}

function newMemory(bytes: number, shared: boolean): WasmMemory {
  return new wasm.Memory({ initial: Math.ceil(bytes / page), maximum: 65_536, shared });
}

/** Create a memory of at least this many bytes, or wrap one that another thread has created. */
export function trainingMemory(
  bytes: number,
  type: FloatType,
  { shared = false, memory = newMemory(bytes, shared) }: MemoryOptions = {},
): TrainingMemory {
  const viewOf = (): Float32Array | Float64Array =>
    type === "f64" ? new Float64Array(memory.buffer) : new Float32Array(memory.buffer);
  let floats = viewOf();
  let integers = new Int32Array(memory.buffer);
  let doubles = new Float64Array(memory.buffer);
  let shorts = new Uint16Array(memory.buffer);
  const fresh = (): void => {
    if (floats.buffer === memory.buffer) return;
    floats = viewOf();
    integers = new Int32Array(memory.buffer);
    doubles = new Float64Array(memory.buffer);
    shorts = new Uint16Array(memory.buffer);
  };
  return {
    memory,
    type,
    floats: () => floats,
    integers: () => integers,
    doubles: () => doubles,
    shorts: () => shorts,
    at: (address, count) => {
      const begin = address / floats.BYTES_PER_ELEMENT;
      return floats.subarray(begin, begin + count);
    },
    reach(needed) {
      const missing = needed - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / page));
      fresh();
    },
    follow(bytes) {
      // A thread notices it only when it next re-enters a loop.
      while (memory.buffer.byteLength < bytes);
      fresh();
    },
  };
}
