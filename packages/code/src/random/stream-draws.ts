import type { FunctionBuilder, Local } from "../targets/webassembly/encoder/function.ts";
import type { ModuleBuilder } from "../targets/webassembly/encoder/module.ts";
import {
  type WebAssemblyOperations,
  webAssemblyOperations,
} from "../targets/webassembly/operations.ts";
import { centralQuantile, tailQuantile } from "./normal-quantile.ts";
import { openUniform, uniform, type WordPair } from "./random.ts";
import { blockBytes, emitStreamWords, type StreamLayout } from "./stream-words.ts";

/** Memory locations of the inputs and outputs of functions that draw from a stream. */
export interface StreamDrawLayout extends StreamLayout {
  /** Space for 4 bytes per two words, plus 8. */
  readonly tails: number;
  /** One bit per number, all clear between calls. */
  readonly marks: number;
}

/**
 * Add the functions that draw from one stream (specs/random/1, sections 3 and 5).
 *
 * All start at a word of the stream, given as `block` and `lane`, and write `count` numbers from the address `out` on;
 * there must be room for one more at the end of `out`.
 * - `stream_uniforms`, `stream_normals` (block, lane, count, out): doubles, two words each.
 * - `stream_integers` (block, lane, count, out, below): returns the number of words used.
 * - `stream_distinct` (block, lane, count, out, last): the same; the n-th number is one of the first `last` + n + 1
 * that is not marked, or else the last of them. Its numbers remain marked.
 * - `clear_marks` (count, out): removes the marks of these numbers.
 */
export function emitStreamDraws(m: ModuleBuilder, layout: StreamDrawLayout): void {
  const words = emitStreamWords(m, layout);
  emitDoubles(m, "stream_uniforms", { layout, words, write: writeUniforms });
  emitDoubles(m, "stream_normals", { layout, words, write: writeNormals(layout) });
  emitIntegers(m, { layout, words });
  emitDistinct(m, { layout, words });
  emitClearMarks(m, layout);
}

interface Source {
  readonly layout: StreamDrawLayout;
  /** The function that computes the words of blocks. */
  readonly words: FunctionBuilder;
}

type Param = readonly [name: string, type: "i32"];
const params: readonly Param[] = ["block", "lane", "count", "out"].map((name) => [name, "i32"]);

interface Doubles extends Source {
  /** Write numbers for the words from `at` to `end`, two at a time, to the address `to` and following ones. */
  readonly write: (f: FunctionBuilder, range: Range) => void;
}

interface Range {
  readonly at: Local;
  readonly end: Local;
  readonly to: Local;
}

function emitDoubles(m: ModuleBuilder, name: string, { layout, words, write }: Doubles): void {
  const f = m.func(name, { params });
  const [block, lane, rest] = [f.param("block"), f.param("lane"), f.param("count")];
  const out = f.param("out");
  const [blocks, many] = [f.local("i32"), f.local("i32")];
  const range: Range = { at: f.local("i32"), end: f.local("i32"), to: f.local("i32") };
  f.block((done) => {
    f.loop((again) => {
      f.get(rest).op("i32.eqz").brIf(done);
      f.get(lane).get(rest).i32(1).op("i32.shl").op("i32.add");
      callWords(f, { layout, words, block, blocks });
      // The number of results that have both their words in these blocks.
      f.get(blocks).i32(2).op("i32.shl").get(lane).op("i32.sub").i32(1).op("i32.shr_u").set(many);
      least(f, many, rest);
      f.get(lane).i32(2).op("i32.shl").i32(layout.words).op("i32.add").tee(range.at);
      f.get(many).i32(3).op("i32.shl").op("i32.add").set(range.end);
      f.get(out).set(range.to);
      write(f, range);
      f.get(rest).get(many).op("i32.sub").set(rest);
      f.get(out).get(many).i32(3).op("i32.shl").op("i32.add").set(out);
      f.get(lane).get(many).i32(1).op("i32.shl").op("i32.add").set(many);
      advance(f, { block, lane, words: many });
      f.br(again);
    });
  });
}

/** Split the words of two draws, high before low, as they are in memory. */
function wordPair(o: WebAssemblyOperations, words: Local): WordPair {
  return {
    high: o.instruction("v128.and", o.value(words), o.integer("i64x2", 0xffffffffn)),
    low: o.instruction("i64x2.shr_u", o.value(words), o.integer("i32", 32)),
  };
}

