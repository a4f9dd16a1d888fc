import type { LearningRequest, NetworkRecord } from "@spikeloom/kernel";
import { type NetworkProgram, programOf } from "@spikeloom/program";
import { NOT_TRAINED } from "../errors.ts";
import { synapseColumns } from "../events/event-network.ts";

/** A projection whose delays learn, as one projection for each delay. */
export interface TappedProjection {
  readonly name: string;
  readonly taps: readonly string[];
  readonly weights: Float64Array;
  /** In ms, from a step on. */
  readonly delays: Float64Array;
}

/** A network that has such projections, and what they stand for. */
export interface TappedNetwork {
  readonly network: NetworkRecord;
  readonly program: NetworkProgram;
  readonly tapped: ReadonlyMap<string, TappedProjection>;
}

/** Write each projection whose delays learn as one for each delay of 1, 2, ... steps. */
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
  const projections = program.projections.flatMap((projection, k) => {
    const { name } = projection;
    const record = { ...network.projections?.[k], name } as NonNullable<
      NetworkRecord["projections"]
    >[number];
    if (!learning.has(name)) return [record];
    if (record.connector.kind !== "all-to-all" || projection.dynamic !== undefined) {
      throw NOT_TRAINED({
        place: `projections[${k}]`,
        message: "Delays learn where all neurons are connected by synapses that carry a weight.",
        ...{ expected: "all-to-all", got: record.connector.kind },
      });
    }
    const taps = Array.from({ length: steps }, (_, tap) => `${name} after ${tap + 1} steps`);
    const { weights, delays } = synapseColumns(projection);
    const within = delays.map((one) => program.dt * Math.min(steps, Math.max(1, one / program.dt)));
    tapped.set(name, { name, taps, weights, delays: within });
    return taps.map((tap, n) => ({
      ...record,
      ...{ name: tap, delay: `${(n + 1) * program.dt} ms` },
    }));
  });
  const whole = { ...network, projections };
  return { network: whole, program: programOf(whole, { stack }), tapped };
}
