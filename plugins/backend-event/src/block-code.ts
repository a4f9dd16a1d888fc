import { type WebAssemblyOperations, webAssemblyOperations } from "@spikeloom/code";
import type { Callable, FunctionBuilder, Local, ModuleBuilder } from "@spikeloom/code/encoder";
import type {
  Columns,
  EventForm,
  FutureCourse,
  NeuronNumbers,
  NeuronsInTime,
} from "@spikeloom/program/events";
import { type NeuronCode, neuronCode } from "./neuron-code.ts";
import { columnBytes } from "./storage.ts";

/** Arrivals that are processed together, an even number; their columns fit the first-level cache. */
export const blockSize = 128;

/**
 * Arrivals at neurons of a population, in order, in two halves: while those of one act, the other is filled before.
 *
 * When a half begins to act, the time of each neuron becomes that of its arrival, and `starts` has what it was before. So each
 * arrival knows the time since the last one, before any has acted. While arrivals act, the time of a neuron remains that of its last one.
 */
export interface Block {
  readonly targets: Int32Array;
  readonly weights: Float64Array;
  readonly times: Float64Array;
  readonly starts: Float64Array;
  /** Index of the receptor; not written if there is one only. */
  readonly receptors: Float64Array;
  /** By rate of the free flow: what is left of an exponential since the start. */
  readonly decays: readonly Float64Array[];
}

/** Allocate the columns of a block. */
export function createBlock({ free }: EventForm, columns: Columns): Block {
  const column = (): Float64Array => columns.f64(2 * blockSize);
  return {
    targets: columns.i32(2 * blockSize),
    weights: column(),
    times: column(),
    starts: column(),
    receptors: column(),
    decays: Array.from({ length: free.rates.count }, column),
  };
}

/** Return the bytes of the columns of a block. */
export function blockBytes({ free }: EventForm): number {
  return columnBytes(2 * blockSize, 4) + (4 + free.rates.count) * columnBytes(2 * blockSize, 8);
}

/** Population and arrivals for which code is written. */
export interface BlockTask {
  readonly form: EventForm;
  readonly block: Block;
  /** Course of the spike test; undefined without a test. */
  readonly level: FutureCourse | undefined;
  readonly neurons: Pick<NeuronsInTime, "x" | "time" | "isHeld" | "schedule" | "strides">;
  /** Copy numbers of neurons into the memory. */
  readonly numbersOf: (values: Float64Array) => Float64Array;
  /** Lists a neuron for inspection. */
  readonly see: Callable;
  /** Lets one arrival act. */
  readonly single: Callable;
}

type Node = ReturnType<WebAssemblyOperations["value"]>;

/** Two arrivals `k` and `k + 1`, in the lanes of vectors. */
interface Pair {
  readonly o: WebAssemblyOperations;
  readonly code: NeuronCode<Node>;
  /** Numbers of both in a column of the block. */
  pair(column: Float64Array): Node;
  number(of: NeuronNumbers, place: number): Node;
  /** Indices of their neurons. */
  readonly indices: readonly [Local, Local];
  /** Byte offset in the columns of the block. */
  readonly offset: Local;
  readonly variables: readonly Local[];
}

function pairIn(f: FunctionBuilder, { form, block, numbersOf }: BlockTask): Pair {
  const o = webAssemblyOperations(f, "f64x2");
  const indices = [f.local("i32", "one"), f.local("i32", "other")] as const;
  const offset = f.local("i32", "offset");
  const variables = form.variables.map((name) => f.local("v128", name));
  const pair = ({ byteOffset }: Float64Array): Node =>
    o.custom("v128", () => void f.get(offset).op("v128.load", { offset: byteOffset }));
  const number = ({ values, stride }: NeuronNumbers, place: number): Node => {
    if (stride === 0) return o.constant(values[place] as number);
    const offset = numbersOf(values).byteOffset + 8 * place;
    return o.custom("v128", () => {
      loadPair(f, { offset }, (lane) => {
        f.get(indices[lane])
          .i32(8 * stride)
          .op("i32.mul");
      });
    });
  };
  const read = (variable: number): Node => o.value(variables[variable] as Local);
  const code = neuronCode<Node>(form, {
    o,
    number,
    read,
    keep: (_, value) => value,
    decay: (m) => pair(block.decays[m] as Float64Array),
  });
  return { o, code, pair, number, indices, offset, variables };
}

/** Push two numbers, at an offset from two addresses. */
function loadPair(
  f: FunctionBuilder,
  { offset }: { readonly offset: number },
  address: (lane: 0 | 1) => void,
): void {
  address(1);
  address(0);
  f.op("v128.load64_zero", { offset }).op("v128.load64_lane", 1, { offset });
}

