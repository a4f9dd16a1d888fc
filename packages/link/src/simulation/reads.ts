import type { Result, Simulated, SynapseValues } from "@spikeloom/simulate";
import type { Answer, Answers, CallsOf } from "../answer.ts";
import type { ArrayFolder } from "../array-folder.ts";
import type * as messages from "../generated/simulation.ts";
import type { Sent } from "../wire/message-form.ts";
import { spikesOf } from "./spikes-of.ts";

type Reads = "readState" | "readSynapses" | "readSpikes" | "readSummary" | "readRecordings";

/** Implementation of each call that reads from a simulation. */
export const reads: Pick<Answers<CallsOf<messages.SimulationCall>>, Reads> = {
  async readState({ population, variable }, { loaded, arrays }) {
    const { sim } = loaded.running("read_state");
    const { values, unit } = await sim.state(population, variable);
    return { case: "values", value: { values: arrays.writeDoubles(values), unit } };
  },
  async readSynapses({ projection, variable }, { loaded, arrays }) {
    const { sim } = loaded.running("read_synapses");
    return {
      case: "synapses",
      value: synapsesOf(await sim.synapses(projection, variable), arrays),
    };
  },
  async readSpikes({ population }, { loaded, arrays }) {
    const { sim } = loaded.running("read_spikes");
    return { case: "spikes", value: spikesOf(await sim.spikes(population), arrays) };
  },
  async readSummary(_, { loaded }) {
    const { sim } = loaded.running("read_summary");
    const value = summaryOf(await sim.result(), sim);
    return { case: "summary", value };
  },
  async readRecordings(_, { loaded, arrays }) {
    const { sim, stream } = loaded.running("read_recordings");
    const result = await sim.result();
    // Recorders added so that spikes can be requested follow those of the network.
    const recordings = result.recordings.slice(0, stream.recorders);
    return { case: "recordings", value: recordingsOf({ ...result, recordings }, arrays) };
  },
};

function synapsesOf(found: SynapseValues, arrays: ArrayFolder): Sent<messages.Synapses> {
  const { unit } = found;
  return { ...endsOf(found, arrays), values: arrays.writeDoubles(found.values), unit };
}

function endsOf(
  { sources, targets, delays }: Pick<SynapseValues, "sources" | "targets" | "delays">,
  arrays: ArrayFolder,
): Pick<Sent<messages.Synapses>, "sources" | "targets" | "delays"> {
  return {
    sources: arrays.writeIndices(sources),
    targets: arrays.writeIndices(targets),
    delays: arrays.writeDoubles(delays),
  };
}

/** Summarise a result at a time in ms. */
export function summaryOf(
  { spikeHash, summary, warnings, spikeCounts }: Result,
  { time, step }: Pick<Simulated, "time" | "step">,
): Sent<messages.Summary> {
  const { neurons, synapses, bytes, notes } = summary;
  const counts = { neurons, synapses, bytes, notes: [...notes], warnings: [...warnings] };
  return { time, step, spikeHash, spikeCounts: { ...spikeCounts }, ...counts };
}

/** Send the recorded data of a result. */
export function recordingsOf(
  result: Pick<Result, "recordings" | "synapseRecordings">,
  arrays: ArrayFolder,
): Sent<messages.Recordings> {
  const neurons = result.recordings.map(({ population, neurons: which, spikes, samples }) => ({
    population,
    neurons: arrays.writeIndices(which),
    ...(spikes !== undefined && { spikes: spikesOf(spikes, arrays) }),
    samples: [...samples].map(([variable, { unit, times, neurons: columns, values }]) => ({
      population,
      variable,
      unit,
      neurons: arrays.writeIndices(columns),
      times: arrays.writeDoubles(times),
      values: arrays.writeDoubles(values),
    })),
  }));
  const synapses = result.synapseRecordings.map(({ projection, sets }) => ({
    projection,
    sets: sets.map((set) => ({
      since: set.since,
      ...endsOf(set, arrays),
      snapshots: [...set.snapshots].map(([variable, { unit, times, values }]) => ({
        variable,
        unit,
        times: arrays.writeDoubles(times),
        values: arrays.writeDoubles(values),
      })),
    })),
  }));
  return { neurons, synapses };
}
