import { type WasmMemory, wasm } from "@spikeloom/code/encoder";
import { allocate } from "./allocate.ts";

const pageBytes = 65_536;

/** 4 GiB. */
const mostPages = 65_536;

/** The memory of the network closed last; unowned, so it may be collected at any time. */
let closed: WeakRef<WasmMemory> | undefined;

/**
 * Allocate this many bytes of WebAssembly memory, all 0.
 *
 * The memory of the network closed last is reused if it is available and not much larger. Engines do not take the
 * memory of closed networks into account when they decide whether to collect: in a sequence of runs, several would
 * exist at a time.
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
    // Grow even if it is large enough, because this detaches all previous views.
    before.grow(Math.max(0, pages - held));
    new Uint8Array(before.buffer, 0, Math.min(held, pages) * pageBytes).fill(0);
    return before;
  });
}

/** Release the memory of a closed network for the next one; nothing may access it any more. */
export function leaveMemory(memory: WasmMemory): void {
  closed = new WeakRef(memory);
}
