import type { CountedSpikes } from "@spikeloom/program";
import { type Stream, stream, streamKey } from "@spikeloom/random";
import type { JobPlan } from "../job-plan.ts";
import { drawsOf } from "./draws-in.ts";
import type { LaidRule } from "./laid-rule.ts";
import type { SpikeCountRing } from "./spike-counts.ts";

/** What a machine does for the synapses of one ruled projection. */
export interface RuleCode {
  /** Let the spikes that arrive in a step act. */
  readonly arrive: (step: number) => void;
  /** Note spikes of targets, places at `list`; gives how many were noted before `settle` is needed. */
  readonly note: ((list: number, count: number, step: number) => number) | undefined;
  /** Apply what waits and comes before a step; undefined where nothing waits. */
  readonly settle: ((step: number) => void) | undefined;
  /** Apply spikes of targets at once: with `late` 1 those that come before spikes of the source. */
  readonly spikes: ((step: number, late: number) => void) | undefined;
  /** Let named events come to the synapses to which they are due in a step. */
  readonly named: ReadonlyMap<string, (step: number) => void>;
  /** Begin a step for what is kept once. */
  readonly begin: ((step: number) => void) | undefined;
  /** Let named events change what is kept once, where they do. */
  readonly common: ReadonlyMap<string, (step: number) => void>;
  /** Move all synapses by a step, and add up what they couple; undefined where nothing does. */
  readonly move: ((step: number) => void) | undefined;
  readonly filter: ((step: number) => void) | undefined;
  /** Mark the synapses that are to be removed, where any are. */
  readonly remove: ((step: number) => void) | undefined;
  /** Compute how many synapses each target gets, where that is a number. */
  readonly add: ((step: number) => void) | undefined;
}

/** What code of rules is made from. */
export interface RuleJob {
  readonly rule: LaidRule;
  /** Addresses of the inputs of the targets that it couples to. */
  readonly inputs: ReadonlyMap<string, number>;
  /** Spikes on their way to its named events and third factors. */
  readonly spikeCounts: ReadonlyMap<CountedSpikes, SpikeCountRing>;
}

/** Draws for an event of a synapse: rule, kind, number of the draw, row, place in the row, step, argument. */
export type EventDraw = (
  rule: number,
  kind: number,
  draw: number,
  own: number,
  place: number,
  step: number,
  argument: number,
) => number;

// Places of a row lie below this, so that a place and a step are one number below 2^53.
const mostPlaces = 2 ** 21;

/** Make what draws for events: the same number for the same synapse, step and draw, whoever asks. */
export function eventDraw(
  { seed, trial }: Pick<JobPlan, "seed" | "trial">,
  rules: readonly LaidRule[],
): EventDraw {
  const streams = new Map<number, readonly Stream[]>(
    rules.map(({ number, ruled: { program } }) => [
      number,
      drawsOf(program).map(({ key }) => stream(streamKey(seed, key, trial), 0)),
    ]),
  );
  return (rule, kind, draw, own, place, step, argument) => {
    const from = streams.get(rule)?.[draw] as Stream;
    from.seek(own >>> 0, (step + 1) * mostPlaces + place);
    if (kind === 0) return from.uniform();
    return kind === 1 ? from.normal() : from.poisson(argument);
  };
}

/** Whether a rule notes spikes of its targets. */
export function notesTargets({ ruled }: LaidRule): boolean {
  return ruled.program.post !== undefined || ruled.program.target.length > 0;
}
