import type { FunctionBuilder, Local } from "@spikeloom/code";
import { synapsesATurn } from "./add-range.ts";
import type { DeliveryJob } from "./delivery.ts";
import { packedBits } from "./delivery-table.ts";

/** Write `add_range` by hand for packed synapses, whose weights come out four at once. */
export function addRangeWide(
  f: FunctionBuilder,
  job: DeliveryJob,
  { from, to, step: now }: RangeLocals,
): void {
  const [at, delayAt, whole] = ["at", "delay at", "whole"].map((name) => f.local("i32", name)) as [
    Local,
    Local,
    Local,
  ];
  const { ring } = job.table.layout;
  const turn = synapsesATurn(job.table);
  f.get(to).get(from).op("i32.sub").i32(-turn).op("i32.and").get(from).op("i32.add").set(whole);
  f.get(from).i32(2).op("i32.shl").set(at);
  if (ring !== undefined) f.get(from).i32(ring.delayBytes).op("i32.mul").set(delayAt);
  const walk = (limit: Local, step: number, write: () => void): void => {
    f.count({ index: from, limit, step }, () => {
      write();
      f.get(at)
        .i32(4 * step)
        .op("i32.add")
        .set(at);
      if (ring === undefined) return;
      f.get(delayAt)
        .i32(step * ring.delayBytes)
        .op("i32.add")
        .set(delayAt);
    });
  };
  walk(whole, turn, () => {
    for (let k = 0; k < turn; k += 4) writeFour(f, job, { at, delayAt, k, now });
  });
  walk(to, 1, () => writeOne(f, job, { at, delayAt, k: 0, now }));
}

/** The synapses of a range, and the step in which they are delivered. */
export interface RangeLocals {
  readonly from: Local;
  readonly to: Local;
  readonly step: Local;
}

type Job = Pick<DeliveryJob, "table" | "precision">;

/** Where a synapse is. */
interface Place {
  /** Bytes to the first synapse of a turn, and to its delay. */
  readonly at: Local;
  readonly delayAt: Local;
  /** Its number in the turn. */
  readonly k: number;
  /** The step. */
  readonly now: Local;
}

const upperHalf = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];

/** Weights of four synapses at once; only the sums are taken one by one. */
function writeFour(f: FunctionBuilder, { table, precision }: Job, four: Place): void {
  const { layout, address } = table;
  const shift = f.constant("i32", 32 - packedBits);
  const [low, high] = [f.local("v128", "low"), f.local("v128", "high")];
  f.get(four.at).op("v128.load", { offset: address.targets + 4 * four.k, align: 4 });
  f.get(shift).op("i32x4.shl").get(shift).op("i32x4.shr_s");
  if (precision === "f32") {
    f.op("f32x4.convert_i32x4_s").get(f.constant("f32x4", layout.scale)).op("f32x4.mul").set(low);
  } else {
    const scale = f.constant("f64x2", layout.scale);
    f.tee(low).get(low).op("i8x16.shuffle", upperHalf).op("f64x2.convert_low_i32x4_s");
    f.get(scale).op("f64x2.mul").set(high);
    f.get(low).op("f64x2.convert_low_i32x4_s").get(scale).op("f64x2.mul").set(low);
  }
  for (let lane = 0; lane < 4; lane++) {
    writeAdd(f, { table, precision }, { ...four, k: four.k + lane }, () => {
      if (precision === "f32") f.get(low).op("f32x4.extract_lane", lane);
      else f.get(lane < 2 ? low : high).op("f64x2.extract_lane", lane & 1);
    });
  }
}

function writeOne(f: FunctionBuilder, job: Job, { at, ...place }: Place): void {
  const { precision, table } = job;
  const shift = 32 - packedBits;
  writeAdd(f, job, { at, ...place }, () => {
    f.get(at).op("i32.load", { offset: table.address.targets });
    f.i32(shift).op("i32.shl").i32(shift).op("i32.shr_s");
    f.op(precision === "f64" ? "f64.convert_i32_s" : "f32.convert_i32_s");
    f.get(f.constant(precision, table.layout.scale)).op(`${precision}.mul`);
  });
}

/** Add what `weight` pushes to the sum of a synapse. */
function writeAdd(f: FunctionBuilder, job: Job, place: Place, weight: () => void): void {
  const { precision, table } = job;
  const offset = table.layout.ring?.address ?? table.layout.base;
  const at = f.local("i32", "sum at");
  writePlace(f, job, place);
  f.tee(at).get(at).op(`${precision}.load`, { offset });
  weight();
  f.op(`${precision}.add`).op(`${precision}.store`, { offset });
}

/** Push the distance of a synapse's sum from the first one, in bytes. */
function writePlace(
  f: FunctionBuilder,
  { table, precision }: Job,
  { at, delayAt, k, now }: Place,
): void {
  const { layout, address } = table;
  const sumShift = precision === "f64" ? 3 : 2;
  f.get(at).op("i32.load", { offset: address.targets + 4 * k });
  f.i32(packedBits - sumShift).op("i32.shr_u");
  f.i32(-(1 << sumShift)).op("i32.and");
  if (layout.ring === undefined) return;
  const { length, width, delayBytes } = layout.ring;
  f.get(delayAt).op(delayBytes === 1 ? "i32.load8_u" : "i32.load16_u", {
    offset: address.own + delayBytes * k,
  });
  f.get(now)
    .op("i32.add")
    .i32(length - 1)
    .op("i32.and");
  f.i32(width << sumShift)
    .op("i32.mul")
    .op("i32.add");
}
