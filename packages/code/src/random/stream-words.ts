import type { FunctionBuilder, Local } from "../targets/webassembly/encoder/function.ts";
import type { ModuleBuilder } from "../targets/webassembly/encoder/module.ts";
import type { Node } from "../targets/webassembly/node.ts";
import { webAssemblyOperations } from "../targets/webassembly/operations.ts";
import { encryptLanes, type LaneWords } from "./threefry.ts";

/** Memory locations of the inputs and outputs of stream functions, in bytes. */
export interface StreamLayout {
  /** Four words of the key, then the entity, the low and the high word of the step. */
  readonly place: number;
  /** The words of up to `mostBlocks` blocks, in order. */
  readonly words: number;
  /** A multiple of four. */
  readonly mostBlocks: number;
}

/** The bytes of the four words of a block. */
export const blockBytes = 16;

// The blocks of four lanes: first all their words 0, and so on; then in order. Two rounds of shuffles.
const lowHalves = [0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23];
const highHalves = [8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31];
const lowPairs = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const highPairs = [8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31];

/**
 * Add the function that writes the words of consecutive blocks of one stream in order.
 *
 * Parameters: `block` (the first), `blocks` (their number, rounded up to a multiple of four).
 */
export function emitStreamWords(m: ModuleBuilder, layout: StreamLayout): FunctionBuilder {
  const f = m.func("stream_words", {
    params: [
      ["block", "i32"],
      ["blocks", "i32"],
    ],
    export: false,
  });
  const o = webAssemblyOperations(f, "f32x4");
  const placed = (word: number): Node => {
    const local = f.local("v128");
    f.i32(layout.place)
      .op("v128.load32_splat", { offset: 4 * word })
      .set(local);
    return o.value(local);
  };
  const add = (a: Node, b: Node): Node => o.instruction("i32x4.add", a, b);
  const key = [0, 1, 2, 3].map(placed) as unknown as LaneWords;
  const [entity, low, high] = [4, 5, 6].map(placed) as unknown as LaneWords;
  const lanes = f.local("v128");
  f.v128(new Uint8Array(Uint32Array.of(0, 1, 2, 3).buffer)).set(lanes);
  const first = o.instruction("i32x4.splat", o.value(f.param("block")));
  const start = [entity, add(first, o.value(lanes)), low, high].map((word, i) => {
    const local = f.local("v128");
    o.assign([local, add(word as Node, key[i] as Node)]);
    return local;
  });
  const [at, end, number] = [f.local("i32"), f.local("i32"), start[1] as Local];
  f.get(f.param("blocks")).i32(4).op("i32.shl").i32(layout.words).op("i32.add").set(end);
  f.i32(layout.words).set(at);
  f.count({ index: at, limit: end, step: 4 * blockBytes }, () => {
    const block = encryptLanes(
      o,
      start.map((local) => o.value(local)) as unknown as LaneWords,
      key,
    );
    const locals = block.map(() => f.local("v128"));
    o.assign(...block.map((word, i) => [locals[i] as Local, word] as const));
    storeInOrder(f, at, locals);
    f.get(number).get(f.constant("i32x4", 4)).op("i32x4.add").set(number);
  });
  return f;
}

/** Transpose four vectors, each holding one word of four blocks, and store block after block. */
function storeInOrder(f: FunctionBuilder, at: Local, words: readonly Local[]): void {
  const [a, b, c, d] = words as readonly [Local, Local, Local, Local];
  const mixed = (
    [
      [a, b, lowHalves],
      [c, d, lowHalves],
      [a, b, highHalves],
      [c, d, highHalves],
    ] as const
  ).map(([left, right, lanes]) => {
    const local = f.local("v128");
    f.get(left).get(right).op("i8x16.shuffle", lanes).set(local);
    return local;
  });
  for (let block = 0; block < 4; block++) {
    const half = block < 2 ? 0 : 2;
    f.get(at)
      .get(mixed[half] as Local)
      .get(mixed[half + 1] as Local)
      .op("i8x16.shuffle", block % 2 === 0 ? lowPairs : highPairs)
      .op("v128.store", { offset: block * blockBytes });
  }
}
