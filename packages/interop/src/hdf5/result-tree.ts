import type { NetworkRecord } from "@spikeloom/kernel";
import { writeNetwork } from "@spikeloom/network";
import type { Result } from "@spikeloom/simulate";
import type { EndNodes } from "./end-nodes.ts";
import { formatName, formatVersion, recorderNames, synapseRecorderNames } from "./layout.ts";
import type { Hdf5File } from "./write/hdf5-file.ts";
import type { AttributeValue, DatasetNode, GroupNode, TreeNode } from "./write/tree.ts";

/** The datasets of one recorder. */
export interface RecorderNodes {
  readonly population: string;
  /** Neurons in the population. */
  readonly size: number;
  readonly spikes: { readonly times: DatasetNode; readonly neurons: DatasetNode } | undefined;
  /** By variable. */
  readonly samples: ReadonlyMap<string, SampleNodes & { readonly neurons: DatasetNode }>;
}

/** The datasets of one variable. */
export interface SampleNodes {
  readonly times: DatasetNode;
  readonly values: DatasetNode;
  /** Where the values do not name their unit. */
  readonly unit?: string;
}

/** The datasets of one recorder of synapses. */
export interface SynapseNodes {
  readonly projection: string;
  readonly from: string;
  readonly to: string;
  readonly sets: readonly SetNodes[];
}

/** The datasets of synapses that were the same for a while. */
export interface SetNodes {
  /** In ms. */
  readonly since: number;
  readonly sources: DatasetNode;
  readonly targets: DatasetNode;
  readonly delays: DatasetNode;
  /** By variable. */
  readonly snapshots: ReadonlyMap<string, SampleNodes>;
}

/** Datasets that stay as they are once a run has begun. */
export interface FixedNodes {
  readonly network: DatasetNode;
  readonly notes: DatasetNode | undefined;
}

/** Write what is known of a run from its start. */
export function writeFixed(
  file: Pick<Hdf5File, "texts">,
  { network, summary }: Pick<Result, "network" | "summary">,
): FixedNodes {
  return {
    network: file.texts(writeNetwork(network)),
    notes: summary.notes.length === 0 ? undefined : file.texts(summary.notes),
  };
}

/** What a file holds beside its recorders. */
export interface RunNodes {
  readonly fixed: FixedNodes;
  /** Where the time went, once a run that measures it is over. */
  readonly profile: GroupNode | undefined;
  /** One for each recorder of synapses; none where a stream took them. */
  readonly synapses: readonly SynapseNodes[];
  readonly end: EndNodes;
}

/** Lay out a result as `specs/result/1` says. */
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

/** Make a group of what it says and what it holds. */
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
