import type { GapDraws } from "@spikeloom/random";
import { type WasmMemory, wasm } from "../targets/webassembly/encoder/api.ts";
import { moduleBuilder } from "../targets/webassembly/encoder/module.ts";
import { emitGaps } from "./gaps.ts";

const most = 1024;

// Lists of trains are read four entries at a time, and may be written three entries beyond their end.
const words = 4 * (most + 4);
const places = { key: 0, list: 64, entities: 64 + words, drawn: 64 + 2 * words };
const doubles = { rates: 64 + 3 * words, next: 64 + 3 * words + 8 * most };

let ofThread: GapDraws | undefined;

/** Return this thread's instance, which is compiled at the first draw. */
export function threadGaps(): GapDraws {
  ofThread ??= createGaps();
  return ofThread;
}

function createGaps(): GapDraws {
  const memory = new wasm.Memory({ initial: 1 });
  const word = (place: number, length: number) => new Uint32Array(memory.buffer, place, length);
  const double = (place: number) => new Float64Array(memory.buffer, place, most);
  const [key, list] = [word(places.key, 4), word(places.list, most)];
  let draw: ((...args: readonly number[]) => void) | undefined;
  return {
    most,
    entities: word(places.entities, most),
    drawn: word(places.drawn, most),
    rates: double(doubles.rates),
    next: double(doubles.next),
    advance(own, trains) {
      draw ??= compile(memory);
      key.set(own);
      for (let k = 0; k < trains; k++) list[k] = k;
      const { rates, next } = doubles;
      draw(places.key, places.entities, next, places.drawn, rates, places.list, trains);
    },
  };
}

function compile(memory: WasmMemory): (...args: readonly number[]) => void {
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1 } });
  emitGaps(m);
  const { exports } = new wasm.Instance(new wasm.Module(m.build()), { env: { memory } });
  return exports["draw_gaps"] as (...args: readonly number[]) => void;
}
