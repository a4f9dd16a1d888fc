// Generated from specs/link/1 by tools/build-link.ts: change the specification instead.

import type { MessageForm } from "../wire/message-form.ts";
import { type Doubles, type Indices, type Octets, doublesForm, indicesForm, octetsForm } from "./arrays.ts";
import { type Failure, type Spikes, type Values, failureForm, spikesForm, valuesForm } from "./replies.ts";

export interface SimulationCall {
  readonly call:
    | { readonly case: "load"; readonly value: Load }
    | { readonly case: "check"; readonly value: Check }
    | { readonly case: "prepare"; readonly value: Prepare }
    | { readonly case: "revise"; readonly value: Revise }
    | { readonly case: "stream"; readonly value: Stream }
    | { readonly case: "advance"; readonly value: Advance }
    | { readonly case: "readState"; readonly value: ReadState }
    | { readonly case: "readSynapses"; readonly value: ReadSynapses }
    | { readonly case: "readSpikes"; readonly value: ReadSpikes }
    | { readonly case: "readSummary"; readonly value: ReadSummary }
    | { readonly case: "readRecordings"; readonly value: ReadRecordings }
    | { readonly case: "setState"; readonly value: SetState }
    | { readonly case: "setInput"; readonly value: SetInput }
    | { readonly case: "setSynapses"; readonly value: SetSynapses }
    | { readonly case: "setModulator"; readonly value: SetModulator }
    | { readonly case: "trigger"; readonly value: Trigger }
    | { readonly case: "sendSpikes"; readonly value: SendSpikes }
    | { readonly case: "save"; readonly value: Save }
    | { readonly case: "restore"; readonly value: Restore }
    | { readonly case: "close"; readonly value: Close }
    | { readonly case: "runBatch"; readonly value: RunBatch }
    | { readonly case: undefined; readonly value?: undefined };
}

/** Fields of `SimulationCall`. */
export const simulationCallForm: MessageForm<SimulationCall> = {
  name: "SimulationCall",
  fields: [
    { number: 1, name: "load", kind: () => loadForm, oneof: "call" },
    { number: 2, name: "check", kind: () => checkForm, oneof: "call" },
    { number: 3, name: "prepare", kind: () => prepareForm, oneof: "call" },
    { number: 4, name: "revise", kind: () => reviseForm, oneof: "call" },
    { number: 5, name: "stream", kind: () => streamForm, oneof: "call" },
    { number: 6, name: "advance", kind: () => advanceForm, oneof: "call" },
    { number: 7, name: "readState", kind: () => readStateForm, oneof: "call" },
    { number: 8, name: "readSynapses", kind: () => readSynapsesForm, oneof: "call" },
    { number: 9, name: "readSpikes", kind: () => readSpikesForm, oneof: "call" },
    { number: 10, name: "readSummary", kind: () => readSummaryForm, oneof: "call" },
    { number: 11, name: "readRecordings", kind: () => readRecordingsForm, oneof: "call" },
    { number: 12, name: "setState", kind: () => setStateForm, oneof: "call" },
    { number: 13, name: "setInput", kind: () => setInputForm, oneof: "call" },
    { number: 14, name: "setSynapses", kind: () => setSynapsesForm, oneof: "call" },
    { number: 15, name: "setModulator", kind: () => setModulatorForm, oneof: "call" },
    { number: 16, name: "trigger", kind: () => triggerForm, oneof: "call" },
    { number: 17, name: "sendSpikes", kind: () => sendSpikesForm, oneof: "call" },
    { number: 18, name: "save", kind: () => saveForm, oneof: "call" },
    { number: 19, name: "restore", kind: () => restoreForm, oneof: "call" },
    { number: 20, name: "close", kind: () => closeForm, oneof: "call" },
    { number: 21, name: "runBatch", kind: () => runBatchForm, oneof: "call" },
  ],
};

