import type { NetworkRecord } from "@spikeloom/kernel";
import { writeNetwork } from "@spikeloom/network";
import type { Result } from "@spikeloom/simulate";
import type { EndNodes } from "./end-nodes.ts";
import { formatName, formatVersion, recorderNames, synapseRecorderNames } from "./layout.ts";
import type { Hdf5File } from "./write/hdf5-file.ts";
import type { AttributeValue, DatasetNode, GroupNode, TreeNode } from "./write/tree.ts";

/** Datasets of one recorder. */
export interface RecorderNodes {
  readonly population: string;
  /** Indices of neurons in the population. */
  readonly size: number;
  readonly spikes: { readonly times: DatasetNode; readonly neurons: DatasetNode } | undefined;
  /** By variable. */
  readonly samples: ReadonlyMap<string, SampleNodes & { readonly neurons: DatasetNode }>;
}

/** Datasets of one variable. */
export interface SampleNodes {
  readonly times: DatasetNode;
  readonly values: DatasetNode;
  /** Unit, if the values do not state it. */
  readonly unit?: string;
}

/** Datasets of one recorder of synapses. */
export interface SynapseNodes {
  readonly projection: string;
  readonly from: string;
  readonly to: string;
  readonly sets: readonly SetNodes[];
}

/** Datasets of a period during which the set of synapses did not change. */
export interface SetNodes {
  /** In ms. */
  readonly since: number;
  readonly sources: DatasetNode;
  readonly targets: DatasetNode;
  readonly delays: DatasetNode;
  /** By variable. */
  readonly snapshots: ReadonlyMap<string, SampleNodes>;
}

/** Datasets that are fixed once a run has started. */
export interface FixedNodes {
  readonly network: DatasetNode;
  readonly notes: DatasetNode | undefined;
}

/** Write metadata known at the start of a run. */
export function writeFixed(
  file: Pick<Hdf5File, "texts">,
  { network, summary }: Pick<Result, "network" | "summary">,
): FixedNodes {
  return {
    network: file.texts(writeNetwork(network)),
    notes: summary.notes.length === 0 ? undefined : file.texts(summary.notes),
  };
}

/** Contents of a file besides its recorders. */
export interface RunNodes {
  readonly fixed: FixedNodes;
  /** Profile, after a run that measured one. */
  readonly profile: GroupNode | undefined;
  /** One per recorder of synapses; empty if a stream received them. */
  readonly synapses: readonly SynapseNodes[];
  readonly end: EndNodes;
}

/** Lay out a result as specified by `specs/result/1`. */
export function resultTree(
  result: Omit<Result, "recordings" | "synapseRecordings" | "diverged" | "warnings">,
  { fixed: { network, notes }, profile, synapses, end }: RunNodes,
  recorders: readonly RecorderNodes[],
): GroupNode {
  const { dt, duration, asked, steps, interrupted, spikeHash } = result;
  const counts = { version: formatVersion, recordings: recorders.length };
  return group(
    {
      format: formatName,
      spike_hash: spikeHash,
      dt,
      duration,
      asked,
      ...integers({ ...counts, steps, interrupted: interrupted ? 1 : 0 }),
    },
    {
      network,
      populations: populationsGroup(result),
      provenance: provenanceGroup(result),
      summary: summaryGroup(result, notes),
      ...recorderGroups(result.network, recorders),
      ...(synapses.length > 0 && { synapses: synapsesGroup(result.network, synapses) }),
      ...(profile !== undefined && { profile }),
      ...end,
    },
  );
}

function recorderGroups(
  network: NetworkRecord,
  recorders: readonly RecorderNodes[],
): Readonly<Record<"spikes" | "state", GroupNode>> {
  const names = recorderNames(network);
  const spikes: [string, GroupNode][] = [];
  const state = new Map<string, GroupNode>();
  for (const [index, recorder] of recorders.entries()) {
    const name = names[index] ?? { spikes: "", state: "" };
    const { population, size } = recorder;
    const attributes = { population, ...integers({ recorder: index, size }) };
    if (recorder.spikes !== undefined) {
      spikes.push([name.spikes, group(attributes, recorder.spikes)]);
    }
    if (recorder.samples.size === 0) continue;
    const variables = [...recorder.samples].map(
      ([variable, { unit, ...nodes }]): [string, GroupNode] => [
        variable,
        group({ ...integers({ recorder: index }), ...(unit !== undefined && { unit }) }, nodes),
      ],
    );
    const shared = state.get(name.state) ?? group(attributes);
    const links = new Map([...shared.links, ...variables]);
    state.set(name.state, { kind: "group", attributes: shared.attributes, links });
  }
  return {
    spikes: group({}, Object.fromEntries(spikes)),
    state: group({}, Object.fromEntries(state)),
  };
}

function synapsesGroup(network: NetworkRecord, recorders: readonly SynapseNodes[]): GroupNode {
  const names = synapseRecorderNames(network);
  const groups = recorders.map(({ projection, from, to, sets }, recorder) => {
    const attributes = { projection, from, to, ...integers({ recorder, sets: sets.length }) };
    const links = sets.map((set, k) => [String(k), setGroup(set)] as const);
    return [names[recorder] ?? "", group(attributes, Object.fromEntries(links))] as const;
  });
  return group({}, Object.fromEntries(groups));
}

function variableGroup([name, { unit, ...nodes }]: readonly [string, SampleNodes]) {
  return [name, group(unit === undefined ? {} : { unit }, nodes)] as const;
}

function setGroup({ since, snapshots, ...ends }: SetNodes): GroupNode {
  const variables = [...snapshots].map(variableGroup);
  return group({ since }, { ...ends, ...Object.fromEntries(variables) });
}

function populationsGroup({
  network,
  spikeCounts,
}: Pick<Result, "network" | "spikeCounts">): GroupNode {
  const groups = Object.entries(network.populations).map(([population, { size }]) => {
    const counts = integers({ size, spikes: spikeCounts[population] ?? 0 });
    return [population, group({ population, ...counts })] as const;
  });
  return group({}, Object.fromEntries(groups));
}

function provenanceGroup({ provenance, timing }: Pick<Result, "provenance" | "timing">): GroupNode {
  const { seed, ...texts } = provenance;
  const { prepare, simulate } = timing;
  return group({ ...texts, prepare, simulate, ...integers({ seed }) });
}

function summaryGroup(
  { summary: { neurons, synapses, bytes } }: Pick<Result, "summary">,
  notes: DatasetNode | undefined,
): GroupNode {
  return group(integers({ neurons, synapses, bytes }), notes === undefined ? {} : { notes });
}

/** Create a group from attributes and members. */
export function group(
  attributes: Readonly<Record<string, AttributeValue>>,
  links: Readonly<Record<string, TreeNode>> = {},
): GroupNode {
  return {
    kind: "group",
    attributes: new Map(Object.entries(attributes)),
    links: new Map(Object.entries(links)),
  };
}

function integers(values: Readonly<Record<string, number>>): Readonly<Record<string, bigint>> {
  const entries = Object.entries(values).map(([name, value]) => [name, BigInt(value)] as const);
  return Object.fromEntries(entries);
}
