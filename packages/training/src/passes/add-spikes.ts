import type { ArrayPlace, Builder, Value } from "@spikeloom/code";
import type { TrainedProjection } from "../program/training-program.ts";
import type { Pass } from "./pass.ts";

/** Spikes of a projection: a range of a list, and the destination of their weights. */
export interface Spikes {
  readonly projection: TrainedProjection;
  readonly rows: ArrayPlace;
  /** The element at which sums start. */
  readonly at: Value;
  readonly ids: ArrayPlace;
  readonly from: Value;
  readonly to: Value;
}

/** Add the weights of the neurons that spiked. */
export function addSpikes(
  b: Builder,
  pass: Pass,
  { projection, rows, at, ids, from, to }: Spikes,
): void {
  const arrays = [ids, pass.weights(projection), rows];
  const window = pass.windows.get(projection);
  if (window !== undefined) {
    const { offsets, begins } = pass.placedSpikes;
    b.call(window.convolveSpikes, [...arrays, offsets, begins], [from, to, at]);
  } else {
    const { width, columns } = pass.placeOf(projection.to);
    const numbers = [from, to, at, b.i32(width), b.i32(columns)];
    b.call(pass.routines.addRows, arrays, numbers);
  }
}
