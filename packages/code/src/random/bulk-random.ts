import type { BulkRandom, WordPlace } from "@spikeloom/random";
import { streamDraws } from "../generated/stream-draws.ts";
import { type WasmMemory, wasm } from "../targets/webassembly/encoder/api.ts";
import { mostNumbers as most, streamDrawPlaces } from "./stream-draws-places.ts";

const page = 65_536;
const { place, numbers, marks } = streamDrawPlaces;

type Draw = (block: number, lane: number, count: number, out: number) => void;
type Draw5 = (block: number, lane: number, count: number, out: number, more: number) => number;

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

let ofThread: BulkRandom | undefined;

/**
 * Return this thread's instance.
 *
 * A browser can allocate only a few memories, and frees them late.
 */
export function threadRandom(): BulkRandom {
  ofThread ??= bulkRandom();
  return ofThread;
}

/**
 * Create the accelerator of streams, with its own memory.
 *
 * Pass it to `stream`; one serves all streams of a thread. It is compiled at the first draw, because most networks of a
 * few neurons draw nothing.
 */
export function bulkRandom(): BulkRandom {
  let made: Omit<BulkRandom, "least" | "mostDistinct"> | undefined;
  const started = () => {
    made ??= startBulk();
    return made;
  };
  return {
    least: 8,
    mostDistinct: 2 ** 27,
    uniforms: (from, out) => started().uniforms(from, out),
    normals: (from, out) => started().normals(from, out),
    integers: (from, below, out) => started().integers(from, below, out),
    distinctIntegers: (from, below, out) => started().distinctIntegers(from, below, out),
  };
}

function startBulk(): Omit<BulkRandom, "least" | "mostDistinct"> {
  // The same in every process and thread, so it is generated once: that takes as long as a million draws.
  const { exports } = new wasm.Instance(new wasm.Module(bytesOf(streamDraws)));
  const memory = exports["memory"] as WasmMemory;
  const draw = {
    uniforms: exports["stream_uniforms"] as Draw,
    normals: exports["stream_normals"] as Draw,
    integers: exports["stream_integers"] as Draw5,
    distinct: exports["stream_distinct"] as Draw5,
  };
  const clearMarks = exports["clear_marks"] as (count: number, out: number) => void;
  let head = new Uint32Array(memory.buffer, place, 7);
  let wholes = new Uint32Array(memory.buffer, numbers, most);
  let doubles = new Float64Array(memory.buffer, numbers, most);
  let marked = new Uint8Array(memory.buffer, marks);

  function setPlace({ key, counter }: WordPlace): void {
    for (let i = 0; i < 4; i++) head[i] = key[i] as number;
    head[4] = counter[0] as number;
    head[5] = counter[2] as number;
    head[6] = counter[3] as number;
  }
  function makeMarks(below: number): void {
    const bytes = Math.ceil(below / 32) * 4;
    if (marked.length >= bytes) return;
    memory.grow(Math.ceil((bytes - marked.length) / page));
    head = new Uint32Array(memory.buffer, place, 7);
    wholes = new Uint32Array(memory.buffer, numbers, most);
    doubles = new Float64Array(memory.buffer, numbers, most);
    marked = new Uint8Array(memory.buffer, marks);
  }
  function fillDoubles(fill: Draw, from: WordPlace, out: Float64Array): number {
    setPlace(from);
    for (let done = 0; done < out.length; done += most) {
      const count = Math.min(most, out.length - done);
      const word = from.word + 2 * done;
      fill(Math.floor(word / 4), word % 4, count, numbers);
      out.set(count === most ? doubles : doubles.subarray(0, count), done);
    }
    return 2 * out.length;
  }
  function fillWholes(
    fill: Draw5,
    from: WordPlace,
    out: Uint32Array,
    more: (done: number) => number,
  ): number {
    setPlace(from);
    let taken = 0;
    for (let done = 0; done < out.length; done += most) {
      const count = Math.min(most, out.length - done);
      const word = from.word + taken;
      taken += fill(Math.floor(word / 4), word % 4, count, numbers, more(done));
      out.set(count === most ? wholes : wholes.subarray(0, count), done);
    }
    return taken;
  }
  return {
    uniforms: (from, out) => fillDoubles(draw.uniforms, from, out),
    normals: (from, out) => fillDoubles(draw.normals, from, out),
    integers: (from, below, out) => fillWholes(draw.integers, from, out, () => below),
    distinctIntegers(from, below, out) {
      makeMarks(below);
      const start = below - out.length;
      const taken = fillWholes(draw.distinct, from, out, (done) => start + done);
      // Clearing a range of marks costs as much as clearing one mark per 256 of its bits.
      if (out.length <= most && below > 256 * out.length) clearMarks(out.length, numbers);
      else marked.fill(0, 0, Math.ceil(below / 32) * 4);
      return taken;
    },
  };
}
