import type { FunctionBuilder, Local } from "../targets/webassembly/encoder/function.ts";
import type { ModuleBuilder } from "../targets/webassembly/encoder/module.ts";
import type { Node } from "../targets/webassembly/node.ts";
import {
  type WebAssemblyOperations,
  webAssemblyOperations,
} from "../targets/webassembly/operations.ts";
import { seriesLog } from "./normal-quantile.ts";
import { openUniform } from "./random.ts";
import { encryptLanes, type LaneWords, loadKey } from "./threefry.ts";

/** The functions that draw gaps between events (specs/random/1, section 8). */
export interface GapFunctions {
  /**
   * (key, entities, next, drawn, lambda, list, count): advances listed trains to their next event.
   *
   * `next` and `lambda` are planes of doubles, `drawn` one of i32; the list has room for three more entries.
   */
  readonly drawGaps: FunctionBuilder;
  /**
   * (key, entities, next, drawn, lambda, list, count, end, work, counts): takes all events before `end`.
   *
   * `count` is the number of trains. Lists the trains with events, writes their numbers of events, and returns the
   * length of the list. `next` has a multiple of 8 entries, of which those beyond the trains are infinite; `work` is
   * another list.
   */
  readonly takeGaps: FunctionBuilder;
}

const params = ["key", "entities", "next", "drawn", "lambda", "list", "count"].map(
  (name) => [name, "i32"] as const,
);

/**
 * Add the functions that draw gaps to a module, using its memory.
 *
 * They are exported as `draw_gaps` and `take_gaps`.
 */
export function emitGaps(m: ModuleBuilder): GapFunctions {
  const drawGaps = emitDrawGaps(m);
  return { drawGaps, takeGaps: emitTakeGaps(m, drawGaps) };
}

/** Four trains at a time: their blocks in lanes, then their logarithms in pairs. */
function emitDrawGaps(m: ModuleBuilder): FunctionBuilder {
  const f = m.func("draw_gaps", { params });
  const o = webAssemblyOperations(f, "f64x2");
  const key = loadKey(f, o);
  const [at, end] = [f.local("i32"), f.local("i32")];
  f.get(f.param("list")).tee(at).get(f.param("count")).i32(2).op("i32.shl").op("i32.add").set(end);
  padList(f, end);
  const trains = [0, 1, 2, 3].map(() => f.local("i32"));
  f.count({ index: at, limit: end, step: 16 }, () => {
    trains.forEach((train, i) => {
      f.get(at)
        .op("i32.load", { offset: 4 * i })
        .i32(2)
        .op("i32.shl")
        .set(train);
    });
    const entity = gather(f, "entities", trains);
    const number = gather(f, "drawn", trains);
    const [high, low] = gapWords(f, o, { key, entity, number });
    const pairs = [0, 2].map((first) => {
      const gap = f.local("v128");
      const words = { high: extended(o, high, first), low: extended(o, low, first) };
      const lambda = gatherPair(f, trains.slice(first, first + 2));
      o.assign([gap, o.div(o.neg(seriesLog(o, openUniform(o, words))), o.value(lambda))]);
      return gap;
    });
    trains.forEach((train, i) => {
      f.block((skip) => {
        if (i > 0) {
          f.get(at)
            .i32(4 * i)
            .op("i32.add");
          f.get(end).op("i32.ge_u").brIf(skip);
        }
        const address = f.local("i32");
        f.get(f.param("next")).get(train).i32(1).op("i32.shl").op("i32.add").tee(address);
        f.get(address).op("f64.load");
        f.get(pairs[i >> 1] as Local).op("f64x2.extract_lane", i & 1);
        f.op("f64.add").op("f64.store");
        f.get(f.param("drawn")).get(train).op("i32.add").tee(address);
        f.get(number).op("i32x4.extract_lane", i).i32(1).op("i32.add").op("i32.store");
      });
    });
  });
  return f;
}

/** Repeat the last entry of a list three times, so that it can be read in groups of four. */
function padList(f: FunctionBuilder, end: Local): void {
  f.get(f.param("count")).op("i32.eqz");
  f.if(() => f.return());
  for (const offset of [0, 4, 8]) {
    f.get(end).get(end).i32(4).op("i32.sub").op("i32.load").op("i32.store", { offset });
  }
}

/** Load an i32 of four trains from a plane. */
function gather(f: FunctionBuilder, plane: string, trains: readonly Local[]): Local {
  const vector = f.local("v128");
  trains.forEach((train, i) => {
    f.get(f.param(plane)).get(train).op("i32.add");
    if (i === 0) f.op("v128.load32_zero");
    else f.get(vector).op("v128.load32_lane", i);
    f.set(vector);
  });
  return vector;
}

/** Load the rates of two trains, whose indices are given times four. */
function gatherPair(f: FunctionBuilder, trains: readonly Local[]): Local {
  const vector = f.local("v128");
  trains.forEach((train, i) => {
    f.get(f.param("lambda")).get(train).i32(1).op("i32.shl").op("i32.add");
    if (i === 0) f.op("v128.load64_zero");
    else f.get(vector).op("v128.load64_lane", i);
    f.set(vector);
  });
  return vector;
}

