import type { NetworkRecord, RecorderRecord } from "@spikeloom/kernel";
import { chooseNeurons, readNetwork } from "@spikeloom/network";
import type {
  Provenance,
  RecordedSamples,
  RecordedSpikes,
  Recording,
  Result,
} from "@spikeloom/simulate";
import { readEnd } from "./end-nodes.ts";
import { RESULT_SHAPE } from "./errors.ts";
import { formatName, formatVersion, type RecorderNames, recorderNamesIn } from "./layout.ts";
import type { OpenResult } from "./opened-result.ts";
import { readProfile } from "./profile-group.ts";
import { readSynapseRecordings } from "./read-synapses.ts";
import { sameLength } from "./same-length.ts";

/** Returns the spikes of a recorder, by its index in the network. */
export type SpikesOf = (recorder: number, dt: number) => RecordedSpikes;

/**
 * Read a complete result from an open file, whose name is used in errors.
 *
 * If spikes are stored elsewhere, `spikesOf` returns them.
 */
export function readContents(file: OpenResult, path: string, spikesOf?: SpikesOf): Result {
  const run = readRun(file, path);
  const { network, dt } = run;
  const recorders = (network.record ?? []).slice(0, file.integerAttribute("/", "recordings"));
  const names = recorders.length === 0 ? [] : recorderNamesIn(file, network);
  return {
    ...run,
    recordings: recorders.map((recorder, k) => {
      const spikes = spikesOf && (() => spikesOf(k, dt));
      return readRecording(file, recorder, { network, dt, path, names: names[k], spikes });
    }),
    synapseRecordings: readSynapseRecordings(file, network, path),
  };
}

/** Read a result except its recordings. */
function readRun(file: OpenResult, path: string): Omit<Result, "recordings" | "synapseRecordings"> {
  const format = file.textAttribute("/", "format");
  const version = file.integerAttribute("/", "version");
  if (format !== formatName || version !== formatVersion) {
    const expected = `${formatName} ${formatVersion}`;
    throw RESULT_SHAPE({ path, inside: "/@format", expected, got: `${format} ${version}` });
  }
  const network = readNetwork(file.text("network"), { place: `${path}: network` });
  const profile = readProfile(file, path);
  return {
    ...(profile !== undefined && { profile }),
    network,
    dt: file.numberAttribute("/", "dt"),
    steps: file.integerAttribute("/", "steps"),
    duration: file.numberAttribute("/", "duration"),
    asked: file.numberAttribute("/", "asked"),
    interrupted: file.integerAttribute("/", "interrupted") !== 0,
    ...readEnd(file, path),
    spikeHash: file.textAttribute("/", "spike_hash"),
    spikeCounts: readCounts(file, network),
    summary: {
      neurons: file.integerAttribute("summary", "neurons"),
      synapses: file.integerAttribute("summary", "synapses"),
      bytes: file.integerAttribute("summary", "bytes"),
      notes: file.texts("summary", "notes"),
    },
    timing: {
      prepare: file.numberAttribute("provenance", "prepare"),
      simulate: file.numberAttribute("provenance", "simulate"),
    },
    provenance: readProvenance(file, path),
  };
}

function readCounts(file: OpenResult, network: NetworkRecord): Readonly<Record<string, number>> {
  const entries = Object.keys(network.populations).map(
    (name) => [name, file.integerAttribute(`populations/${name}`, "spikes")] as const,
  );
  return Object.fromEntries(entries);
}

function readProvenance(file: OpenResult, path: string): Provenance {
  const text = (name: string): string => file.textAttribute("provenance", name);
  const precision = text("precision");
  const tier = text("tier");
  if (tier !== "exact" && tier !== "compact" && tier !== "packed") {
    const expected = "exact, compact or packed";
    throw RESULT_SHAPE({ path, inside: "provenance@tier", expected, got: tier });
  }
  if (precision !== "f64" && precision !== "f32") {
    const inside = "provenance@precision";
    throw RESULT_SHAPE({ path, inside, expected: "f64 or f32", got: precision });
  }
  return {
    spikeloom: text("spikeloom"),
    backend: text("backend"),
    convention: text("convention"),
    seed: file.integerAttribute("provenance", "seed"),
    precision,
    tier,
    runtime: text("runtime"),
  };
}

interface RecordingRequest {
  readonly network: NetworkRecord;
  readonly dt: number;
  readonly path: string;
  readonly names: RecorderNames | undefined;
  readonly spikes: (() => RecordedSpikes) | undefined;
}

function readRecording(
  file: OpenResult,
  { population, variables, neurons: selection }: RecorderRecord,
  request: RecordingRequest,
): Recording {
  const { network, names, path } = request;
  const spikes =
    request.spikes ?? (() => readSpikes(file, `spikes/${names?.spikes}`, { ...request, size }));
  const size = network.populations[population]?.size ?? 0;
  const chosen = chooseNeurons(selection, size, `${path}: network: record`);
  const neurons = Uint32Array.from({ length: chosen.size }, (_, k) => chosen.neuron(k));
  const sampled = variables.filter((name) => name !== "spikes");
  const hasSpikes = sampled.length < variables.length;
  return {
    population,
    size,
    neurons,
    spikes: hasSpikes ? spikes() : undefined,
    samples: new Map(
      sampled.map((key) => [key, readSamples(file, `state/${names?.state}/${key}`, path)]),
    ),
  };
}

function readSpikes(
  file: OpenResult,
  at: string,
  { dt, path, size }: RecordingRequest & { readonly size: number },
): RecordedSpikes {
  const times = file.floats(`${at}/times`);
  const neurons = file.indices(`${at}/neurons`);
  sameLength(path, `${at}/neurons`, { expected: times.length, got: neurons.length });
  for (const neuron of neurons) {
    if (neuron < size) continue;
    const inside = `${at}/neurons`;
    throw RESULT_SHAPE({ path, inside, expected: `indices below ${size}`, got: String(neuron) });
  }
  const steps = Int32Array.from(times, (time) => Math.round(time / dt));
  return { steps, neurons, times };
}

function readSamples(file: OpenResult, at: string, path: string): RecordedSamples {
  const times = file.floats(`${at}/times`);
  const neurons = file.indices(`${at}/neurons`);
  const values = file.floats(`${at}/values`);
  const expected = times.length * neurons.length;
  sameLength(path, `${at}/values`, { expected, got: values.length });
  return { unit: file.unit(at, "values"), times, neurons, values };
}
