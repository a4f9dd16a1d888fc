import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { SpikeLoomError } from "@spikeloom/kernel";
import { writeNetwork } from "@spikeloom/network";
import type { RecordedSamples, Recording, Result } from "@spikeloom/simulate";
import type { File, Group } from "h5wasm/node";
import { RESULT_WRITE } from "./errors.ts";
import { faultReason } from "./fault-reason.ts";
import { formatName, formatVersion, recorderNames } from "./layout.ts";
import { loadHdf5 } from "./load.ts";
import { writeArray } from "./write-array.ts";

/**
 * Write a result as an HDF5 file of `specs/result/1`.
 *
 * The file appears whole or not at all: it is written beside its place and moved there at the end.
 */
export async function writeResult(result: Result, path: string): Promise<void> {
  const { File } = await loadHdf5();
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    // Fails with the reason of the file system, which the library would not tell.
    closeSync(openSync(draft, "wx"));
    const file = new File(draft, "w");
    try {
      writeContents(file, result);
    } finally {
      file.close();
    }
    settle(draft);
    renameSync(draft, path);
  } catch (fault) {
    if (fault instanceof SpikeLoomError) throw fault;
    throw RESULT_WRITE({ path, reason: faultReason(fault) });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Make sure that the bytes are on disk before the name points to them. */
function settle(draft: string): void {
  const descriptor = openSync(draft, "r+");
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function writeContents(file: File, result: Result): void {
  const { dt, duration, asked, steps, interrupted, recordings, spikeHash } = result;
  writeAttributes(file, { format: formatName, spike_hash: spikeHash, dt, duration, asked });
  const counts = { version: formatVersion, recordings: recordings.length };
  writeIntegers(file, { ...counts, steps, interrupted: interrupted ? 1 : 0 });
  file.create_dataset({ name: "network", data: writeNetwork(result.network) });
  writePopulations(file.create_group("populations"), result);
  writeProvenance(file.create_group("provenance"), result);
  writeSummary(file.create_group("summary"), result);
  file.create_group("spikes");
  file.create_group("state");
  const names = recorderNames(result.network);
  for (const [index, recording] of recordings.entries()) {
    const { spikes, state } = names[index] ?? { spikes: "", state: "" };
    if (recording.spikes !== undefined) {
      const group = recorderGroup(file, spikes, { recording, index });
      writeArray(group, recording.spikes.times, { name: "times", unit: "ms" });
      writeArray(group, recording.spikes.neurons, { name: "neurons" });
    }
    if (recording.samples.size > 0) {
      writeState(recorderGroup(file, state, { recording, index }), recording.samples);
    }
  }
}

function recorderGroup(
  file: File,
  path: string,
  { recording, index }: { readonly recording: Recording; readonly index: number },
): Group {
  const group = file.create_group(path);
  writeAttributes(group, { population: recording.population });
  writeIntegers(group, { recorder: index, size: recording.size });
  return group;
}

function writeState(group: Group, samples: ReadonlyMap<string, RecordedSamples>): void {
  let first: string | undefined;
  for (const [variable, { unit, times, neurons, values }] of samples) {
    const inside = group.create_group(variable);
    if (first === undefined) {
      writeArray(inside, times, { name: "times", unit: "ms" });
      writeArray(inside, neurons, { name: "neurons" });
      first = inside.path;
    } else {
      // One recorder samples all its variables together.
      inside.create_hard_link(`${first}/times`, "times");
      inside.create_hard_link(`${first}/neurons`, "neurons");
    }
    writeArray(inside, values, { name: "values", columns: neurons.length, unit });
  }
}

function writePopulations(group: Group, { network, spikeCounts }: Result): void {
  for (const [name, { size }] of Object.entries(network.populations)) {
    const population = group.create_group(name);
    writeAttributes(population, { population: name });
    writeIntegers(population, { size, spikes: spikeCounts[name] ?? 0 });
  }
}

function writeProvenance(group: Group, { provenance, timing }: Result): void {
  const { seed, ...texts } = provenance;
  writeAttributes(group, { ...texts, prepare: timing.prepare, simulate: timing.simulate });
  writeIntegers(group, { seed });
}

function writeSummary(group: Group, { summary }: Result): void {
  const { neurons, synapses, bytes, notes } = summary;
  writeIntegers(group, { neurons, synapses, bytes });
  if (notes.length > 0) group.create_attribute("notes", [...notes]);
}

function writeAttributes(group: Group, values: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "string") group.create_attribute(name, value);
    else group.create_attribute(name, value, [], "<d");
  }
}

function writeIntegers(group: Group, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    group.create_attribute(name, BigInt64Array.of(BigInt(value)), [], "<q");
  }
}
