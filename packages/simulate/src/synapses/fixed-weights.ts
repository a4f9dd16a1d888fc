import {
  checkOptionNames,
  type NetworkRecord,
  type OptionNames,
  type ProjectionRecord,
  type SynapseRecord,
  type Value,
} from "@spikeloom/kernel";
import { projectionNames } from "@spikeloom/network";
import { NO_WEIGHTS } from "../errors.ts";
import type { Result } from "../result.ts";
import type { SynapseRecording } from "./synapse-recordings.ts";

/** The synapses of a projection with their weights at one time. */
export interface RecordedConnections {
  readonly projection: string;
  /** In ms. */
  readonly time: number;
  /** Indices within the populations. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** In ms. */
  readonly delays: Float64Array;
  readonly weights: Float64Array;
  readonly unit: string;
}

/** Time at which weights are taken. */
export interface WeightsAt {
  /** In ms: the latest snapshot at or before this time; by default the last one. */
  readonly at?: number | undefined;
}

const names: OptionNames<WeightsAt> = {
  at: true,
};

/** List the connections of all projections whose weights were recorded. */
export function recordedConnections(
  result: Pick<Result, "synapseRecordings">,
  options: WeightsAt = {},
): readonly RecordedConnections[] {
  checkOptionNames(options, names, "recordedConnections");
  const { at = Number.POSITIVE_INFINITY } = options;
  const found = result.synapseRecordings.flatMap((recording) => connectionsOf(recording, at));
  const recorded = found.map(({ projection }) => projection);
  // A projection recorded twice has the same weights in both recordings.
  const distinct = found.filter(({ projection }, k) => recorded.indexOf(projection) === k);
  if (distinct.length > 0) return distinct;
  const got = result.synapseRecordings.map(({ projection }) => projection).join(", ");
  throw NO_WEIGHTS({ place: "recordSynapses", at, got: got === "" ? "nothing" : got });
}

/**
 * Convert a trained network into one with fixed weights.
 *
 * Each projection whose weights were recorded becomes a list of its connections, without plasticity.
 */
export function withFixedWeights(
  result: Pick<Result, "network" | "synapseRecordings">,
  options: WeightsAt = {},
): NetworkRecord {
  checkOptionNames(options, names, "withFixedWeights");
  const { network } = result;
  const connections = recordedConnections(result, options);
  const named = projectionNames(network);
  const projections = (network.projections ?? []).map((projection, k) => {
    const found = connections.find((one) => one.projection === named[k]);
    return found === undefined ? projection : fixed(projection, named[k] ?? "", found);
  });
  const { recordSynapses = [], ...rest } = network;
  const left = recordSynapses.filter(
    ({ projection }) => !connections.some((one) => one.projection === projection),
  );
  return { ...rest, projections, ...(left.length > 0 && { recordSynapses: left }) };
}

function connectionsOf({ projection, sets }: SynapseRecording, at: number): RecordedConnections[] {
  for (const { snapshots, sources, targets, delays } of [...sets].reverse()) {
    const { times, values, unit } = snapshots.get("weight") ?? none;
    const row = times.findLastIndex((time) => time <= at);
    if (row < 0) continue;
    const weights = values.slice(row * sources.length, (row + 1) * sources.length);
    const time = times[row] ?? 0;
    return [{ projection, time, sources, targets, delays, weights, unit }];
  }
  return [];
}

const none = { times: new Float64Array(0), values: new Float64Array(0), unit: "1" };

function fixed(
  { from, to, receptor, synapse, initial, events }: ProjectionRecord,
  name: string,
  { sources, targets, delays, weights, unit }: RecordedConnections,
): ProjectionRecord {
  const pairs = new Uint32Array(2 * sources.length);
  for (const [k, source] of sources.entries()) pairs.set([source, targets[k] ?? 0], 2 * k);
  const isGiven = synapse !== undefined && typeof synapse !== "string";
  const model = isGiven && "model" in synapse ? synapse.model : synapse;
  const own = typeof model === "string" ? undefined : (model as SynapseRecord | undefined);
  const state = chosen<Value>(initial, (key) => Object.hasOwn(own?.state ?? {}, key));
  const named = chosen(events, (key) => Object.hasOwn(own?.on ?? {}, key));
  return {
    name,
    from,
    to,
    ...(receptor !== undefined && { receptor }),
    connector: { kind: "pairs", pairs },
    weight: { values: weights, unit },
    delay: { values: delays, unit: "ms" },
    ...(synapse !== undefined && { synapse }),
    ...(state !== undefined && { initial: state }),
    ...(named !== undefined && { events: named }),
  };
}

/** Keep parameters of the synapse model; drop those of the plasticity rule. */
function chosen<T>(
  entries: Readonly<Record<string, T>> | undefined,
  isKept: (key: string) => boolean,
): Readonly<Record<string, T>> | undefined {
  const kept = Object.entries(entries ?? {}).filter(([key]) => isKept(key));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