function writeUniforms(f: FunctionBuilder, { at, end, to }: Range): void {
  const o = webAssemblyOperations(f, "f64x2");
  const words = f.local("v128");
  f.count({ index: at, limit: end, step: 16 }, () => {
    f.get(at).op("v128.load", { align: 4 }).set(words);
    f.get(to);
    o.push(uniform(o, wordPair(o, words)));
    f.op("v128.store", { align: 8 });
    f.get(to).i32(16).op("i32.add").set(to);
  });
}

/**
 * Write normal values in two passes.
 *
 * One draw in seven, unpredictably, needs the formula of the tails. The first pass therefore treats all draws as
 * central and lists the others without a branch; the second computes those in pairs.
 */
function writeNormals({ tails }: StreamDrawLayout): Doubles["write"] {
  return (f, { at, end, to }) => {
    const o = webAssemblyOperations(f, "f64x2");
    const [words, value, outside] = [f.local("v128"), f.local("v128"), f.local("v128")];
    const [list, shift, mask] = [f.local("i32"), f.local("i32"), f.local("i32")];
    f.i32(tails).set(list);
    f.get(to).get(at).op("i32.sub").set(shift);
    f.count({ index: at, limit: end, step: 16 }, () => {
      f.get(at).op("v128.load", { align: 4 }).set(words);
      const central = centralQuantile(o, openUniform(o, wordPair(o, words)));
      o.assign([value, central.value], [outside, central.isOutside]);
      f.get(at).get(shift).op("i32.add").get(value).op("v128.store", { align: 8 });
      f.get(outside).op("i64x2.bitmask").set(mask);
      f.get(list).get(at).op("i32.store");
      f.get(list).get(mask).i32(1).op("i32.and").i32(2).op("i32.shl").op("i32.add").tee(list);
      f.get(at).i32(8).op("i32.add").op("i32.store");
      f.get(list).get(mask).i32(2).op("i32.and").i32(1).op("i32.shl").op("i32.add").set(list);
    });
    // A final one without a partner is computed twice.
    f.get(list).get(list).i32(4).op("i32.sub").op("i32.load").op("i32.store");
    const [first, second] = [f.local("i32"), f.local("i32")];
    f.i32(tails).set(at);
    f.count({ index: at, limit: list, step: 8 }, () => {
      f.get(at).op("i32.load").tee(first).op("v128.load64_zero", { align: 4 });
      f.set(words);
      f.get(at).op("i32.load", { offset: 4 }).tee(second);
      f.get(words).op("v128.load64_lane", 1, { align: 4 }).set(words);
      o.assign([value, tailQuantile(o, openUniform(o, wordPair(o, words)))]);
      f.get(first).get(shift).op("i32.add").get(value).op("v128.store64_lane", 0, { align: 8 });
      f.get(second).get(shift).op("i32.add").get(value).op("v128.store64_lane", 1, { align: 8 });
    });
  };
}

/** Pop a number of words from the stack and compute the blocks that contain them, or as many as fit. */
function callWords(
  f: FunctionBuilder,
  { layout, words, block, blocks }: Source & { readonly block: Local; readonly blocks: Local },
): void {
  f.i32(3).op("i32.add").i32(2).op("i32.shr_u").set(blocks);
  const most = f.constant("i32", layout.mostBlocks);
  least(f, blocks, most);
  f.get(block).get(blocks).call(words);
}

/** Set a local to the minimum of itself and another. */
function least(f: FunctionBuilder, local: Local, other: Local): void {
  f.get(local).get(other).get(local).get(other).op("i32.lt_u").select().set(local);
}

/** Move to a word, counted from the start of the block. */
function advance(
  f: FunctionBuilder,
  { block, lane, words }: { readonly block: Local; readonly lane: Local; readonly words: Local },
): void {
  f.get(block).get(words).i32(2).op("i32.shr_u").op("i32.add").set(block);
  f.get(words).i32(3).op("i32.and").set(lane);
}

interface Turn {
  /** The address of the next word. */
  readonly at: Local;
  /** The address of the next number. */
  readonly out: Local;
  /** The word, as 64 bits. */
  readonly loadWord: () => void;
}