/** Loads the network to which all further requests refer. Answered with Loaded. */
export interface Load {
  readonly network:
    /** A network file, as text. */
    | { readonly case: "json"; readonly value: string }
    /** A network file in the folder allowed by Hello. Data files that it names are relative to its folder. */
    | { readonly case: "path"; readonly value: string }
    | { readonly case: undefined; readonly value?: undefined };
  /**
   * Numbers of a network passed as text: a value {"file": NAME, "path": "", "unit": ...} or a connector
   * {"kind": "pairs", "file": NAME} uses those with its name.
   */
  readonly arrays: { readonly [name: string]: Numbers };
}

/** Fields of `Load`. */
export const loadForm: MessageForm<Load> = {
  name: "Load",
  fields: [
    { number: 1, name: "json", kind: "string", oneof: "network" },
    { number: 2, name: "path", kind: "string", oneof: "network" },
    { number: 3, name: "arrays", kind: () => numbersForm, shape: "map" },
  ],
};

export interface Numbers {
  readonly values:
    | { readonly case: "doubles"; readonly value: Doubles }
    /** Pairs: source and target of each connection, alternating. */
    | { readonly case: "indices"; readonly value: Indices }
    | { readonly case: undefined; readonly value?: undefined };
}

/** Fields of `Numbers`. */
export const numbersForm: MessageForm<Numbers> = {
  name: "Numbers",
  fields: [
    { number: 1, name: "doubles", kind: () => doublesForm, oneof: "values" },
    { number: 2, name: "indices", kind: () => indicesForm, oneof: "values" },
  ],
};

export interface Loaded {
  readonly populations: readonly LoadedPopulation[];
  readonly projections: readonly string[];
  /** The duration stated by the network, such as "1 s". */
  readonly duration?: string | undefined;
}

/** Fields of `Loaded`. */
export const loadedForm: MessageForm<Loaded> = {
  name: "Loaded",
  fields: [
    { number: 1, name: "populations", kind: () => loadedPopulationForm, shape: "list" },
    { number: 2, name: "projections", kind: "string", shape: "list" },
    { number: 3, name: "duration", kind: "string", shape: "optional" },
  ],
};

export interface LoadedPopulation {
  readonly name: string;
  /** As stated by the network; Check tests whether it is possible. */
  readonly size: number;
}

/** Fields of `LoadedPopulation`. */
export const loadedPopulationForm: MessageForm<LoadedPopulation> = {
  name: "LoadedPopulation",
  fields: [
    { number: 1, name: "name", kind: "string" },
    { number: 2, name: "size", kind: "double" },
  ],
};

/** Options of a run, which override those of the network. */
export interface Options {
  readonly backend?: string | undefined;
  readonly seed?: bigint | undefined;
  readonly trial?: bigint | undefined;
  readonly precision?: string | undefined;
  readonly tier?: string | undefined;
  readonly dt?: string | undefined;
  readonly convention?: string | undefined;
  readonly workers?: number | undefined;
  readonly shards?: number | undefined;
  /** In bytes. */
  readonly memory?: number | undefined;
  /** Response of a run to a non-finite value: "stop" (default) or "warn". */
  readonly onDivergence?: string | undefined;
  /** Whether recorded data are kept for ReadRecordings; true by default. */
  readonly keep?: boolean | undefined;
  /** Whether Revise may be called later. */
  readonly revisable?: boolean | undefined;
}

/** Fields of `Options`. */
export const optionsForm: MessageForm<Options> = {
  name: "Options",
  fields: [
    { number: 1, name: "backend", kind: "string", shape: "optional" },
    { number: 2, name: "seed", kind: "uint64", shape: "optional" },
    { number: 3, name: "trial", kind: "uint64", shape: "optional" },
    { number: 4, name: "precision", kind: "string", shape: "optional" },
    { number: 5, name: "tier", kind: "string", shape: "optional" },
    { number: 6, name: "dt", kind: "string", shape: "optional" },
    { number: 7, name: "convention", kind: "string", shape: "optional" },
    { number: 8, name: "workers", kind: "uint32", shape: "optional" },
    { number: 9, name: "shards", kind: "uint32", shape: "optional" },
    { number: 10, name: "memory", kind: "double", shape: "optional" },
    { number: 11, name: "onDivergence", kind: "string", shape: "optional" },
    { number: 12, name: "keep", kind: "bool", shape: "optional" },
    { number: 13, name: "revisable", kind: "bool", shape: "optional" },
  ],
};

