import { type WasmMemory, wasm } from "@spikeloom/code";
import { allocate } from "./allocate.ts";

const pageBytes = 65_536;

/** 4 GiB. */
const mostPages = 65_536;

/** The memory of the network that was closed last; it is nobody's, and may be collected at any time. */
let closed: WeakRef<WasmMemory> | undefined;

/**
 * Take WebAssembly memory for so many bytes, all of them 0.
 *
 * It is that of the network that was closed last, where that is at hand and not far larger. Machines do not count the memory of
 * networks that are no more when they decide whether to collect: of runs one after the other several would be there at a time.
 */
export function takeMemory(bytes: number, { shared }: { readonly shared: boolean }): WasmMemory {
  const pages = Math.min(Math.ceil(bytes / pageBytes) + 1, mostPages);
  const before = shared ? undefined : closed?.deref();
  const held = (before?.buffer.byteLength ?? 0) / pageBytes;
  return allocate(bytes, () => {
    if (before === undefined || held > 2 * pages) {
      return new wasm.Memory({ initial: pages, maximum: mostPages, shared });
    }
    closed = undefined;
    // Also where it is large enough, as what looked into it before is cut off by that.
    before.grow(Math.max(0, pages - held));
    new Uint8Array(before.buffer, 0, Math.min(held, pages) * pageBytes).fill(0);
    return before;
  });
}

/** Leave the memory of a network that is closed to the next one; nothing may look into it any more. */
export function leaveMemory(memory: WasmMemory): void {
  closed = new WeakRef(memory);
}
