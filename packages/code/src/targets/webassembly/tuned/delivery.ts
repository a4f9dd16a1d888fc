import { elementBytes } from "../../../form/types.ts";
import { collectSums, type SumCollection } from "../../../routines/delivery/collect-sums.ts";
import { deliverRows } from "../../../routines/delivery/deliver-rows.ts";
import { packedBits, type RowDelivery } from "../../../routines/delivery/synapse-rows.ts";
import { type TunedRoutine, tunedPart } from "./tuned-routine.ts";

const upperHalf = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];

/**
 * Write the loop that delivers the spikes of rows.
 *
 * The handwritten version unpacks four packed weights at once.
 */
export function tunedDelivery(delivery: RowDelivery): TunedRoutine {
  const { rows } = delivery;
  const { targets, weights, sums } = rows;
  const { deliver, four } = deliverRows(delivery);
  // Handwritten code counts bytes.
  const isInBytes = targets.counted === "bytes";
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