/** Set the indices of the neurons of `k` and `k + 1`. */
function loadIndices(f: FunctionBuilder, k: Local, { block, indices }: Pair & BlockTask): void {
  indices.forEach((one, lane) => {
    f.get(k).i32(2).op("i32.shl");
    f.op("i32.load", { offset: block.targets.byteOffset + 4 * lane }).set(one);
  });
}

const range = [
  ["from", "i32"],
  ["until", "i32"],
] as const;

/**
 * Write the function that begins with arrivals of a half: it notes the times of their neurons, sets them to those of the arrivals,
 * and computes the decays of pairs.
 *
 * It also lets the neurons of the other half come into the cache: by stores to an unused byte of their flags, because later
 * instructions would wait for loads.
 */
export function writeBegin(m: ModuleBuilder, task: BlockTask): Callable {
  const { form, block, neurons } = task;
  const { rates, terms } = form.free;
  const f = m.func("begin", { params: range, export: false });
  const pair = pairIn(f, task);
  const { o, code, indices, offset } = pair;
  const [k, since, starts] = [f.param("from"), f.local("v128", "since"), f.local("v128", "starts")];
  const [limit, record] = [f.local("i32", "limit"), f.local("i32", "record")];
  const unused = neurons.isHeld.byteOffset + 7;
  const used = Array.from({ length: rates.count }, (_, mode) => mode).filter(
    (mode) => mode > 0 && terms.mode.includes(mode),
  );
  const bytesOf = 8 * neurons.strides.x;
  const reached = { offset: neurons.time.byteOffset };
  /** Set the time of a neuron to that of its arrival, which has been pushed. */
  const reach = (time: number): void => {
    f.get(record).get(offset).op("f64.load", { offset: time }).op("f64.store", reached);
  };
  // A half begins with an even number.
  f.get(f.param("until")).i32(-2).op("i32.and").set(limit);
  f.count({ index: k, limit, step: 2 }, () => {
    for (const lane of [0, 1]) {
      f.get(k).i32(blockSize).op("i32.xor").i32(2).op("i32.shl");
      f.op("i32.load", { offset: block.targets.byteOffset + 4 * lane });
      f.i32(bytesOf).op("i32.mul").i32(0).op("i32.store8", { offset: unused });
    }
    f.get(k).i32(3).op("i32.shl").set(offset);
    loadIndices(f, k, { ...task, ...pair });
    f.get(indices[0]).i32(bytesOf).op("i32.mul").tee(record);
    f.op("v128.load64_zero", reached).set(starts);
    reach(block.times.byteOffset);
    // Both may be one neuron.
    f.get(indices[1]).i32(bytesOf).op("i32.mul").tee(record);
    f.get(starts).op("v128.load64_lane", 1, reached).set(starts);
    reach(block.times.byteOffset + 8);
    f.get(offset).get(starts).op("v128.store", { offset: block.starts.byteOffset });
    o.assign([since, o.sub(pair.pair(block.times), o.value(starts))]);
    for (const mode of used) {
      f.get(offset);
      o.push(code.decay(form.free, mode, o.value(since)));
      f.op("v128.store", { offset: (block.decays[mode] as Float64Array).byteOffset });
    }
  });
  f.get(limit).get(f.param("until")).op("i32.lt_u");
  f.if(() => {
    f.get(limit).i32(3).op("i32.shl").tee(offset);
    f.get(limit).i32(2).op("i32.shl").op("i32.load", { offset: block.targets.byteOffset });
    f.i32(bytesOf).op("i32.mul").tee(record).op("f64.load", reached);
    f.op("f64.store", { offset: block.starts.byteOffset });
    reach(block.times.byteOffset);
  });
  return f;
}

/**
 * Write the function that lets arrivals of a half act in pairs, whose decays have been computed.
 *
 * One at a time act those of which both have one target, or a target is due, held, lifted, above its threshold, has events of its
 * own, or has already been advanced to that time.
 */
