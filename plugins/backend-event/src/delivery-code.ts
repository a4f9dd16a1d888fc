import type { Callable, FunctionBuilder, Local, ModuleBuilder } from "@spikeloom/code/encoder";
import type { Columns } from "@spikeloom/program/events";
import { type BlockTask, blockSize, writeArrivals, writeBegin } from "./block-code.ts";
import { columnBytes } from "./storage.ts";

/** Segments that are delivered by one call. */
export const listSize = 256;

/** Segments of synapses through which spikes arrive, in order. */
export interface SegmentList {
  readonly times: Float64Array;
  /** Weight of all synapses of a segment; NaN if each has its own. */
  readonly weights: Float64Array;
  /** Index of the receptor. */
  readonly receptors: Float64Array;
  readonly begins: Int32Array;
  readonly ends: Int32Array;
}

/** Allocate an empty list. */
export function createList(columns: Columns): SegmentList {
  const [times, weights, receptors] = [0, 1, 2].map(() => columns.f64(listSize));
  const [begins, ends] = [0, 1].map(() => columns.i32(listSize));
  return { times, weights, receptors, begins, ends } as SegmentList;
}

/** Bytes of a list. */
export const listBytes: number = 3 * columnBytes(listSize, 8) + 2 * columnBytes(listSize, 4);

interface Synapses {
  readonly targets: Int32Array;
  readonly weights: Float64Array;
}

interface DeliveryTask extends BlockTask, Synapses {
  readonly list: SegmentList;
}

/** Rows that are loaded into the cache together. */
const loadedAhead = 8;
/** So much of a row is loaded ahead; the processor foresees the rest. */
const loadedTargets = 128;

/**
 * Write the functions that deliver a list of segments: `deliver` and `finish`.
 *
 * Synapses are entered into a half of the block. Once it is full, those of the other half act, whose neurons have come into the
 * cache by then.
 */
export function writeDelivery(m: ModuleBuilder, task: DeliveryTask): void {
  const { list } = task;
  const turn = writeTurn(m, task);
  const enter = writeEnter(m, task, task);
  const load = writeLoad(m, task);
  const f = m.func("deliver", { params: [["count", "i32"]] });
  const [k, count] = [f.local("i32", "k"), f.param("count")];
  const [from, until, end] = ["from", "until", "end"].map((name) => f.local("i32", name)) as [
    Local,
    Local,
    Local,
  ];
  const field = ({ byteOffset }: Float64Array | Int32Array, shift: number): FunctionBuilder => {
    f.get(k).i32(shift).op("i32.shl");
    return shift === 3
      ? f.op("f64.load", { offset: byteOffset })
      : f.op("i32.load", { offset: byteOffset });
  };
  f.count({ index: k, limit: count, step: 1 }, () => {
    f.get(k)
      .i32(loadedAhead - 1)
      .op("i32.and")
      .op("i32.eqz");
    f.if(() => void f.get(k).get(count).call(load));
    field(list.begins, 2).set(from);
    field(list.ends, 2).set(end);
    f.block((done) => {
      f.loop((again) => {
        f.get(from).get(end).op("i32.ge_u").brIf(done);
        f.get(from).i32(blockSize).op("i32.add").getGlobal(turn.entered).op("i32.sub").set(until);
        f.get(end).get(until).get(end).get(until).op("i32.lt_u").select().set(until);
        field(list.times, 3);
        field(list.receptors, 3);
        field(list.weights, 3);
        f.get(from).get(until).getGlobal(turn.half).getGlobal(turn.entered).op("i32.add");
        f.call(enter);
        f.getGlobal(turn.entered).get(until).op("i32.add").get(from).op("i32.sub");
        f.setGlobal(turn.entered);
        f.get(until).set(from);
        f.getGlobal(turn.entered).i32(blockSize).op("i32.eq");
        f.if(() => void f.call(turn.act));
        f.br(again);
      });
    });
  });
  const rest = m.func("finish", {});
  rest.getGlobal(turn.entered);
  rest.if(() => void rest.call(turn.act));
  rest.getGlobal(turn.waiting);
  rest.if(() => void rest.call(turn.act));
}

/** Write the function that lets the waiting half of a block act, and the half that is filled wait. */
function writeTurn(m: ModuleBuilder, task: BlockTask) {
  const variable = () => m.global("i32", { initial: 0, mutable: true });
  /** First place of the half that is filled, arrivals in it, and arrivals in the other, which are next to act. */
  const [half, entered, waiting] = [variable(), variable(), variable()];
  const [begin, arrivals] = [writeBegin(m, task), writeArrivals(m, task)];
  const act = m.func("turn", { export: false });
  const [from, until] = [act.local("i32", "from"), act.local("i32", "until")];
  act.i32(blockSize).getGlobal(half).op("i32.sub").tee(from).setGlobal(half);
  act.get(from).getGlobal(waiting).op("i32.add").set(until);
  act.getGlobal(entered).setGlobal(waiting);
  act.i32(0).setGlobal(entered);
  act.get(from).get(until).op("i32.lt_u");
  act.if(() => void act.get(from).get(until).call(begin).get(from).get(until).call(arrivals));
  return { half, entered, waiting, act };
}

