import type { StepProgram } from "@spikeloom/program";
import type { ArrayPlace, Routine } from "../../form/routine.ts";
import {
  beginPlastic,
  filterPlastic,
  type OutsideSources,
  readPlastic,
  type Tally,
  tallySpikes,
} from "./plastic-steps.ts";
import {
  arrivePlastic,
  type ParallelRule,
  sourcePlastic,
  stepPlastic,
  targetPlastic,
  tracePlastic,
} from "./plastic-synapses.ts";

/** A population at an end of plastic synapses. */
export interface PlasticEnd {
  /** Neurons of all copies. */
  readonly size: number;
  readonly step: StepProgram;
  readonly arrayOf: (slot: string) => ArrayPlace<"f32">;
}

/** A rule whose synapses are divided into pieces. */
export interface PlasticRule {
  readonly pieces: readonly ParallelRule[];
  readonly pre: PlasticEnd;
  readonly post: PlasticEnd;
  readonly outside: OutsideSources;
  readonly tallies: readonly Tally[];
}

/** A routine of a rule in a step. */
export interface PlasticPass {
  readonly routine: Routine;
  readonly invocations: number;
  /** Index of the piece whose synapses it computes; undefined if it computes what all synapses share. */
  readonly piece: number | undefined;
  /** Names of the arrays of the network that it uses. */
  readonly uses: readonly string[];
}

/** Routines of a rule by the phases of a step; each phase runs them in this order. */
export interface PlasticPasses {
  /** At the start of a step, before anything arrives. */
  readonly begin: readonly PlasticPass[];
  /** When spikes arrive: synapses act before variables of sources are raised. */
  readonly arrive: readonly PlasticPass[];
  /** When the spikes of the step are known: synapses read traces of targets before these are raised. */
  readonly after: readonly PlasticPass[];
}

/**
 * List the routines of a rule in a step.
 *
 * A step begins with the variables of neurons that the rule reads, then with what changes without arrivals: tallies of spikes,
 * third factors and named events, synapses, variables of sources, and traces that follow neurons. `specs/program` states
 * this order.
 */
export function plasticPasses({ pieces, outside, tallies, ...ends }: PlasticRule): PlasticPasses {
  const [rule] = pieces;
  if (rule === undefined) return { begin: [], arrive: [], after: [] };
  const shared = (
    made: Routine | undefined,
    invocations: number,
    uses: readonly string[],
  ): readonly PlasticPass[] =>
    made === undefined || invocations === 0
      ? []
      : [{ routine: made, invocations, piece: undefined, uses }];
  const each = (
    write: (rule: ParallelRule) => Routine | undefined,
    uses: readonly string[],
  ): readonly PlasticPass[] =>
    pieces.flatMap((one, piece) => {
      const made = write(one);
      return made === undefined ? [] : [{ routine: made, invocations: one.synapses, piece, uses }];
    });
  const sides = ["pre", "post"] as const;
  const segments = rule.columns.count * rule.sources;
  return {
    begin: [
      ...sides.flatMap((of) =>
        shared(readPlastic(rule, { of, ...ends[of] }), ends[of].size, [
          "slots",
          "control",
          "floats",
        ]),
      ),
      ...tallies.flatMap((one) =>
        shared(tallySpikes(one, rule.spikes), one.size, ["control", "counts"]),
      ),
      ...shared(beginPlastic(rule, outside), 1, ["control", "window", "counts"]),
      ...each(stepPlastic, ["control"]),
      ...shared(sourcePlastic(rule, "step"), segments, ["control", "counts"]),
      ...sides.flatMap((of) =>
        shared(filterPlastic(rule, of, ends[of].size), ends[of].size, ["control"]),
      ),
    ],
    arrive: [
      ...each(arrivePlastic, ["control", "counts", "sums"]),
      ...shared(sourcePlastic(rule, "raise"), segments, ["control", "counts"]),
    ],
    after: [
      ...each(targetPlastic, ["control", "counts"]),
      ...shared(tracePlastic(rule), rule.lags.count * rule.targets, ["control", "counts"]),
    ],
  };
}
