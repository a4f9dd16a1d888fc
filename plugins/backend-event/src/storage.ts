import { type WasmMemory, wasm } from "@spikeloom/code/encoder";
import type { Columns } from "@spikeloom/program/events";

/** Columns in one memory, which compiled code reads and writes; separate arrays if they do not fit. */
export interface Storage extends Columns {
  /** Undefined if columns are separate arrays. */
  readonly memory: WasmMemory | undefined;
}

const page = 65_536;
const mostPages = 65_536;

/** Bytes between the starts of columns: those of a cache line. */
const line = 64;

/** Return the bytes that a column takes. */
export function columnBytes(length: number, each: number): number {
  return Math.ceil((length * each) / line) * line;
}

/** Create a storage of as many bytes; the first line of it stays unused. */
export function createStorage(bytes: number): Storage {
  const pages = Math.ceil((bytes + line) / page);
  const memory =
    pages > mostPages ? undefined : new wasm.Memory({ initial: pages, maximum: mostPages });
  let next = line;
  const place = (length: number, each: number): number | undefined => {
    const at = next;
    const end = at + columnBytes(length, each);
    if (memory === undefined || end > memory.buffer.byteLength) return undefined;
    next = end;
    return at;
  };
  const buffer = memory?.buffer as ArrayBuffer;
  return {
    memory,
    f64(length) {
      const at = place(length, 8);
      return at === undefined ? new Float64Array(length) : new Float64Array(buffer, at, length);
    },
    i32(length) {
      const at = place(length, 4);
      return at === undefined ? new Int32Array(length) : new Int32Array(buffer, at, length);
    },
    u8(length) {
      const at = place(length, 1);
      return at === undefined ? new Uint8Array(length) : new Uint8Array(buffer, at, length);
    },
  };
}
