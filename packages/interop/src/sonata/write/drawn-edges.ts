import { type DelayRules, delaySteps, drawnRows, type PlannedProjection } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import type { Numbers } from "./write-task.ts";

/** All connections of a projection, in order. */
export interface DrawnEdges {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** In the receptor's internal unit. */
  readonly weights: Numbers;
  /** ms, on the grid. */
  readonly delays: Numbers;
}

/** Draw all connections of a projection as a run does. */
export function drawEdges(
  projection: PlannedProjection,
  rules: DelayRules & { readonly place: string },
): DrawnEdges {
  const { weight, delay } = projection;
  const [from, to] = [growing(Uint32Array), growing(Uint32Array)];
  const [weights, delays] = [growing(Float64Array), growing(Float64Array)];
  const onGrid = (ms: number): number => timeOfStep(delaySteps(ms, rules, rules.place), rules.dt);
  for (const row of drawnRows(projection, [weight, delay])) {
    const { length } = row.partners;
    const [own, times] = row.values as [Float64Array, Float64Array];
    from.take(length).set(row.partners.map((_, k) => row.source(k)));
    to.take(length).set(row.partners.map((_, k) => row.target(k)));
    if (weight.constant === undefined) weights.take(length).set(own);
    if (delay.constant === undefined) delays.take(length).set(times.map(onGrid));
  }
  return {
    sources: from.all() as Uint32Array,
    targets: to.all() as Uint32Array,
    weights: weight.constant ?? (weights.all() as Float64Array),
    delays: delay.constant === undefined ? (delays.all() as Float64Array) : onGrid(delay.constant),
  };
}

interface Growing<List> {
  /** The next elements, to be filled immediately. */
  take(count: number): List;
  all(): List;
}

/** A list that grows by rows. */
function growing<List extends Uint32Array | Float64Array>(
  make: new (length: number) => List,
): Growing<List> {
  let room = new make(1024);
  let length = 0;
  return {
    take(count) {
      if (length + count > room.length) {
        const larger = new make(Math.max(2 * room.length, length + count));
        larger.set(room);
        room = larger;
      }
      length += count;
      return room.subarray(length - count, length) as List;
    },
    all: () => room.subarray(0, length) as List,
  };
}
