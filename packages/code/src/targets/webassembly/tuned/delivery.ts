import { elementBytes } from "../../../form/types.ts";
import { denseSynapses } from "../../../routines/delivery/add-range.ts";
import { collectSums, type SumCollection } from "../../../routines/delivery/collect-sums.ts";
import { deliverRows } from "../../../routines/delivery/deliver-rows.ts";
import {
  packedBits,
  type RowDelivery,
  type SynapseRows,
} from "../../../routines/delivery/synapse-rows.ts";
import type { FunctionBuilder, Local } from "../encoder/function.ts";
import type { InlineCode, RoutineOptions } from "../routine.ts";
import { type TunedRoutine, tunedPart } from "./tuned-routine.ts";

const upperHalf = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];

/** Bytes 0, 1, ... of eight consecutive indices. */
const ascending = Uint8Array.from({ length: 16 }, (_, byte) => (byte % 2 === 0 ? byte / 2 : 0));

/**
 * Write the loop that delivers the spikes of rows.
 *
 * The handwritten version unpacks four packed weights at once. In dense rows, it adds the weights of consecutive targets as vectors.
 */
export function tunedDelivery(delivery: RowDelivery): TunedRoutine {
  const { rows } = delivery;
  const { targets, weights, sums } = rows;
  const { deliver, four, dense } = deliverRows(delivery);
  // Handwritten code counts bytes.
  const isInBytes = targets.counted === "bytes";
  const isNarrowed =
    weights.kind === "each" && sums.element === "f32" && weights.array.element === "f64";
  if (dense !== undefined && isInBytes && targets.element === "u16" && !isNarrowed) {
    return tunedPart(deliver, dense, (addressOf) => denseCode(rows, addressOf));
  }
  if (four === undefined || weights.kind !== "packed" || !isInBytes) return { routine: deliver };
  const { unit } = weights;
  return tunedPart(deliver, four, (addressOf) => (f, [at], results) => {
    if (at === undefined) return;
    const shift = f.constant("i32", 32 - packedBits);
    const [low, high] = [f.local("v128", "low"), f.local("v128", "high")];
    f.get(at).op("v128.load", { offset: addressOf(targets), align: 4 });
    f.get(shift).op("i32x4.shl").get(shift).op("i32x4.shr_s");
    if (sums.element === "f32") {
      f.op("f32x4.convert_i32x4_s").get(f.constant("f32x4", unit)).op("f32x4.mul").set(low);
    } else {
      const scale = f.constant("f64x2", unit);
      f.tee(low).get(low).op("i8x16.shuffle", upperHalf).op("f64x2.convert_low_i32x4_s");
      f.get(scale).op("f64x2.mul").set(high);
      f.get(low).op("f64x2.convert_low_i32x4_s").get(scale).op("f64x2.mul").set(low);
    }
    results.forEach((weight, lane) => {
      if (sums.element === "f32") f.get(low).op("f32x4.extract_lane", lane);
      else f.get(lane < 2 ? low : high).op("f64x2.extract_lane", lane & 1);
      f.set(weight);
    });
  });
}

/** Write code that adds eight weights: as vectors if the targets are consecutive, or one by one. */
function denseCode(rows: SynapseRows, addressOf: RoutineOptions["addressOf"]): InlineCode {
  const { targets, sums } = rows;
  const shift = sums.element === "f64" ? 3 : 2;
  const sumOffset = addressOf(sums);
  const indexOffset = addressOf(targets);
  return (f, [at, place]) => {
    if (at === undefined || place === undefined) return;
    const weight = weightCode(f, rows, { place, addressOf });
    const consecutive = f.local("v128", "consecutive");
    f.atEntry(() => {
      f.v128(ascending).set(consecutive);
    });
    const sum = f.local("i32", "sum");
    const lanes = 16 >> shift;
    f.get(at).op("v128.load16_splat", { offset: indexOffset, align: 2 });
    f.get(consecutive).op("i16x8.add");
    f.get(at).op("v128.load", { offset: indexOffset, align: 2 });
    f.op("i16x8.eq").op("i16x8.all_true");
    f.if(
      () => {
        f.get(at).op("i32.load16_u", { offset: indexOffset }).i32(shift).op("i32.shl").set(sum);
        for (let lane = 0; lane < denseSynapses; lane += lanes) {
          const end = { offset: sumOffset + (lane << shift), align: 1 << shift };
          f.get(sum).get(sum).op("v128.load", end);
          weight.some(lane);
          f.op(sums.element === "f64" ? "f64x2.add" : "f32x4.add").op("v128.store", end);
        }
      },
      () => {
        for (let k = 0; k < denseSynapses; k++) {
          f.get(at).op("i32.load16_u", { offset: indexOffset + 2 * k });
          f.i32(shift).op("i32.shl").tee(sum).get(sum);
          f.op(`${sums.element}.load`, { offset: sumOffset });
          weight.one(k);
          f.op(`${sums.element}.add`).op(`${sums.element}.store`, { offset: sumOffset });
        }
      },
    );
  };
}

/** Write code that pushes the weights from a lane on: a vector of them, or one. */
function weightCode(
  f: FunctionBuilder,
  { weights, sums: { element } }: SynapseRows,
  { place, addressOf }: { readonly place: Local; readonly addressOf: RoutineOptions["addressOf"] },
): { readonly some: (lane: number) => void; readonly one: (lane: number) => void } {
  if (weights.kind !== "each") {
    const value = weights.kind === "constant" ? weights.weight : 0;
    const vector = f.constant(element === "f64" ? "f64x2" : "f32x4", value);
    const scalar = f.constant(element, value);
    return { some: () => f.get(vector), one: () => f.get(scalar) };
  }
  const { array } = weights;
  const bytes = elementBytes[array.element];
  const offset = addressOf(array);
  const at = (lane: number) => ({ offset: offset + lane * bytes, align: bytes });
  const load = array.element === "f64" ? "f64.load" : "f32.load";
  const isWidened = array.element === "f32" && element === "f64";
  return {
    some(lane) {
      f.get(place);
      if (isWidened) f.op("v128.load64_zero", at(lane)).op("f64x2.promote_low_f32x4");
      else f.op("v128.load", at(lane));
    },
    one(lane) {
      f.get(place).op(load, { offset: offset + lane * bytes });
      if (isWidened) f.op("f64.promote_f32");
    },
  };
}

/** Write the loop that collects sums; by hand, it processes 16 bytes at once. */
export function tunedCollection(collection: SumCollection): TunedRoutine {
  const { ring, into } = collection;
  const { element } = into;
  const { collect, some } = collectSums(collection);
  if (into.counted !== "bytes") return { routine: collect };
  return tunedPart(collect, some, (addressOf) => (f, [from, to]) => {
    if (from === undefined || to === undefined) return;
    for (const part of [0, 16]) {
      const align = elementBytes[element];
      const own = { offset: addressOf(ring.sums) + part, align };
      const end = { offset: addressOf(into) + part, align };
      f.get(to).get(to).op("v128.load", end).get(from).op("v128.load", own);
      f.op(element === "f64" ? "f64x2.add" : "f32x4.add").op("v128.store", end);
      f.get(from).get(f.constant("i32x4", 0)).op("v128.store", own);
    }
  });
}
