import type { FunctionBuilder, Local } from "@spikeloom/code";
import type { DeliveryJob } from "./delivery.ts";
import { packedBits, type SynapseTable, weightBytes } from "./delivery-table.ts";

/** An array that is read along with the synapses of a row. */
interface Stream {
  /** Bytes from the array's start. */
  readonly at: Local;
  readonly base: number;
  /** Bytes of a synapse. */
  readonly bytes: number;
}

/** The arrays of a table, each with a place in it. */
export interface Streams {
  readonly index: Stream;
  /** Where each synapse has a weight that does not lie in its index. */
  readonly weight: Stream | undefined;
  /** The delay of each synapse of a ring. */
  readonly delay: Stream | undefined;
  readonly all: readonly Stream[];
}

/** Make the places of a function in the arrays of a table. */
export function streamsOf(f: FunctionBuilder, { address, layout }: SynapseTable): Streams {
  const stream = (name: string, base: number, bytes: number): Stream | undefined =>
    bytes === 0 ? undefined : { at: f.local("i32", name), base, bytes };
  const index = { at: f.local("i32", "index_at"), base: address.targets, bytes: layout.index };
  const weight = stream("weight_at", address.weights, weightBytes[layout.weight]);
  const delay = stream("delay_at", address.own, layout.ring?.delayBytes ?? 0);
  return { index, weight, delay, all: [index, weight, delay].filter((one) => one !== undefined) };
}

/** Synapses of a row, or of a segment of one. */
export interface SynapseRange {
  /** The numbers of the first synapse and of the one after the last. */
  readonly from: Local;
  readonly to: Local;
  /** The step in which a row is delivered. */
  readonly step: Local;
}

/** Add the weights of a range to the accumulators: some synapses a turn, then the rest. */
export function writeRange(f: FunctionBuilder, job: DeliveryJob, range: SynapseRange): void {
  const { table } = job;
  const streams = streamsOf(f, table);
  const { index } = streams;
  const whole = f.local("i32", "whole");
  const end = f.local("i32", "end");
  const turn = synapsesATurn(table);
  const shape: Shape = { job, streams, step: range.step };
  for (const { at, bytes } of streams.all) f.get(range.from).i32(bytes).op("i32.mul").set(at);
  f.get(range.to).i32(index.bytes).op("i32.mul").set(end);
  f.get(range.to).get(range.from).op("i32.sub").i32(-turn).op("i32.and");
  f.i32(index.bytes).op("i32.mul").get(index.at).op("i32.add").set(whole);
  const advance = (synapses: number): void => {
    for (const { at, bytes } of streams.all) {
      if (at === index.at) continue;
      f.get(at)
        .i32(bytes * synapses)
        .op("i32.add")
        .set(at);
    }
  };
  f.count({ index: index.at, limit: whole, step: turn * index.bytes }, () => {
    if (table.layout.weight === "packed") {
      for (let k = 0; k < turn; k += 4) writeFourPacked(f, shape, k);
    } else for (let k = 0; k < turn; k++) writeSynapse(f, shape, k);
    advance(turn);
  });
  f.count({ index: index.at, limit: end, step: index.bytes }, () => {
    writeSynapse(f, shape, 0);
    advance(1);
  });
}

/** Long rows gain a little from eight; short ones would be left to the rest. */
function synapsesATurn({ count, sources, delays, layout }: SynapseTable): 4 | 8 {
  const rows = sources * (layout.ring === undefined ? delays.length : 1);
  return count > 32 * rows ? 8 : 4;
}

interface Shape {
  readonly job: DeliveryJob;
  readonly streams: Streams;
  readonly step: Local;
}

function writeSynapse(f: FunctionBuilder, shape: Shape, k: number): void {
  writeAdd(f, shape, k, () => writeWeight(f, shape, k));
}

