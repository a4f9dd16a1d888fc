import type { Stack } from "@spikeloom/kernel";
import { type NetworkProgram, type OpenProjection, openProjections } from "@spikeloom/program";
import { tapNames } from "@spikeloom/program/derive";
import { NOT_TRAINED } from "../errors.ts";
import { synapseColumns } from "../program/synapse-columns.ts";

/** A projection with trained delays, and the projections that replace it in the tapped program. */
export interface TappedProjection {
  readonly name: string;
  /** In the order of their delays: 1, 2, ... steps. */
  readonly taps: readonly string[];
  /** Initial weights of its synapses, in the order of the network. */
  readonly weights: Float64Array;
  /** In ms, starting at one step. */
  readonly delays: Float64Array;
}

/** Read the initial weights and delays of projections with trained delays. */
export function tappedProjections(
  program: NetworkProgram,
  {
    stack,
    learning,
    steps,
  }: {
    readonly stack: Stack;
    readonly learning: ReadonlySet<string>;
    readonly steps: number;
  },
): readonly TappedProjection[] {
  const { dt } = program;
  return openProjections(program, { stack }).flatMap((projection, k) => {
    const { name } = projection;
    if (!learning.has(name)) return [];
    checkPlain(projection, k);
    const { weights, delays } = synapseColumns(projection);
    checkLongest(delays, { place: `projections[${k}]`, name, steps, dt });
    const within = delays.map((one) => dt * Math.min(steps, Math.max(1, one / dt)));
    return [{ name, taps: tapNames(name, steps), weights, delays: within }];
  });
}

function checkPlain({ dynamic, plan }: OpenProjection, k: number): void {
  if (plan.window === undefined && dynamic === undefined) return;
  throw NOT_TRAINED({
    place: `projections[${k}]`,
    message: "Trained delays require synapses that only carry a weight each.",
    expected:
      "synapses without a synapse model or plasticity rule, from any connector but a convolution",
    got: dynamic === undefined ? "a convolution" : "synapses that have dynamics",
  });
}

interface Longest {
  readonly place: string;
  readonly name: string;
  readonly steps: number;
  readonly dt: number;
}

/** Refuse initial delays beyond the maximum. */
function checkLongest(delays: Float64Array, { place, name, steps, dt }: Longest): void {
  const most = delays.reduce((longest, one) => Math.max(longest, one), 0);
  if (Math.round(most / dt) <= steps) return;
  throw NOT_TRAINED({
    place,
    message: `Initial delays of "${name}" exceed the maximum.`,
    expected: `delays of at most ${steps * dt} ms`,
    got: `${most} ms`,
    next: 'Increase "longest", or use shorter delays in the network.',
  });
}
