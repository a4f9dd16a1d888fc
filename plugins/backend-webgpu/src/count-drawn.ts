import {
  addBound,
  addDrawnBound,
  countRows,
  type Processor,
  type SumBounds,
} from "@spikeloom/code/processor";
import type { DrawnDelays, NetworkProgram, ProcessorRows } from "@spikeloom/program";
import { type DrawnProjections, layDraws } from "./row-draws.ts";
import type { LaidProjection } from "./synapses.ts";

/** Synapses of rows that a processor draws, found without drawing them on the host. */
export interface CountedDraws {
  readonly synapses: number;
  /** No delay is longer. */
  readonly longest: number;
  /** Of each projection; those of procedural rows follow from the rule. */
  readonly delays: readonly DrawnDelays[];
}

/** Inputs for counting. */
export interface CountOptions {
  readonly program: NetworkProgram;
  readonly bounds: SumBounds;
  /** Maximum number of spikes of a source neuron in a step. */
  readonly timesOf: (population: LaidProjection["from"]) => number;
  /** Open the processor on which rows are drawn, for buffers of these numbers of words. */
  readonly open: (words: Readonly<Record<string, number>>) => Promise<Processor>;
}

/**
 * Count the synapses of rows that a processor draws, and bound the sums to which they add.
 *
 * The inputs of each target follow from the rule, or the processor draws all rows once, with a weight of 1.
 */
export async function countDrawn(
  drawn: DrawnProjections,
  { program, bounds, timesOf, open }: CountOptions,
): Promise<CountedDraws> {
  const random = new Map([...drawn].filter(([, { draws }]) => !isStated(draws)));
  const counted = await countOnProcessor(random, { program, open });
  let [synapses, longest] = [0, 0];
  for (const [one, rows] of drawn) {
    const { targets } = one.projection;
    const { total, inputs } = countByRule(one, rows.draws);
    synapses += total;
    const { delay } = rows;
    const most = typeof delay === "number" ? delay : delay.least + delay.thresholds.length;
    longest = Math.max(longest, most);
    const times = timesOf(one.from);
    const { weight } = rows;
    const found = counted.get(one);
    for (let k = 0; k < targets.size; k++) {
      const target = targets.neuron(k);
      const count = found === undefined ? inputs(k) : (found[target] as number);
      if (count === 0) continue;
      const own = { sum: one.sums + target, times: times * count };
      if (typeof weight === "number") addBound(bounds, own.sum, { weight, times: own.times });
      else addDrawnBound(bounds, own.sum, { extent: weight.extent, times: own.times });
    }
  }
  const delays = [...drawn.keys()].map(({ projection }) => {
    return { projection, least: Number.POSITIVE_INFINITY };
  });
  return { synapses, longest, delays };
}

/** Test whether the rule states the inputs of each target. */
function isStated({ kind }: ProcessorRows["draws"]): boolean {
  return kind === "all" || kind === "same" || kind === "permuted";
}

/** Count the synapses of all rows, and the inputs of a target if the rule states them. */
function countByRule(
  { projection: { sources } }: LaidProjection,
  draws: ProcessorRows["draws"],
): { readonly total: number; inputs(target: number): number } {
  let total = 0;
  const skipped = new Map<number, number>();
  for (let index = 0; index < sources.size; index++) {
    const { count, skip } = draws.row(index);
    total += count;
    if (skip >= 0) skipped.set(skip, (skipped.get(skip) ?? 0) + 1);
  }
  return {
    total,
    inputs(target) {
      const { kind, permutation } = draws;
      if (permutation !== undefined) return permutation.each;
      return kind === "same" ? 1 : sources.size - (skipped.get(target) ?? 0);
    },
  };
}

/** Draw all rows once on a processor, and count the inputs of each target neuron. */
async function countOnProcessor(
  drawn: DrawnProjections,
  { program, open }: Pick<CountOptions, "program" | "open">,
): Promise<ReadonlyMap<LaidProjection, Int32Array>> {
  if (drawn.size === 0) return new Map();
  const firsts = new Map<LaidProjection, number>();
  let width = 0;
  for (const one of drawn.keys()) {
    firsts.set(one, width);
    width += one.to.population.size;
  }
  const ring = { length: 1, width };
  const draws = layDraws(drawn, { program, scaleOf: () => 0, ring, shift: 0 });
  const places = [...firsts.values()];
  const rows = draws.rows.map((one, k) => ({ ...one, sums: places[k] as number }));
  const neurons = [...program.populations.values()].reduce((sum, { size }) => sum + size, 0);
  const counts = await countRows({ ...draws, rows, neurons, width }, open);
  return new Map(
    [...firsts].map(([one, first]) => {
      return [one, counts.subarray(first, first + one.to.population.size)];
    }),
  );
}