/** Finds all errors that would prevent the network from being prepared. Answered with Checked. */
export interface Check {
  readonly options?: Options | undefined;
}

/** Fields of `Check`. */
export const checkForm: MessageForm<Check> = {
  name: "Check",
  fields: [
    { number: 1, name: "options", kind: () => optionsForm },
  ],
};

export interface Checked {
  readonly errors: readonly Failure[];
}

/** Fields of `Checked`. */
export const checkedForm: MessageForm<Checked> = {
  name: "Checked",
  fields: [
    { number: 1, name: "errors", kind: () => failureForm, shape: "list" },
  ],
};

/** Prepares the network for a run. Answered with Prepared, or with SL_RUN_STOPPED if interrupted. */
export interface Prepare {
  readonly options?: Options | undefined;
  readonly progress: boolean;
  /** A checkpoint from which to continue. */
  readonly from?: Octets | undefined;
}

/** Fields of `Prepare`. */
export const prepareForm: MessageForm<Prepare> = {
  name: "Prepare",
  fields: [
    { number: 1, name: "options", kind: () => optionsForm },
    { number: 2, name: "progress", kind: "bool" },
    { number: 3, name: "from", kind: () => octetsForm },
  ],
};

export interface Prepared {
  /** In ms. */
  readonly dt: number;
  readonly time: number;
  readonly step: number;
  /** One sentence each, starting with its code. */
  readonly warnings: readonly string[];
}

/** Fields of `Prepared`. */
export const preparedForm: MessageForm<Prepared> = {
  name: "Prepared",
  fields: [
    { number: 1, name: "dt", kind: "double" },
    { number: 2, name: "time", kind: "double" },
    { number: 3, name: "step", kind: "double" },
    { number: 4, name: "warnings", kind: "string", shape: "list" },
  ],
};

/**
 * Continues with the network that was loaded last. Answered with Prepared. If it fails or is interrupted, the
 * simulation is unchanged, and its network is the loaded one again.
 */
export interface Revise {
  readonly progress: boolean;
}

/** Fields of `Revise`. */
export const reviseForm: MessageForm<Revise> = {
  name: "Revise",
  fields: [
    { number: 1, name: "progress", kind: "bool" },
  ],
};

/** From the next Advance on, spikes and samples are sent in chunks as they are recorded. */
export interface Stream {
  /** Populations whose spikes are streamed; ReadSpikes then no longer returns them. */
  readonly spikes: readonly string[];
  /** Samples of the network's recorders. */
  readonly samples: boolean;
  /** Maximum number of chunks that the client has not yet taken, beyond which a run waits. 0 ends the stream. */
  readonly ahead: number;
}

/** Fields of `Stream`. */
export const streamForm: MessageForm<Stream> = {
  name: "Stream",
  fields: [
    { number: 1, name: "spikes", kind: "string", shape: "list" },
    { number: 2, name: "samples", kind: "bool" },
    { number: 3, name: "ahead", kind: "uint32" },
  ],
};

export interface Chunk {
  /** Simulated time in ms up to which it extends. */
  readonly time: number;
  readonly spikes: readonly SpikeChunk[];
  readonly samples: readonly Samples[];
}

/** Fields of `Chunk`. */
export const chunkForm: MessageForm<Chunk> = {
  name: "Chunk",
  fields: [
    { number: 1, name: "time", kind: "double" },
    { number: 2, name: "spikes", kind: () => spikeChunkForm, shape: "list" },
    { number: 3, name: "samples", kind: () => samplesForm, shape: "list" },
  ],
};

export interface SpikeChunk {
  readonly population: string;
  readonly spikes?: Spikes | undefined;
}

