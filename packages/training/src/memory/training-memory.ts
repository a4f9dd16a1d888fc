import { type FloatType, type WasmMemory, wasm } from "@spikeloom/code";

/** Numbers of a memory; views are others once it has grown. */
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
  /** Make it so many bytes long at least. */
  reach(bytes: number): void;
  /** Look at it anew, where another thread has made it so many bytes long. */
  follow(bytes: number): void;
}

const page = 65_536;

interface MemoryOptions {
  /** Whether other threads see it. */
  readonly shared?: boolean;
  readonly memory?: WasmMemory;
}

function newMemory(bytes: number, shared: boolean): WasmMemory {
  return new wasm.Memory({ initial: Math.ceil(bytes / page), maximum: 65_536, shared });
}

/** Make a memory of so many bytes at least, or look at one that another thread has made. */
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
      // A thread hears of it the next time that it goes round a loop.
      while (memory.buffer.byteLength < bytes);
      fresh();
    },
  };
}
