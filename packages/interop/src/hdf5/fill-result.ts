import type { Disk } from "@spikeloom/files";
import type { Recording, Result, SynapseRecording, SynapseSet } from "@spikeloom/simulate";
import { writeEnd } from "./end-nodes.ts";
import { writeProfile } from "./profile-group.ts";
import {
  type RecorderNodes,
  resultTree,
  type SetNodes,
  type SynapseNodes,
  writeFixed,
} from "./result-tree.ts";
import { type Hdf5File, hdf5File } from "./write/hdf5-file.ts";
import type { GroupNode } from "./write/tree.ts";

/** Write a complete result to an empty file. */
export function fillResult(disk: Disk, result: Result): void {
  const file = hdf5File(disk);
  file.commit(writeResultGroup(file, result));
}

/** Write the recorded data of a result, and return the group that contains it. */
export function writeResultGroup(file: Hdf5File, result: Result): GroupNode {
  const fixed = writeFixed(file, result);
  const recorders = result.recordings.map((recording) => writeRecording(file, recording));
  const synapses = result.synapseRecordings.map((one) => writeSynapses(file, one));
  const profile = result.profile && writeProfile(file, result.profile);
  const end = writeEnd(file, result);
  return resultTree(result, { fixed, profile, synapses, end }, recorders);
}

const milliseconds = new Map([["unit", "ms"]]);

function writeRecording(
  file: Hdf5File,
  { population, size, spikes, samples }: Recording,
): RecorderNodes {
  const times = (values: Float64Array): ReturnType<Hdf5File["numbers"]> =>
    file.numbers(values, { type: "float64", attributes: milliseconds });
  const indices = (values: Uint32Array): ReturnType<Hdf5File["numbers"]> =>
    file.numbers(values, { type: "uint32" });
  // A recorder samples all its variables together.
  const [first] = samples.values();
  const both =
    first === undefined
      ? undefined
      : { times: times(first.times), neurons: indices(first.neurons) };
  return {
    population,
    size,
    spikes:
      spikes === undefined
        ? undefined
        : { times: times(spikes.times), neurons: indices(spikes.neurons) },
    samples: new Map(
      both === undefined
        ? []
        : [...samples].map(([name, { values, unit, neurons }]) => {
            const attributes = new Map([["unit", unit]]);
            const options = { type: "float64", columns: neurons.length, attributes } as const;
            return [name, { ...both, values: file.numbers(values, options) }];
          }),
    ),
  };
}

function writeSynapses(
  file: Hdf5File,
  { projection, from, to, sets }: SynapseRecording,
): SynapseNodes {
  return { projection, from, to, sets: sets.map((set) => writeSet(file, set)) };
}

function writeSet(
  file: Hdf5File,
  { since, sources, targets, delays, snapshots }: SynapseSet,
): SetNodes {
  const times = { type: "float64", attributes: milliseconds } as const;
  const entries = [...snapshots].map(([name, { times: at, values, unit }]) => {
    const attributes = new Map([["unit", unit]]);
    const options = { type: "float64", columns: sources.length, attributes } as const;
    const nodes = { times: file.numbers(at, times), values: file.numbers(values, options) };
    return [name, nodes] as const;
  });
  return {
    since,
    sources: file.numbers(sources, { type: "uint32" }),
    targets: file.numbers(targets, { type: "uint32" }),
    delays: file.numbers(delays, times),
    snapshots: new Map(entries),
  };
}
