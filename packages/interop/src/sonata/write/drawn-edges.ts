import {
  type DelayRules,
  delaySteps,
  indexBuffer,
  type PlannedProjection,
  type SynapseValue,
} from "@spikeloom/network";
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
  { plan, sources, targets, weight, delay }: PlannedProjection,
  rules: DelayRules & { readonly place: string },
): DrawnEdges {
  const [from, to] = [growing(Uint32Array), growing(Uint32Array)];
  const [weights, delays] = [growing(Float64Array), growing(Float64Array)];
  const onGrid = (ms: number): number => timeOfStep(delaySteps(ms, rules, rules.place), rules.dt);
  const partners = indexBuffer();
  const [own, other] = plan.by === "target" ? [targets, sources] : [sources, targets];
  const [owners, others] = plan.by === "target" ? [to, from] : [from, to];
  const fill = (value: SynapseValue, index: number, out: ReturnType<typeof weights.take>): void => {
    if (value.fill !== undefined)
      value.fill({ index, partners: partners.view() }, out as Float64Array);
  };
  for (let index = 0; index < own.size; index++) {
    partners.clear();
    plan.partners(index, partners);
    const row = partners.view();
    owners.take(row.length).fill(own.neuron(index));
    others.take(row.length).set(Uint32Array.from(row, (partner) => other.neuron(partner)));
    if (weight.fill !== undefined) fill(weight, index, weights.take(row.length));
    if (delay.fill === undefined) continue;
    const times = delays.take(row.length);
    fill(delay, index, times);
    for (let k = 0; k < times.length; k++) times[k] = onGrid(times[k] as number);
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