export function writeArrivals(m: ModuleBuilder, task: BlockTask): Callable {
  const { form, block, level, neurons, see, single } = task;
  const { x, isHeld, schedule, strides } = neurons;
  const { test, variables: names, free } = form;
  const receptors = [...form.receptors.values()];
  const f = m.func("arrivals", { params: range, export: false });
  const all = pairIn(f, task);
  const { o, code, pair, number, indices, offset, variables } = all;
  const [k, limit] = [f.param("from"), f.local("i32", "limit")];
  const records = [f.local("i32", "record"), f.local("i32", "other_record")] as const;
  const [at, due, next] = ["at", "due", "next"].map((name) => f.local("v128", name)) as [
    Local,
    Local,
    Local,
  ];
  const record = (lane: 0 | 1): void => void f.get(records[lane]);
  const storePair = (value: Local, offset: number): void => {
    f.get(records[0]).get(value).op("v128.store64_lane", 0, { offset });
    f.get(records[1]).get(value).op("v128.store64_lane", 1, { offset });
  };
  const isAny = (mask: Node): void => {
    o.push(mask);
    f.op("i64x2.bitmask");
  };
  const receive = (): void => {
    const weights = pair(block.weights);
    receptors.forEach((jumps, receptor) => {
      for (const { variable, factor } of jumps) {
        const own = variables[variable] as Local;
        const scale = number({ values: factor, stride: factor.length === 1 ? 0 : 1 }, 0);
        const more = o.mul(scale, weights);
        // Adding -0 changes nothing.
        const isOwn = o.eq(pair(block.receptors), o.constant(receptor));
        const added = receptors.length === 1 ? more : o.select(isOwn, more, o.constant(-0));
        o.assign([own, o.add(o.value(own), added)]);
      }
    });
  };
  const foresee = (): void => {
    const endless = o.constant(Number.POSITIVE_INFINITY);
    if (level === undefined) o.assign([next, endless]);
    else {
      const bounds = code.bounds(level.free);
      const mayCross = o.not(o.lt(bounds.most, o.constant(0)));
      const soonest = (): Node => o.add(o.value(at), code.earliest(bounds));
      o.assign([next, o.rarely(mayCross, endless, soonest)]);
    }
    // Most neurons are not due, before and after.
    isAny(o.or(o.lt(o.value(next), endless), o.lt(o.value(due), endless)));
    f.if(() => {
      storePair(next, schedule.due.byteOffset);
      for (const lane of [0, 1] as const) {
        f.get(next).op("f64x2.extract_lane", lane).f64(Number.POSITIVE_INFINITY).op("f64.lt");
        f.if(() => {
          f.get(records[lane]).i32(0).op("i32.store8", { offset: schedule.isExact.byteOffset });
          f.get(indices[lane]).get(next).op("f64x2.extract_lane", lane).call(see).drop();
        });
      }
    });
  };
  // A half begins with an even number.
  f.get(f.param("until")).i32(-2).op("i32.and").set(limit);
  f.count({ index: k, limit, step: 2 }, (following) => {
    f.block((apart) => {
      loadIndices(f, k, { ...task, ...all });
      indices.forEach((one, lane) => {
        f.get(one)
          .i32(8 * strides.x)
          .op("i32.mul")
          .set(records[lane] as Local);
      });
      f.get(indices[0]).get(indices[1]).op("i32.eq").brIf(apart);
      // The flags that are not about the schedule, and that of an own event, lie in four bytes.
      for (const lane of [0, 1] as const) {
        f.get(records[lane]).op("i32.load", { offset: isHeld.byteOffset });
      }
      f.op("i32.or").brIf(apart);
      f.get(k).i32(3).op("i32.shl").set(offset);
      o.assign([at, pair(block.times)]);
      loadPair(f, { offset: schedule.due.byteOffset }, record);
      f.set(due);
      isAny(o.or(o.le(o.value(due), o.value(at)), o.eq(pair(block.starts), o.value(at))));
      f.brIf(apart);
      variables.forEach((variable, place) => {
        loadPair(f, { offset: x.byteOffset + 8 * place }, record);
        f.set(variable);
      });
      const after = code.flow(free, o.sub(o.value(at), pair(block.starts)));
      o.assign(...names.map((_, k) => [variables[k] as Local, after[k] ?? o.constant(0)] as const));
      receive();
      const jolts = receptors.flat().some(({ variable }) => level?.reads[variable] === 1);
      if (jolts && test !== undefined) {
        const value = code.test(test);
        isAny(test.isStrict ? o.gt(value, o.constant(0)) : o.ge(value, o.constant(0)));
        f.brIf(apart);
      }
      variables.forEach((variable, place) => void storePair(variable, x.byteOffset + 8 * place));
      foresee();
      f.br(following);
    });
    f.get(k).call(single);
    f.get(k).i32(1).op("i32.add").call(single);
  });
  f.get(limit).get(f.param("until")).op("i32.lt_u");
  f.if(() => void f.get(limit).call(single));
  return f;
}
