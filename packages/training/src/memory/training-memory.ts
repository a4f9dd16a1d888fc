import { type FloatType, type WasmMemory, wasm } from "@spikeloom/code";

/** Numbers of a memory; views are others once it has grown. */
export interface TrainingMemory {
  readonly memory: WasmMemory;
  readonly type: FloatType;
  /** The whole memory as floats, and as integers. */
  floats(): Float32Array | Float64Array;
  integers(): Int32Array;
  /** Floats from a byte address on. */
  at(address: number, count: number): Float32Array | Float64Array;
  /** Make it so many bytes long at least. */
  reach(bytes: number): void;
}

const page = 65_536;

/** Make a memory of so many bytes at least. */
export function trainingMemory(bytes: number, type: FloatType): TrainingMemory {
  const memory = new wasm.Memory({ initial: Math.ceil(bytes / page), maximum: 65_536 });
  const viewOf = (): Float32Array | Float64Array =>
    type === "f64" ? new Float64Array(memory.buffer) : new Float32Array(memory.buffer);
  let floats = viewOf();
  let integers = new Int32Array(memory.buffer);
  const fresh = (): void => {
    if (floats.buffer === memory.buffer) return;
    floats = viewOf();
    integers = new Int32Array(memory.buffer);
  };
  return {
    memory,
    type,
    floats: () => floats,
    integers: () => integers,
    at: (address, count) => {
      const begin = address / floats.BYTES_PER_ELEMENT;
      return floats.subarray(begin, begin + count);
    },
    reach(needed) {
      const missing = needed - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / page));
      fresh();
    },
  };
}
