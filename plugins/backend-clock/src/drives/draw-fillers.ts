import type { RandomSeries } from "@spikeloom/code";
import { streamKey } from "@spikeloom/random";
import type { Arena } from "../arena.ts";
import { SLOT_MISSING } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";
import type { Machine } from "../machine.ts";
import { placed } from "../placed.ts";
import type { PlacedPopulation } from "../populations.ts";
import { neuronsOf } from "../share.ts";
import type { Stimulate } from "../stimuli/stimulate.ts";
import { layRandomSeries } from "./random-series.ts";

/** A draw slot with the series that fills it. */
export interface PlacedDraw {
  readonly series: RandomSeries;
  readonly distribution: "uniform" | "normal";
}

/** Lay out the draws of all populations: each draw site has a separate series. */
export function layDraws(
  populations: readonly PlacedPopulation[],
  {
    plan,
    memory,
  }: { readonly plan: Pick<JobPlan, "seed" | "trial" | "precision">; readonly memory: Arena },
): readonly PlacedDraw[] {
  return populations.flatMap(({ name, part, program, slots }) =>
    program.draws.map(({ slot, distribution, key: purpose }) => {
      const key = streamKey(plan.seed, purpose, plan.trial);
      const address = slots.get(slot);
      if (address === undefined) throw SLOT_MISSING({ population: name, slot });
      const out = placed(slot, plan.precision, { address, length: part.size });
      const series = layRandomSeries(memory, { key, entities: neuronsOf(part), out });
      return { series, distribution };
    }),
  );
}

/** Fill the draw slots of a step. */
export function drawFillers(draws: readonly PlacedDraw[], machine: Machine): readonly Stimulate[] {
  return draws.map(({ series, distribution }) => {
    const { random } = machine;
    return (step) => random[distribution](series, step);
  });
}
