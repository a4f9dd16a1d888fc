import type { NetworkRecord, RecorderRecord } from "@spikeloom/kernel";
import type { OpenResult } from "./opened-result.ts";

/** Format name stored in the root. */
export const formatName = "spikeloom-result";
export const formatVersion = 1;

/** Names of a recorder's groups below `spikes` and `state`; each applies only if the recorder has such a group. */
export interface RecorderNames {
  readonly spikes: string;
  readonly state: string;
}

/**
 * Name the groups of each recorder below `spikes` and `state`: the population's name, with `#2` from the second on.
 *
 * The two are counted separately. Recorders with the same neurons and sampling times share a group of `state`, unless
 * they sample the same variable. Population names start with a letter and contain no `#` or `/`, so they are valid HDF5
 * link names.
 */
export function recorderNames({
  record = [],
}: Pick<NetworkRecord, "record">): readonly RecorderNames[] {
  const known = computed.get(record) ?? computeNames(record);
  computed.set(record, known);
  return known;
}

/** Cached names by list of recorders: a run requests them at every commit, and neuron lists may be long. */
const computed = new WeakMap<readonly RecorderRecord[], readonly RecorderNames[]>();

function computeNames(record: readonly RecorderRecord[]): readonly RecorderNames[] {
  const spikes = counter();
  const state = counter();
  /** Groups of `state` by population, neurons and sampling times. */
  const shared = new Map<
    string,
    { readonly names: string[]; readonly used: Map<string, number> }
  >();
  return record.map((recorder) => {
    const { population, variables } = recorder;
    const sampled = variables.filter((name) => name !== "spikes");
    const spikeName = sampled.length < variables.length ? spikes(population) : "";
    if (sampled.length === 0) return { spikes: spikeName, state: "" };
    const key = samplingKey(recorder);
    const { names, used } = shared.get(key) ?? { names: [], used: new Map<string, number>() };
    shared.set(key, { names, used });
    // The first group after all groups that contain one of these variables.
    const place = Math.max(...sampled.map((name) => used.get(name) ?? 0));
    for (const name of sampled) used.set(name, place + 1);
    names[place] ??= state(population);
    return { spikes: spikeName, state: names[place] };
  });
}

/** Number the groups of each population: `E`, `E#2`, `E#3`. */
function counter(): (population: string) => string {
  const counts = new Map<string, number>();
  return (population) => {
    const count = (counts.get(population) ?? 0) + 1;
    counts.set(population, count);
    return count === 1 ? population : `${population}#${count}`;
  };
}

/** Key that is equal for recorders of the same neurons at the same times. */
function samplingKey({ variables: _, ...sampling }: RecorderRecord): string {
  return JSON.stringify(sampling, (_, value: unknown) => {
    if (ArrayBuffer.isView(value)) return Array.from(value as Uint32Array);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/**
 * Name the groups of each recorder in a file.
 *
 * Older files number a population's recorders across `spikes` and `state`, and share no groups.
 */
export function recorderNamesIn(
  file: Pick<OpenResult, "has">,
  network: Pick<NetworkRecord, "record">,
): readonly RecorderNames[] {
  const names = recorderNames(network);
  const numbered = counter();
  const older = (network.record ?? []).map(({ population }) => numbered(population));
  const isOlder = (kind: keyof RecorderNames): boolean => {
    // Both layouts agree up to here, so an older file has nothing in this position.
    const k = names.findIndex((one, k) => one[kind] !== "" && one[kind] !== older[k]);
    const name = names[k]?.[kind];
    if (name === undefined) return false;
    const member =
      kind === "spikes" ? "times" : network.record?.[k]?.variables.find((one) => one !== "spikes");
    return !(file.has(kind, name) && file.has(`${kind}/${name}`, member ?? ""));
  };
  const [spikes, state] = [isOlder("spikes"), isOlder("state")];
  return names.map((one, k) => ({
    spikes: spikes ? (older[k] ?? "") : one.spikes,
    state: state ? (older[k] ?? "") : one.state,
  }));
}

/**
 * Name the group of each recorder of synapses below `synapses`: the projection's name, with `#2` from the second on.
 *
 * In projection names, `/` becomes `|`, because it would separate path components.
 */
export function synapseRecorderNames(
  network: Pick<NetworkRecord, "recordSynapses">,
): readonly string[] {
  const taken = new Set<string>();
  return (network.recordSynapses ?? []).map(({ projection }) => {
    const plain = projection === "." ? "|" : projection.replaceAll("/", "|");
    let name = plain;
    for (let number = 2; taken.has(name); number++) name = `${plain}#${number}`;
    taken.add(name);
    return name;
  });
}