interface Counters {
  readonly key: LaneWords;
  readonly entity: Local;
  /** Load the number of gaps that the trains have drawn. */
  readonly number: Local;
}

/** Select the two words of each train's next gap: the first or the second half of a block. */
function gapWords(
  f: FunctionBuilder,
  o: WebAssemblyOperations,
  { key, entity, number }: Counters,
): readonly [Local, Local] {
  const block = o.instruction("i32x4.shr_u", o.value(number), o.integer("i32", 1));
  const counter = [o.value(entity), block].map((word, i) =>
    o.instruction("i32x4.add", word, key[i] as Node),
  );
  const [a, b, c, d] = encryptLanes(o, [...counter, key[2], key[3]] as unknown as LaneWords, key);
  const one = o.integer("i32x4", 1);
  const isOdd = o.instruction("i32x4.eq", o.instruction("v128.and", o.value(number), one), one);
  const [high, low] = [f.local("v128"), f.local("v128")];
  o.assign(
    [high, o.instruction("v128.bitselect", c, a, isOdd)],
    [low, o.instruction("v128.bitselect", d, b, isOdd)],
  );
  return [high, low];
}

/** Two of four words, zero-extended to 64 bits. */
function extended(o: WebAssemblyOperations, words: Local, first: number): Node {
  const half = first === 0 ? "low" : "high";
  return o.instruction(`i64x2.extend_${half}_i32x4_u`, o.value(words));
}

function emitTakeGaps(m: ModuleBuilder, drawGaps: FunctionBuilder): FunctionBuilder {
  const f = m.func("take_gaps", {
    params: [...params, ["end", "f64"], ["work", "i32"], ["counts", "i32"]],
    results: ["i32"],
  });
  const [found, due, left] = [f.local("i32"), f.local("i32"), f.local("i32")];
  listDue(f, found);
  f.get(found).get(f.param("list")).op("i32.sub").i32(2).op("i32.shr_u").tee(found).set(due);
  f.get(f.param("work")).get(f.param("list")).get(found).i32(2).op("i32.shl").op("memory.copy");
  f.block((done) => {
    f.loop((again) => {
      f.get(due).op("i32.eqz").brIf(done);
      const names = ["key", "entities", "next", "drawn", "lambda", "work"];
      for (const name of names) f.get(f.param(name));
      f.get(due).call(drawGaps);
      countDue(f, { due, left });
      f.get(left).get(f.param("work")).op("i32.sub").i32(2).op("i32.shr_u").set(due);
      f.br(again);
    });
  });
  f.get(found);
  return f;
}

/**
 * List the trains whose next event is before the end, and set their counts to zero.
 *
 * `found` ends as the address after the list.
 */
function listDue(f: FunctionBuilder, found: Local): void {
  const [at, stop] = [f.local("i32"), f.local("i32")];
  const limit = f.local("v128");
  const wide = 8;
  f.get(f.param("end")).op("f64x2.splat").set(limit);
  f.get(f.param("list")).set(found);
  f.get(f.param("count")).i32(3).op("i32.shl").set(stop);
  f.count({ index: at, limit: stop, step: 8 * wide }, () => {
    for (let i = 0; i < wide; i += 2) {
      f.get(f.param("next")).get(at).op("i32.add");
      f.op("v128.load", { offset: 8 * i })
        .get(limit)
        .op("f64x2.lt");
      if (i > 0) f.op("v128.or");
    }
    f.op("v128.any_true");
    f.if(() => {
      for (let i = 0; i < wide; i++) {
        // Always written; the list is extended only if the train has an event.
        f.get(found).get(at).i32(3).op("i32.shr_u").i32(i).op("i32.add").op("i32.store");
        f.get(found).get(f.param("next")).get(at).op("i32.add");
        f.op("f64.load", { offset: 8 * i })
          .get(f.param("end"))
          .op("f64.lt");
        f.i32(2).op("i32.shl").op("i32.add").set(found);
      }
    });
  });
  f.get(f.param("list")).set(at);
  f.count({ index: at, limit: found, step: 4 }, () => {
    f.get(f.param("counts")).get(at).op("i32.load").i32(2).op("i32.shl").op("i32.add");
    f.i32(0).op("i32.store");
  });
}

/** Count an event of each active train, and keep the trains that have another one. */
function countDue(
  f: FunctionBuilder,
  { due, left }: { readonly due: Local; readonly left: Local },
): void {
  const [at, stop, train, address] = ["at", "stop", "train", "address"].map((name) =>
    f.local("i32", name),
  ) as [Local, Local, Local, Local];
  f.get(f.param("work")).tee(at).set(left);
  f.get(at).get(due).i32(2).op("i32.shl").op("i32.add").set(stop);
  f.count({ index: at, limit: stop, step: 4 }, () => {
    f.get(at).op("i32.load").set(train);
    f.get(f.param("counts")).get(train).i32(2).op("i32.shl").op("i32.add").tee(address);
    f.get(address).op("i32.load").i32(1).op("i32.add").op("i32.store");
    f.get(left).get(train).op("i32.store");
    f.get(left).get(f.param("next")).get(train).i32(3).op("i32.shl").op("i32.add");
    f.op("f64.load").get(f.param("end")).op("f64.lt").i32(2).op("i32.shl").op("i32.add").set(left);
  });
}