/** Loop over words, one or more of which yield a number; `turn` decides whether to advance `out`. */
function overWords(
  f: FunctionBuilder,
  { layout, words }: Source,
  turn: (locals: Turn) => void,
): void {
  const [block, lane, out] = ["block", "lane", "out"].map((p) => f.param(p)) as [
    Local,
    Local,
    Local,
  ];
  const [blocks, at, end, last, taken, first] = [1, 2, 3, 4, 5, 6].map(() => f.local("i32")) as [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  f.get(out).get(f.param("count")).i32(2).op("i32.shl").op("i32.add").set(last);
  f.block((done) => {
    f.loop((again) => {
      f.get(out).get(last).op("i32.ge_u").brIf(done);
      f.get(lane).get(last).get(out).op("i32.sub").i32(2).op("i32.shr_u").op("i32.add");
      callWords(f, { layout, words, block, blocks });
      f.get(lane).i32(2).op("i32.shl").i32(layout.words).op("i32.add").tee(at).set(first);
      f.get(blocks).i32(blockBytes).op("i32.mul").i32(layout.words).op("i32.add").set(end);
      f.block((stop) => {
        f.loop((next) => {
          f.get(at).get(end).op("i32.ge_u").brIf(stop);
          turn({ at, out, loadWord: () => f.get(at).op("i64.load32_u") });
          f.get(at).i32(4).op("i32.add").set(at);
          f.get(out).get(last).op("i32.lt_u").brIf(next);
        });
      });
      f.get(taken).get(at).get(first).op("i32.sub").i32(2).op("i32.shr_u").op("i32.add").set(taken);
      f.get(at).i32(layout.words).op("i32.sub").i32(2).op("i32.shr_u").set(at);
      advance(f, { block, lane, words: at });
      f.br(again);
    });
  });
  f.get(taken);
}

/**
 * Lemire's multiplication (2019, doi:10.1145/3230636): the upper word is the result unless the lower one is too small.
 */
function emitIntegers(m: ModuleBuilder, source: Source): void {
  const f = m.func("stream_integers", { params: [...params, ["below", "i32"]], results: ["i32"] });
  const [threshold, wide, product] = [f.local("i32"), f.local("i64"), f.local("i64")];
  f.i32(0).get(f.param("below")).op("i32.sub").get(f.param("below")).op("i32.rem_u").set(threshold);
  f.get(f.param("below")).op("i64.extend_i32_u").set(wide);
  overWords(f, source, ({ out, loadWord }) => {
    loadWord();
    f.get(wide).op("i64.mul").set(product);
    // Always written; a rejected word is overwritten by the next.
    f.get(out).get(product).i64(32n).op("i64.shr_u").op("i64.store32");
    f.get(out);
    f.get(product).op("i32.wrap_i64").get(threshold).op("i32.ge_u").i32(2).op("i32.shl");
    f.op("i32.add").set(out);
  });
}

function emitDistinct(m: ModuleBuilder, source: Source): void {
  const f = m.func("stream_distinct", { params: [...params, ["last", "i32"]], results: ["i32"] });
  const { marks } = source.layout;
  const last = f.param("last");
  const [product, bound, number] = [f.local("i64"), f.local("i32"), f.local("i32")];
  overWords(f, source, ({ out, loadWord }) => {
    f.block((rejected) => {
      f.get(last).i32(1).op("i32.add").set(bound);
      loadWord();
      f.get(bound).op("i64.extend_i32_u").op("i64.mul").set(product);
      // The exact threshold takes a division and is below the bound.
      f.get(product).op("i32.wrap_i64").get(bound).op("i32.lt_u");
      f.if(() => {
        f.get(product).op("i32.wrap_i64");
        f.i32(0).get(bound).op("i32.sub").get(bound).op("i32.rem_u");
        f.op("i32.lt_u").brIf(rejected);
      });
      f.get(product).i64(32n).op("i64.shr_u").op("i32.wrap_i64").set(number);
      f.get(last).get(number);
      wordOfMark(f, number);
      f.op("i32.load", { offset: marks }).get(number).op("i32.shr_u").i32(1).op("i32.and");
      f.select().set(number);
      wordOfMark(f, number);
      wordOfMark(f, number);
      f.op("i32.load", { offset: marks }).i32(1).get(number).op("i32.shl").op("i32.or");
      f.op("i32.store", { offset: marks });
      f.get(out).get(number).op("i32.store");
      f.get(out).i32(4).op("i32.add").set(out);
      f.get(bound).set(last);
    });
  });
}

/** Push the address of the word that contains a number's mark, relative to the first. */
function wordOfMark(f: FunctionBuilder, number: Local): void {
  f.get(number).i32(5).op("i32.shr_u").i32(2).op("i32.shl");
}

function emitClearMarks(m: ModuleBuilder, { marks }: StreamDrawLayout): void {
  const f = m.func("clear_marks", {
    params: [
      ["count", "i32"],
      ["out", "i32"],
    ],
  });
  const [at, end, number] = [f.param("out"), f.local("i32"), f.local("i32")];
  f.get(at).get(f.param("count")).i32(2).op("i32.shl").op("i32.add").set(end);
  f.count({ index: at, limit: end, step: 4 }, () => {
    f.get(at).op("i32.load").set(number);
    wordOfMark(f, number);
    f.i32(0).op("i32.store", { offset: marks });
  });
}
