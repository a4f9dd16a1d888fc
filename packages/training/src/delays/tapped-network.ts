import type { LearningRequest, NetworkRecord } from "@spikeloom/kernel";
import {
  type NetworkProgram,
  type OpenProjection,
  openProjections,
  programOf,
} from "@spikeloom/program";
import { NOT_TRAINED } from "../errors.ts";
import { synapseColumns } from "../events/event-network.ts";

/** A projection with trained delays, as one projection per delay. */
export interface TappedProjection {
  readonly name: string;
  readonly taps: readonly string[];
  readonly weights: Float64Array;
  /** In ms, starting at one step. */
  readonly delays: Float64Array;
}

/** A network with such projections, and the projections that they represent. */
export interface TappedNetwork {
  readonly network: NetworkRecord;
  readonly program: NetworkProgram;
  readonly tapped: ReadonlyMap<string, TappedProjection>;
}

/** Replace each projection with trained delays by one for each delay of 1, 2, ... steps. */
export function tappedNetwork(
  { network, program: given, stack, trainable }: LearningRequest,
  steps: number,
): TappedNetwork {
  const program = given as NetworkProgram;
  const learning = new Set(
    trainable.flatMap((one) =>
      "projection" in one && one.variable === "delay" ? [one.projection] : [],
    ),
  );
  const tapped = new Map<string, TappedProjection>();
  const opened = openProjections(program, { stack });
  const projections = opened.flatMap((projection, k) => {
    const { name } = projection;
    const record = { ...network.projections?.[k], name } as NonNullable<
      NetworkRecord["projections"]
    >[number];
    if (!learning.has(name)) return [record];
    checkPlain(projection, record.connector.kind, k);
    const taps = Array.from({ length: steps }, (_, tap) => `${name} after ${tap + 1} steps`);
    const { weights, delays } = synapseColumns(projection);
    checkLongest(delays, { place: `projections[${k}]`, name, steps, dt: program.dt });
    const within = delays.map((one) => program.dt * Math.min(steps, Math.max(1, one / program.dt)));
    tapped.set(name, { name, taps, weights, delays: within });
    return taps.map((tap, n) => ({
      ...record,
      name: tap,
      delay: `${(n + 1) * program.dt} ms`,
    }));
  });
  const whole = { ...network, projections };
  return { network: whole, program: programOf(whole, { stack }), tapped };
}

function checkPlain({ dynamic }: OpenProjection, kind: string, k: number): void {
  if (kind === "all-to-all" && dynamic === undefined) return;
  throw NOT_TRAINED({
    place: `projections[${k}]`,
    message: "Trained delays require all-to-all synapses that only carry a weight.",
    expected: "all-to-all, without a synapse model or plasticity rule that changes",
    got: kind === "all-to-all" ? "all-to-all with synapses that have dynamics" : kind,
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