/** Weights of four packed synapses at once; only the sums are taken one by one. */
function writeFourPacked(f: FunctionBuilder, shape: Shape, k: number): void {
  const { index } = shape.streams;
  const { layout } = shape.job.table;
  const shift = f.constant("i32", 32 - packedBits);
  f.get(index.at).op("v128.load", { offset: index.base + index.bytes * k, align: 4 });
  f.get(shift).op("i32x4.shl").get(shift).op("i32x4.shr_s");
  const low = f.local("v128", "low");
  if (shape.job.precision === "f32") {
    f.op("f32x4.convert_i32x4_s").get(f.constant("f32x4", layout.scale)).op("f32x4.mul").set(low);
    for (let lane = 0; lane < 4; lane++) {
      writeAdd(f, shape, k + lane, () => f.get(low).op("f32x4.extract_lane", lane));
    }
    return;
  }
  const high = f.local("v128", "high");
  const scale = f.constant("f64x2", layout.scale);
  f.tee(low).get(low).op("i8x16.shuffle", upperHalf).op("f64x2.convert_low_i32x4_s");
  f.get(scale).op("f64x2.mul").set(high);
  f.get(low).op("f64x2.convert_low_i32x4_s").get(scale).op("f64x2.mul").set(low);
  for (let lane = 0; lane < 4; lane++) {
    const half = lane < 2 ? low : high;
    writeAdd(f, shape, k + lane, () => f.get(half).op("f64x2.extract_lane", lane & 1));
  }
}

const upperHalf = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];

/** Add what `weight` pushes to the accumulator of a synapse. */
function writeAdd(f: FunctionBuilder, shape: Shape, k: number, weight: () => unknown): void {
  const { precision, table } = shape.job;
  const { layout } = table;
  const at = f.local("i32", "at");
  writePlace(f, shape, k);
  const offset = layout.ring?.address ?? layout.base;
  f.tee(at).get(at).op(`${precision}.load`, { offset });
  weight();
  f.op(`${precision}.add`).op(`${precision}.store`, { offset });
}

/** Push the distance of a synapse's accumulator from the first one. */
function writePlace(f: FunctionBuilder, { job, streams, step }: Shape, k: number): void {
  const { index, delay } = streams;
  const { layout } = job.table;
  const sumShift = job.precision === "f64" ? 3 : 2;
  const offset = index.base + index.bytes * k;
  f.get(index.at);
  if (layout.weight === "packed") {
    f.op("i32.load", { offset }).i32(packedBits - sumShift);
    f.op("i32.shr_u")
      .i32(-(1 << sumShift))
      .op("i32.and");
  } else {
    if (layout.index === 2) f.op("i32.load16_u", { offset });
    else f.op("i32.load", { offset });
    f.i32(sumShift).op("i32.shl");
  }
  if (delay === undefined || layout.ring === undefined) return;
  const { length, width } = layout.ring;
  f.get(delay.at);
  f.op(delay.bytes === 1 ? "i32.load8_u" : "i32.load16_u", {
    offset: delay.base + delay.bytes * k,
  });
  f.get(step)
    .op("i32.add")
    .i32(length - 1)
    .op("i32.and");
  f.i32(width << sumShift)
    .op("i32.mul")
    .op("i32.add");
}

/** Push the weight of a synapse. */
function writeWeight(f: FunctionBuilder, { job, streams }: Shape, k: number): void {
  const { precision, table } = job;
  const { layout } = table;
  const isDouble = precision === "f64";
  if (layout.weight === "constant") f.get(f.constant(precision, table.weight ?? 0));
  else if (layout.weight === "packed") {
    const { at, base, bytes } = streams.index;
    f.get(at).op("i32.load", { offset: base + bytes * k });
    f.i32(32 - packedBits)
      .op("i32.shl")
      .i32(32 - packedBits)
      .op("i32.shr_s");
    f.op(isDouble ? "f64.convert_i32_s" : "f32.convert_i32_s");
    f.get(f.constant(precision, layout.scale)).op(`${precision}.mul`);
  } else if (streams.weight !== undefined) {
    const { at, base, bytes } = streams.weight;
    const offset = base + bytes * k;
    f.get(at);
    if (layout.weight === "f64") f.op("f64.load", { offset });
    else f.op("f32.load", { offset });
    if (layout.weight === "f64" && !isDouble) f.op("f32.demote_f64");
    if (layout.weight === "f32" && isDouble) f.op("f64.promote_f32");
  }
}