/** Write the function that loads some of the next rows, in a loop of its own, in which misses of the cache overlap. */
function writeLoad(m: ModuleBuilder, { list, targets, weights }: DeliveryTask): Callable {
  const f = m.func("load", {
    export: false,
    params: [
      ["k", "i32"],
      ["count", "i32"],
    ],
  });
  const [k, count] = [f.param("k"), f.param("count")];
  const [limit, at, end, most] = ["limit", "at", "end", "most"].map((name) =>
    f.local("i32", name),
  ) as [Local, Local, Local, Local];
  const line = 64;
  f.get(k).i32(loadedAhead).op("i32.add").set(limit);
  f.get(limit).get(count).get(limit).get(count).op("i32.lt_u").select().set(limit);
  const loadLines = (shift: number, { byteOffset }: Float64Array | Int32Array): void => {
    const field = (offset: number): void => {
      f.get(k).i32(2).op("i32.shl").op("i32.load", { offset });
    };
    field(list.begins.byteOffset);
    f.i32(shift)
      .op("i32.shl")
      .tee(at)
      .i32(loadedTargets << shift)
      .op("i32.add")
      .set(most);
    field(list.ends.byteOffset);
    f.i32(shift).op("i32.shl").tee(end).get(most).get(end).get(most).op("i32.lt_u");
    f.select().set(end);
    f.count({ index: at, limit: end, step: line }, () => {
      f.get(at).op("i32.load", { offset: byteOffset }).drop();
    });
  };
  f.count({ index: k, limit, step: 1 }, () => {
    loadLines(2, targets);
    f.get(k).i32(3).op("i32.shl").op("f64.load", { offset: list.weights.byteOffset });
    f.get(k).i32(3).op("i32.shl").op("f64.load", { offset: list.weights.byteOffset });
    f.op("f64.ne");
    f.if(() => loadLines(3, weights));
  });
  return f;
}

/**
 * Write the function that enters synapses into the block after as many others.
 *
 * A weight that is NaN stands for one of each synapse.
 */
function writeEnter(
  m: ModuleBuilder,
  { form, block }: Pick<BlockTask, "form" | "block">,
  synapses: Synapses,
): Callable {
  const f = m.func("enter", {
    export: false,
    params: [
      ["time", "f64"],
      ["receptor", "f64"],
      ["weight", "f64"],
      ["begin", "i32"],
      ["end", "i32"],
      ["entered", "i32"],
    ],
  });
  const names = ["time", "receptor", "weight", "begin", "end", "entered"] as const;
  const [time, receptor, weight, k, end, entered] = names.map((name) => f.param(name)) as [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const [limit, into] = [f.local("i32", "limit"), f.local("i32", "into")];
  const shift = f.local("i32", "shift");
  f.get(entered).get(k).op("i32.sub").set(shift);
  const columns = [
    { column: block.times, value: time },
    ...(form.receptors.size > 1 ? [{ column: block.receptors, value: receptor }] : []),
  ];
  const repeated = (value: Local): Local => {
    const lanes = f.local("v128", value.name);
    f.get(value).op("f64x2.splat").set(lanes);
    return lanes;
  };
  const vectors = columns.map(({ column, value }) => ({ column, value: repeated(value) }));
  const weights = repeated(weight);
  const bytes = (index: Local, shift: number): void => void f.get(index).i32(shift).op("i32.shl");
  const enter = (isWeighted: boolean): void => {
    f.get(end).get(end).get(k).op("i32.sub").i32(3).op("i32.and").op("i32.sub").set(limit);
    f.count({ index: k, limit, step: 4 }, () => {
      f.get(k).get(shift).op("i32.add").set(into);
      bytes(into, 2);
      bytes(k, 2);
      f.op("v128.load", { offset: synapses.targets.byteOffset });
      f.op("v128.store", { offset: block.targets.byteOffset });
      for (const half of [0, 16]) {
        for (const { column, value } of vectors) {
          bytes(into, 3);
          f.get(value).op("v128.store", { offset: column.byteOffset + half });
        }
        bytes(into, 3);
        if (isWeighted) {
          bytes(k, 3);
          f.op("v128.load", { offset: synapses.weights.byteOffset + half });
        } else f.get(weights);
        f.op("v128.store", { offset: block.weights.byteOffset + half });
      }
    });
    f.count({ index: k, limit: end, step: 1 }, () => {
      f.get(k).get(shift).op("i32.add").set(into);
      bytes(into, 2);
      bytes(k, 2);
      f.op("i32.load", { offset: synapses.targets.byteOffset });
      f.op("i32.store", { offset: block.targets.byteOffset });
      for (const { column, value } of columns) {
        bytes(into, 3);
        f.get(value).op("f64.store", { offset: column.byteOffset });
      }
      bytes(into, 3);
      if (isWeighted) {
        bytes(k, 3);
        f.op("f64.load", { offset: synapses.weights.byteOffset });
      } else f.get(weight);
      f.op("f64.store", { offset: block.weights.byteOffset });
    });
  };
  f.get(weight).get(weight).op("f64.ne");
  f.if(
    () => enter(true),
    () => enter(false),
  );
  return f;
}
