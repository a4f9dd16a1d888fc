import type { RecordingSink, SynapseEnds } from "@spikeloom/kernel";
import {
  type SynapseRecorderPlan,
  type SynapseSet,
  sameEnds,
  timesOfSteps,
  valuesInUnit,
} from "@spikeloom/simulate";
import { type PendingRows, pendingFloats } from "./pending-rows.ts";
import type { SetNodes, SynapseNodes } from "./result-tree.ts";
import type { Hdf5File } from "./write/hdf5-file.ts";

type EndsChunk = Parameters<NonNullable<RecordingSink["synapses"]>>[0];
type SnapshotChunk = Parameters<NonNullable<RecordingSink["snapshot"]>>[0];

/** Passes the data of a recorder of synapses to its datasets, converted from internal to declared units. */
export interface StreamedSynapses {
  synapses(chunk: EndsChunk): void;
  snapshot(chunk: SnapshotChunk): void;
  /** Start a set of an older file; its snapshots follow by `oldSnapshot`. */
  oldSet(set: Omit<SynapseSet, "snapshots">, ends: SynapseEnds): void;
  /** Accept a snapshot in the file's unit. */
  oldSnapshot(variable: string, time: number, values: Float64Array): void;
  /** Bytes buffered. */
  bytes(): number;
  /** Write buffered rows. */
  write(): void;
  /** Write buffered rows and describe the datasets; `isLast` if nothing follows. */
  nodes(isLast: boolean): SynapseNodes;
}

interface OpenSet {
  readonly ends: SynapseEnds;
  readonly fixed: Omit<SetNodes, "snapshots">;
  readonly rows: ReadonlyMap<
    string,
    { readonly times: PendingRows<Float64Array>; readonly values: PendingRows<Float64Array> }
  >;
}

const milliseconds = new Map([["unit", "ms"]]);

/** Start the datasets of a recorder of synapses. */
export function streamedSynapses(
  file: Hdf5File,
  { plan, dt }: { readonly plan: SynapseRecorderPlan; readonly dt: number },
): StreamedSynapses {
  const { projection, from, to, units } = plan;
  const sets: OpenSet[] = [];
  const last = (variable: string) => sets.at(-1)?.rows.get(variable);
  const all = (): PendingRows<Float64Array>[] =>
    sets.flatMap(({ rows }) => [...rows.values()].flatMap(({ times, values }) => [times, values]));
  const begin = (set: Omit<SynapseSet, "snapshots">, ends: SynapseEnds): void => {
    const columns = set.sources.length;
    const times = { type: "float64", attributes: milliseconds } as const;
    const rows = [...units].map(([name, unit]) => {
      const attributes = new Map([["unit", unit]]);
      const values = pendingFloats(file, { columns, attributes });
      return [name, { times: pendingFloats(file, { attributes: milliseconds }), values }] as const;
    });
    sets.push({
      ends,
      rows: new Map(rows),
      fixed: {
        since: set.since,
        sources: file.numbers(set.sources, { type: "uint32" }),
        targets: file.numbers(set.targets, { type: "uint32" }),
        delays: file.numbers(set.delays, times),
      },
    });
  };
  return {
    synapses({ step, sources, targets, delays }) {
      const ends = { sources, targets, delays };
      // After a checkpoint they are reported again.
      const before = sets.at(-1)?.ends;
      if (before !== undefined && sameEnds(before, ends)) return;
      const [since = 0] = timesOfSteps(Int32Array.of(step), dt);
      begin({ since, sources, targets, delays: timesOfSteps(delays, dt) }, ends);
    },
    snapshot({ variable, step, values }) {
      const rows = last(variable);
      if (rows === undefined) return;
      timesOfSteps(Int32Array.of(step), dt, rows.times.room(1));
      valuesInUnit(values, units.get(variable) ?? "1", rows.values.room(values.length));
    },
    oldSet: begin,
    oldSnapshot(variable, time, values) {
      const rows = last(variable);
      rows?.times.room(1).set([time]);
      rows?.values.room(values.length).set(values);
    },
    bytes: () => all().reduce((sum, rows) => sum + rows.bytes, 0),
    write() {
      for (const rows of all()) rows.write();
    },
    nodes(isLast) {
      return { projection, from, to, sets: sets.map((set) => setNodes(set, isLast)) };
    },
  };
}

function setNodes({ fixed, rows }: OpenSet, isLast: boolean): SetNodes {
  const entries = [...rows].map(([name, { times, values }]) => {
    const nodes = isLast
      ? { times: times.lastNode(), values: values.lastNode() }
      : { times: times.node(), values: values.node() };
    return [name, nodes] as const;
  });
  return { ...fixed, snapshots: new Map(entries) };
}