/** Fields of `SpikeChunk`. */
export const spikeChunkForm: MessageForm<SpikeChunk> = {
  name: "SpikeChunk",
  fields: [
    { number: 1, name: "population", kind: "string" },
    { number: 2, name: "spikes", kind: () => spikesForm },
  ],
};

export interface Samples {
  readonly population: string;
  readonly variable: string;
  readonly unit: string;
  /** Indices within the population: the columns of `values`. */
  readonly neurons?: Indices | undefined;
  /** In ms. */
  readonly times?: Doubles | undefined;
  /** Rows with one value per neuron. */
  readonly values?: Doubles | undefined;
}

/** Fields of `Samples`. */
export const samplesForm: MessageForm<Samples> = {
  name: "Samples",
  fields: [
    { number: 1, name: "population", kind: "string" },
    { number: 2, name: "variable", kind: "string" },
    { number: 3, name: "unit", kind: "string" },
    { number: 4, name: "neurons", kind: () => indicesForm },
    { number: 5, name: "times", kind: () => doublesForm },
    { number: 6, name: "values", kind: () => doublesForm },
  ],
};

/** Advances by whole steps. Answered with Reached. */
export interface Advance {
  readonly by:
    | { readonly case: "duration"; readonly value: string }
    | { readonly case: "steps"; readonly value: number }
    | { readonly case: undefined; readonly value?: undefined };
  readonly progress: boolean;
}

/** Fields of `Advance`. */
export const advanceForm: MessageForm<Advance> = {
  name: "Advance",
  fields: [
    { number: 1, name: "duration", kind: "string", oneof: "by" },
    { number: 2, name: "steps", kind: "double", oneof: "by" },
    { number: 3, name: "progress", kind: "bool" },
  ],
};

/** Answered with Values. */
export interface ReadState {
  readonly population: string;
  readonly variable: string;
}

/** Fields of `ReadState`. */
export const readStateForm: MessageForm<ReadState> = {
  name: "ReadState",
  fields: [
    { number: 1, name: "population", kind: "string" },
    { number: 2, name: "variable", kind: "string" },
  ],
};

/** Answered with Synapses. */
export interface ReadSynapses {
  readonly projection: string;
  /** "weight", or a state declared by a model of the projection. */
  readonly variable: string;
}

/** Fields of `ReadSynapses`. */
export const readSynapsesForm: MessageForm<ReadSynapses> = {
  name: "ReadSynapses",
  fields: [
    { number: 1, name: "projection", kind: "string" },
    { number: 2, name: "variable", kind: "string" },
  ],
};

/** In ascending order of source, then target, delay and creation. */
export interface Synapses {
  readonly sources?: Indices | undefined;
  readonly targets?: Indices | undefined;
  /** In ms. */
  readonly delays?: Doubles | undefined;
  readonly values?: Doubles | undefined;
  readonly unit: string;
}

/** Fields of `Synapses`. */
export const synapsesForm: MessageForm<Synapses> = {
  name: "Synapses",
  fields: [
    { number: 1, name: "sources", kind: () => indicesForm },
    { number: 2, name: "targets", kind: () => indicesForm },
    { number: 3, name: "delays", kind: () => doublesForm },
    { number: 4, name: "values", kind: () => doublesForm },
    { number: 5, name: "unit", kind: "string" },
  ],
};

/** Spikes since the last call. Answered with Spikes. */
export interface ReadSpikes {
  readonly population: string;
}

/** Fields of `ReadSpikes`. */
export const readSpikesForm: MessageForm<ReadSpikes> = {
  name: "ReadSpikes",
  fields: [
    { number: 1, name: "population", kind: "string" },
  ],
};

/** Answered with Summary. */
export type ReadSummary = { readonly [name: string]: never };

/** Fields of `ReadSummary`. */
export const readSummaryForm: MessageForm<ReadSummary> = {
  name: "ReadSummary",
  fields: [],
};

