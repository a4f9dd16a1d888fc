import { type ChipRecord, limitOf } from "../chips/chip.ts";
import type { NetworkGraph } from "../graph/network-graph.ts";
import { type CoreMeter, hasRows, rowsOf } from "./core-use.ts";
import { joinSlices, type Slice } from "./part.ts";

/**
 * Test whether the targets of each neuron fit on a core together, where a chip lets it reach one core only.
 *
 * Neurons with a common source must then share a core, and so must all that are connected by such pairs.
 */
export function canShareTargets(graph: NetworkGraph, chip: ChipRecord, meter: CoreMeter): boolean {
  if (limitOf(chip, "fan-out") !== 1) return true;
  return targetGroups(graph).every((slices) => meter.exceeded(slices) < 0);
}

/** Group the neurons that must share a core. */
function targetGroups({ populations, projections }: NetworkGraph): readonly (readonly Slice[])[] {
  const first: number[] = [];
  let neurons = 0;
  for (const { size } of populations) {
    first.push(neurons);
    neurons += size;
  }
  const parents = Int32Array.from({ length: neurons }, (_, at) => at);
  const rootOf = (start: number): number => {
    let at = start;
    while ((parents[at] as number) !== at) {
      parents[at] = parents[parents[at] as number] as number;
      at = parents[at] as number;
    }
    return at;
  };
  // By neuron: one of its targets, with which all others share a core.
  const targetOf = new Int32Array(neurons).fill(-1);
  const connect = (source: number, target: number): void => {
    const known = targetOf[source] as number;
    if (known < 0) targetOf[source] = target;
    else parents[rootOf(target)] = rootOf(known);
  };
  for (const one of projections) {
    const [from, to] = [first[one.from] ?? 0, first[one.to] ?? 0];
    const [sources, targets] = [populations[one.from]?.size ?? 0, populations[one.to]?.size ?? 0];
    if (sources === 0 || targets === 0) continue;
    if (one.pattern.kind === "one") {
      for (let j = 0; j < targets; j++) connect(from + j, to + j);
    } else if (hasRows(one)) {
      const rows = rowsOf(one);
      for (let j = 0; j < targets; j++) for (const i of rows(j)) connect(from + i, to + j);
    } else {
      for (let j = 0; j < targets; j++) connect(from, to + j);
      for (let i = 0; i < sources; i++) connect(from + i, to);
    }
  }
  const groups = new Map<number, Slice[]>();
  for (const [population, { size, isInput }] of populations.entries()) {
    if (isInput) continue;
    for (let n = 0; n < size; n++) {
      const root = rootOf((first[population] as number) + n);
      const own = groups.get(root);
      const slice = { population, from: n, until: n + 1 };
      if (own === undefined) groups.set(root, [slice]);
      else own.push(slice);
    }
  }
  return [...groups.values()].map(joinSlices);
}