export interface Summary {
  /** In ms. */
  readonly time: number;
  readonly step: number;
  /** Sixteen hexadecimal digits over all spikes of all populations. */
  readonly spikeHash: string;
  readonly spikeCounts: { readonly [name: string]: number };
  readonly neurons: number;
  readonly synapses: number;
  readonly bytes: number;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** Fields of `Summary`. */
export const summaryForm: MessageForm<Summary> = {
  name: "Summary",
  fields: [
    { number: 1, name: "time", kind: "double" },
    { number: 2, name: "step", kind: "double" },
    { number: 3, name: "spikeHash", kind: "string" },
    { number: 4, name: "spikeCounts", kind: "double", shape: "map" },
    { number: 5, name: "neurons", kind: "double" },
    { number: 6, name: "synapses", kind: "double" },
    { number: 7, name: "bytes", kind: "double" },
    { number: 8, name: "notes", kind: "string", shape: "list" },
    { number: 9, name: "warnings", kind: "string", shape: "list" },
  ],
};

/** Data recorded so far. Answered with Recordings. */
export type ReadRecordings = { readonly [name: string]: never };

/** Fields of `ReadRecordings`. */
export const readRecordingsForm: MessageForm<ReadRecordings> = {
  name: "ReadRecordings",
  fields: [],
};

export interface Recordings {
  readonly neurons: readonly Recording[];
  readonly synapses: readonly SynapseRecording[];
}

/** Fields of `Recordings`. */
export const recordingsForm: MessageForm<Recordings> = {
  name: "Recordings",
  fields: [
    { number: 1, name: "neurons", kind: () => recordingForm, shape: "list" },
    { number: 2, name: "synapses", kind: () => synapseRecordingForm, shape: "list" },
  ],
};

export interface Recording {
  readonly population: string;
  /** Indices within the population. */
  readonly neurons?: Indices | undefined;
  readonly spikes?: Spikes | undefined;
  readonly samples: readonly Samples[];
}

/** Fields of `Recording`. */
export const recordingForm: MessageForm<Recording> = {
  name: "Recording",
  fields: [
    { number: 1, name: "population", kind: "string" },
    { number: 2, name: "neurons", kind: () => indicesForm },
    { number: 3, name: "spikes", kind: () => spikesForm },
    { number: 4, name: "samples", kind: () => samplesForm, shape: "list" },
  ],
};

export interface SynapseRecording {
  readonly projection: string;
  /** One set, plus another after each creation or removal of synapses. */
  readonly sets: readonly SynapseSet[];
}

/** Fields of `SynapseRecording`. */
export const synapseRecordingForm: MessageForm<SynapseRecording> = {
  name: "SynapseRecording",
  fields: [
    { number: 1, name: "projection", kind: "string" },
    { number: 2, name: "sets", kind: () => synapseSetForm, shape: "list" },
  ],
};

export interface SynapseSet {
  /** Time of first observation, in ms. */
  readonly since: number;
  readonly sources?: Indices | undefined;
  readonly targets?: Indices | undefined;
  /** In ms. */
  readonly delays?: Doubles | undefined;
  readonly snapshots: readonly Snapshots[];
}

/** Fields of `SynapseSet`. */
export const synapseSetForm: MessageForm<SynapseSet> = {
  name: "SynapseSet",
  fields: [
    { number: 1, name: "since", kind: "double" },
    { number: 2, name: "sources", kind: () => indicesForm },
    { number: 3, name: "targets", kind: () => indicesForm },
    { number: 4, name: "delays", kind: () => doublesForm },
    { number: 5, name: "snapshots", kind: () => snapshotsForm, shape: "list" },
  ],
};

export interface Snapshots {
  readonly variable: string;
  readonly unit: string;
  /** In ms. */
  readonly times?: Doubles | undefined;
  /** Rows with one value per synapse. */
  readonly values?: Doubles | undefined;
}

/** Fields of `Snapshots`. */
export const snapshotsForm: MessageForm<Snapshots> = {
  name: "Snapshots",
  fields: [
    { number: 1, name: "variable", kind: "string" },
    { number: 2, name: "unit", kind: "string" },
    { number: 3, name: "times", kind: () => doublesForm },
    { number: 4, name: "values", kind: () => doublesForm },
  ],
};

/** Values to set: a quantity for all, numbers in one unit, or one quantity each. */
export interface Setting {
  readonly value:
    | { readonly case: "quantity"; readonly value: string }
    | { readonly case: "numbers"; readonly value: Values }
    | { readonly case: "quantities"; readonly value: Quantities }
    | { readonly case: undefined; readonly value?: undefined };
}

/** Fields of `Setting`. */
export const settingForm: MessageForm<Setting> = {
  name: "Setting",
  fields: [
    { number: 1, name: "quantity", kind: "string", oneof: "value" },
    { number: 2, name: "numbers", kind: () => valuesForm, oneof: "value" },
    { number: 3, name: "quantities", kind: () => quantitiesForm, oneof: "value" },
  ],
};

export interface Quantities {
  readonly each: readonly string[];
}

/** Fields of `Quantities`. */
export const quantitiesForm: MessageForm<Quantities> = {
  name: "Quantities",
  fields: [
    { number: 1, name: "each", kind: "string", shape: "list" },
  ],
};

export interface SetState {
  readonly population: string;
  readonly variable: string;
  readonly value?: Setting | undefined;
}

/** Fields of `SetState`. */
export const setStateForm: MessageForm<SetState> = {
  name: "SetState",
  fields: [
    { number: 1, name: "population", kind: "string" },
    { number: 2, name: "variable", kind: "string" },
    { number: 3, name: "value", kind: () => settingForm },
  ],
};

/** Sets the value added to a continuous input, until it is set again. */
export interface SetInput {
  readonly population: string;
  /** The only input by default. */
  readonly input?: string | undefined;
  readonly value?: Setting | undefined;
}

/** Fields of `SetInput`. */
export const setInputForm: MessageForm<SetInput> = {
  name: "SetInput",
  fields: [
    { number: 1, name: "population", kind: "string" },
    { number: 2, name: "input", kind: "string", shape: "optional" },
    { number: 3, name: "value", kind: () => settingForm },
  ],
};

export interface SetSynapses {
  readonly projection: string;
  readonly variable: string;
  readonly value?: Setting | undefined;
}

/** Fields of `SetSynapses`. */
export const setSynapsesForm: MessageForm<SetSynapses> = {
  name: "SetSynapses",
  fields: [
    { number: 1, name: "projection", kind: "string" },
    { number: 2, name: "variable", kind: "string" },
    { number: 3, name: "value", kind: () => settingForm },
  ],
};

export interface SetModulator {
  readonly projection: string;
  readonly modulator: string;
  readonly value: string;
}

/** Fields of `SetModulator`. */
export const setModulatorForm: MessageForm<SetModulator> = {
  name: "SetModulator",
  fields: [
    { number: 1, name: "projection", kind: "string" },
    { number: 2, name: "modulator", kind: "string" },
    { number: 3, name: "value", kind: "string" },
  ],
};

/** Delivers a named event to all synapses of a projection at the start of the next step. */
export interface Trigger {
  readonly projection: string;
  readonly event: string;
}

/** Fields of `Trigger`. */
export const triggerForm: MessageForm<Trigger> = {
  name: "Trigger",
  fields: [
    { number: 1, name: "projection", kind: "string" },
    { number: 2, name: "event", kind: "string" },
  ],
};

/** Makes neurons of a source send spikes in the next step, once for each time that they are listed. */
export interface SendSpikes {
  readonly population: string;
  readonly neurons?: Indices | undefined;
}

/** Fields of `SendSpikes`. */
export const sendSpikesForm: MessageForm<SendSpikes> = {
  name: "SendSpikes",
  fields: [
    { number: 1, name: "population", kind: "string" },
    { number: 2, name: "neurons", kind: () => indicesForm },
  ],
};

/** The complete state, as a checkpoint. Answered with Saved. */
export type Save = { readonly [name: string]: never };

/** Fields of `Save`. */
export const saveForm: MessageForm<Save> = {
  name: "Save",
  fields: [],
};

export interface Saved {
  readonly checkpoint?: Octets | undefined;
}

/** Fields of `Saved`. */
export const savedForm: MessageForm<Saved> = {
  name: "Saved",
  fields: [
    { number: 1, name: "checkpoint", kind: () => octetsForm },
  ],
};

/**
 * Restores an earlier or later checkpoint of this network. Data recorded so far are dropped,
 * including chunks not yet sent. If interrupted, nothing changes. Answered with Prepared.
 */
export interface Restore {
  readonly checkpoint?: Octets | undefined;
}

/** Fields of `Restore`. */
export const restoreForm: MessageForm<Restore> = {
  name: "Restore",
  fields: [
    { number: 1, name: "checkpoint", kind: () => octetsForm },
  ],
};

/** Ends the simulation and frees its memory. The network stays loaded. */
export type Close = { readonly [name: string]: never };

/** Fields of `Close`. */
export const closeForm: MessageForm<Close> = {
  name: "Close",
  fields: [],
};

/**
 * Runs independent copies of the network at once; it need not be prepared, and a prepared simulation stays as it is.
 * Answered with Batch. If interrupted, it contains the copies that have begun; SL_RUN_STOPPED if there are none.
 */
export interface RunBatch {
  /** `workers` is the number of copies at once. */
  readonly options?: Options | undefined;
  /** By default, the network's own. */
  readonly duration?: string | undefined;
  /** Copies with consecutive seeds, the first with the network's own; otherwise those listed. */
  readonly count?: number | undefined;
  readonly copies: readonly BatchCopy[];
}

/** Fields of `RunBatch`. */
export const runBatchForm: MessageForm<RunBatch> = {
  name: "RunBatch",
  fields: [
    { number: 1, name: "options", kind: () => optionsForm },
    { number: 2, name: "duration", kind: "string", shape: "optional" },
    { number: 3, name: "count", kind: "uint32", shape: "optional" },
    { number: 4, name: "copies", kind: () => batchCopyForm, shape: "list" },
  ],
};

/** By default, a copy has the network's own seed and trial. */
export interface BatchCopy {
  readonly seed?: bigint | undefined;
  readonly trial?: bigint | undefined;
  /** Values to set in the network by path: a JSON object. */
  readonly parameters?: string | undefined;
}

/** Fields of `BatchCopy`. */
export const batchCopyForm: MessageForm<BatchCopy> = {
  name: "BatchCopy",
  fields: [
    { number: 1, name: "seed", kind: "uint64", shape: "optional" },
    { number: 2, name: "trial", kind: "uint64", shape: "optional" },
    { number: 3, name: "parameters", kind: "string", shape: "optional" },
  ],
};

export interface Batch {
  /** In the order of the request. */
  readonly copies: readonly CopyResult[];
}

/** Fields of `Batch`. */
export const batchForm: MessageForm<Batch> = {
  name: "Batch",
  fields: [
    { number: 1, name: "copies", kind: () => copyResultForm, shape: "list" },
  ],
};

export interface CopyResult {
  readonly index: number;
  readonly seed: number;
  readonly trial: number;
  /** A JSON object. */
  readonly parameters: string;
  /** Whether the run ended before its time. */
  readonly interrupted: boolean;
  readonly summary?: Summary | undefined;
  readonly recordings?: Recordings | undefined;
}

/** Fields of `CopyResult`. */
export const copyResultForm: MessageForm<CopyResult> = {
  name: "CopyResult",
  fields: [
    { number: 1, name: "index", kind: "uint32" },
    { number: 2, name: "seed", kind: "double" },
    { number: 3, name: "trial", kind: "double" },
    { number: 4, name: "parameters", kind: "string" },
    { number: 5, name: "interrupted", kind: "bool" },
    { number: 6, name: "summary", kind: () => summaryForm },
    { number: 7, name: "recordings", kind: () => recordingsForm },
  ],
};
