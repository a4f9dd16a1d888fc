// Generated from specs/link/1/link.proto by tools/build-link.ts: change the specification instead.

import type { MessageForm } from "../wire/message-form.ts";

/** f64 values, packed, little endian. */
export interface Doubles {
  readonly where:
    | { readonly case: "bytes"; readonly value: Uint8Array }
    /** A file in the folder of Hello that holds these bytes and nothing else. The reader removes it. */
    | { readonly case: "file"; readonly value: string }
    | { readonly case: undefined; readonly value?: undefined };
}

/** What `Doubles` is made of. */
export const doublesForm: MessageForm<Doubles> = {
  name: "Doubles",
  fields: [
    { number: 1, name: "bytes", kind: "bytes", oneof: "where" },
    { number: 2, name: "file", kind: "string", oneof: "where" },
  ],
};

/** u32 values, packed, little endian. */
export interface Indices {
  readonly where:
    | { readonly case: "bytes"; readonly value: Uint8Array }
    | { readonly case: "file"; readonly value: string }
    | { readonly case: undefined; readonly value?: undefined };
}

/** What `Indices` is made of. */
export const indicesForm: MessageForm<Indices> = {
  name: "Indices",
  fields: [
    { number: 1, name: "bytes", kind: "bytes", oneof: "where" },
    { number: 2, name: "file", kind: "string", oneof: "where" },
  ],
};

/** One value for all, or one for each. */
export interface Column {
  readonly values:
    | { readonly case: "all"; readonly value: number }
    | { readonly case: "each"; readonly value: Doubles }
    | { readonly case: undefined; readonly value?: undefined };
}

/** What `Column` is made of. */
export const columnForm: MessageForm<Column> = {
  name: "Column",
  fields: [
    { number: 1, name: "all", kind: "double", oneof: "values" },
    { number: 2, name: "each", kind: () => doublesForm, oneof: "values" },
  ],
};

/** A column, or a list for each. */
export interface Parameter {
  readonly values:
    | { readonly case: "all"; readonly value: number }
    | { readonly case: "each"; readonly value: Doubles }
    | { readonly case: "lists"; readonly value: Lists }
    | { readonly case: undefined; readonly value?: undefined };
}

/** What `Parameter` is made of. */
export const parameterForm: MessageForm<Parameter> = {
  name: "Parameter",
  fields: [
    { number: 1, name: "all", kind: "double", oneof: "values" },
    { number: 2, name: "each", kind: () => doublesForm, oneof: "values" },
    { number: 3, name: "lists", kind: () => listsForm, oneof: "values" },
  ],
};

/** Entry k is values[offsets[k]] to values[offsets[k + 1]]. Two offsets: the same list for all. */
export interface Lists {
  readonly values?: Doubles | undefined;
  readonly offsets?: Indices | undefined;
}

/** What `Lists` is made of. */
export const listsForm: MessageForm<Lists> = {
  name: "Lists",
  fields: [
    { number: 1, name: "values", kind: () => doublesForm },
    { number: 2, name: "offsets", kind: () => indicesForm },
  ],
};

export interface Request {
  /** Counted up from 1. A failure with the id 0 is of bytes that are no request; the server ends after it. */
  readonly id: number;
  /** The last id of which the client has read a reply. */
  readonly seen: number;
  readonly call:
    | { readonly case: "hello"; readonly value: Hello }
    | { readonly case: "setup"; readonly value: Setup }
    | { readonly case: "addPopulation"; readonly value: AddPopulation }
    | { readonly case: "setParameters"; readonly value: SetParameters }
    | { readonly case: "setInitial"; readonly value: SetInitial }
    | { readonly case: "addProjection"; readonly value: AddProjection }
    | { readonly case: "setConnections"; readonly value: SetConnections }
    | { readonly case: "getConnections"; readonly value: GetConnections }
    | { readonly case: "record"; readonly value: Record }
    | { readonly case: "addCurrent"; readonly value: AddCurrent }
    | { readonly case: "setCurrent"; readonly value: SetCurrent }
    | { readonly case: "inject"; readonly value: Inject }
    | { readonly case: "getCurrent"; readonly value: GetCurrent }
    | { readonly case: "run"; readonly value: Run }
    | { readonly case: "getSpikes"; readonly value: GetSpikes }
    | { readonly case: "getSignal"; readonly value: GetSignal }
    | { readonly case: "clear"; readonly value: Clear }
    | { readonly case: "reset"; readonly value: Reset }
    | { readonly case: "writeNetwork"; readonly value: WriteNetwork }
    | { readonly case: "interrupt"; readonly value: Interrupt }
    | { readonly case: undefined; readonly value?: undefined };
}

/** What `Request` is made of. */
export const requestForm: MessageForm<Request> = {
  name: "Request",
  fields: [
    { number: 1, name: "id", kind: "uint32" },
    { number: 2, name: "hello", kind: () => helloForm, oneof: "call" },
    { number: 3, name: "setup", kind: () => setupForm, oneof: "call" },
    { number: 4, name: "addPopulation", kind: () => addPopulationForm, oneof: "call" },
    { number: 5, name: "setParameters", kind: () => setParametersForm, oneof: "call" },
    { number: 6, name: "setInitial", kind: () => setInitialForm, oneof: "call" },
    { number: 7, name: "addProjection", kind: () => addProjectionForm, oneof: "call" },
    { number: 8, name: "setConnections", kind: () => setConnectionsForm, oneof: "call" },
    { number: 9, name: "getConnections", kind: () => getConnectionsForm, oneof: "call" },
    { number: 10, name: "record", kind: () => recordForm, oneof: "call" },
    { number: 11, name: "addCurrent", kind: () => addCurrentForm, oneof: "call" },
    { number: 12, name: "setCurrent", kind: () => setCurrentForm, oneof: "call" },
    { number: 13, name: "inject", kind: () => injectForm, oneof: "call" },
    { number: 14, name: "getCurrent", kind: () => getCurrentForm, oneof: "call" },
    { number: 15, name: "run", kind: () => runForm, oneof: "call" },
    { number: 16, name: "getSpikes", kind: () => getSpikesForm, oneof: "call" },
    { number: 17, name: "getSignal", kind: () => getSignalForm, oneof: "call" },
    { number: 18, name: "clear", kind: () => clearForm, oneof: "call" },
    { number: 19, name: "reset", kind: () => resetForm, oneof: "call" },
    { number: 20, name: "writeNetwork", kind: () => writeNetworkForm, oneof: "call" },
    { number: 21, name: "interrupt", kind: () => interruptForm, oneof: "call" },
    { number: 30, name: "seen", kind: "uint32" },
  ],
};

export interface Reply {
  readonly id: number;
  readonly result:
    | { readonly case: "failure"; readonly value: Failure }
    | { readonly case: "welcome"; readonly value: Welcome }
    | { readonly case: "done"; readonly value: Done }
    | { readonly case: "made"; readonly value: Made }
    | { readonly case: "values"; readonly value: Values }
    | { readonly case: "spikes"; readonly value: Spikes }
    | { readonly case: "signal"; readonly value: Signal }
    | { readonly case: "progress"; readonly value: Progress }
    | { readonly case: "written"; readonly value: Written }
    | { readonly case: "reached"; readonly value: Reached }
    | { readonly case: undefined; readonly value?: undefined };
}

/** What `Reply` is made of. */
export const replyForm: MessageForm<Reply> = {
  name: "Reply",
  fields: [
    { number: 1, name: "id", kind: "uint32" },
    { number: 2, name: "failure", kind: () => failureForm, oneof: "result" },
    { number: 3, name: "welcome", kind: () => welcomeForm, oneof: "result" },
    { number: 4, name: "done", kind: () => doneForm, oneof: "result" },
    { number: 5, name: "made", kind: () => madeForm, oneof: "result" },
    { number: 6, name: "values", kind: () => valuesForm, oneof: "result" },
    { number: 7, name: "spikes", kind: () => spikesForm, oneof: "result" },
    { number: 8, name: "signal", kind: () => signalForm, oneof: "result" },
    { number: 9, name: "progress", kind: () => progressForm, oneof: "result" },
    { number: 10, name: "written", kind: () => writtenForm, oneof: "result" },
    { number: 11, name: "reached", kind: () => reachedForm, oneof: "result" },
  ],
};

/** Comes first. The server answers with the newest version that both know, or refuses. */
export interface Hello {
  readonly versions: readonly number[];
  readonly client: string;
  /**
   * A folder that both sides can read and write, for large arrays: an absolute path, and empty. When it ends, the server
   * removes the files in it that are named as those of arrays, and the folder if nothing else is left in it.
   */
  readonly folder?: string | undefined;
  /** Arrays of at least so many bytes come through files where there is a folder; 128 KiB if it is missing. */
  readonly leastFileBytes?: bigint | undefined;
}

/** What `Hello` is made of. */
export const helloForm: MessageForm<Hello> = {
  name: "Hello",
  fields: [
    { number: 1, name: "versions", kind: "uint32s" },
    { number: 2, name: "client", kind: "string" },
    { number: 3, name: "folder", kind: "string", shape: "optional" },
    { number: 4, name: "leastFileBytes", kind: "uint64", shape: "optional" },
  ],
};

export interface Welcome {
  readonly version: number;
  readonly server: string;
}

/** What `Welcome` is made of. */
export const welcomeForm: MessageForm<Welcome> = {
  name: "Welcome",
  fields: [
    { number: 1, name: "version", kind: "uint32" },
    { number: 2, name: "server", kind: "string" },
  ],
};

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly place: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
  /** Found at the same time. */
  readonly others: readonly Failure[];
}

/** What `Failure` is made of. */
export const failureForm: MessageForm<Failure> = {
  name: "Failure",
  fields: [
    { number: 1, name: "code", kind: "string" },
    { number: 2, name: "message", kind: "string" },
    { number: 3, name: "place", kind: "string" },
    { number: 4, name: "expected", kind: "string" },
    { number: 5, name: "got", kind: "string" },
    { number: 6, name: "next", kind: "string" },
    { number: 7, name: "others", kind: () => failureForm, shape: "list" },
  ],
};

export type Done = { readonly [name: string]: never };

/** What `Done` is made of. */
export const doneForm: MessageForm<Done> = {
  name: "Done",
  fields: [],
};

/** The number of what was made. */
export interface Made {
  readonly number: number;
}

/** What `Made` is made of. */
export const madeForm: MessageForm<Made> = {
  name: "Made",
  fields: [
    { number: 1, name: "number", kind: "uint32" },
  ],
};

/** Starts anew: what was there before is gone. */
export interface Setup {
  readonly timestep: number;
  readonly minDelay?: number | undefined;
  readonly maxDelay?: number | undefined;
  readonly convention?: string | undefined;
  readonly seed?: bigint | undefined;
  readonly workers?: number | undefined;
  /** Spikes of sources of given times are recorded at these, also between steps. */
  readonly recordGiven?: boolean | undefined;
  /** What a run does where a value is no longer finite: "stop" where it is missing, or "warn". */
  readonly onDivergence?: string | undefined;
}

/** What `Setup` is made of. */
export const setupForm: MessageForm<Setup> = {
  name: "Setup",
  fields: [
    { number: 1, name: "timestep", kind: "double" },
    { number: 2, name: "minDelay", kind: "double", shape: "optional" },
    { number: 3, name: "maxDelay", kind: "double", shape: "optional" },
    { number: 4, name: "convention", kind: "string", shape: "optional" },
    { number: 5, name: "seed", kind: "uint64", shape: "optional" },
    { number: 6, name: "workers", kind: "uint32", shape: "optional" },
    { number: 7, name: "recordGiven", kind: "bool", shape: "optional" },
    { number: 8, name: "onDivergence", kind: "string", shape: "optional" },
  ],
};

export interface AddPopulation {
  readonly label: string;
  readonly size: number;
  readonly cell?: CellType | undefined;
  readonly parameters: { readonly [name: string]: Parameter };
  readonly initial: { readonly [name: string]: Column };
  /** In um, 3 × size, x of all neurons first. */
  readonly positions?: Doubles | undefined;
}

/** What `AddPopulation` is made of. */
export const addPopulationForm: MessageForm<AddPopulation> = {
  name: "AddPopulation",
  fields: [
    { number: 1, name: "label", kind: "string" },
    { number: 2, name: "size", kind: "uint32" },
    { number: 3, name: "cell", kind: () => cellTypeForm },
    { number: 4, name: "parameters", kind: () => parameterForm, shape: "map" },
    { number: 5, name: "initial", kind: () => columnForm, shape: "map" },
    { number: 6, name: "positions", kind: () => doublesForm },
  ],
};

export interface CellType {
  readonly kind:
    | { readonly case: "standard"; readonly value: string }
    | { readonly case: "pointNeuron"; readonly value: PointNeuron }
    | { readonly case: "native"; readonly value: NativeModel }
    | { readonly case: undefined; readonly value?: undefined };
}

/** What `CellType` is made of. */
export const cellTypeForm: MessageForm<CellType> = {
  name: "CellType",
  fields: [
    { number: 1, name: "standard", kind: "string", oneof: "kind" },
    { number: 2, name: "pointNeuron", kind: () => pointNeuronForm, oneof: "kind" },
    { number: 3, name: "native", kind: () => nativeModelForm, oneof: "kind" },
  ],
};

export interface PointNeuron {
  readonly neuron: string;
  readonly receptors: readonly Receptor[];
}

/** What `PointNeuron` is made of. */
export const pointNeuronForm: MessageForm<PointNeuron> = {
  name: "PointNeuron",
  fields: [
    { number: 1, name: "neuron", kind: "string" },
    { number: 2, name: "receptors", kind: () => receptorForm, shape: "list" },
  ],
};

export interface Receptor {
  readonly name: string;
  readonly response: string;
}

/** What `Receptor` is made of. */
export const receptorForm: MessageForm<Receptor> = {
  name: "Receptor",
  fields: [
    { number: 1, name: "name", kind: "string" },
    { number: 2, name: "response", kind: "string" },
  ],
};

/** A model of the stack by name, or a record as JSON. */
export interface NativeModel {
  readonly model:
    | { readonly case: "name"; readonly value: string }
    | { readonly case: "json"; readonly value: string }
    | { readonly case: undefined; readonly value?: undefined };
}

/** What `NativeModel` is made of. */
export const nativeModelForm: MessageForm<NativeModel> = {
  name: "NativeModel",
  fields: [
    { number: 1, name: "name", kind: "string", oneof: "model" },
    { number: 2, name: "json", kind: "string", oneof: "model" },
  ],
};

export interface SetParameters {
  readonly population: number;
  readonly parameters: { readonly [name: string]: Parameter };
  /** All neurons where missing. */
  readonly neurons?: Indices | undefined;
}

/** What `SetParameters` is made of. */
export const setParametersForm: MessageForm<SetParameters> = {
  name: "SetParameters",
  fields: [
    { number: 1, name: "population", kind: "uint32" },
    { number: 2, name: "parameters", kind: () => parameterForm, shape: "map" },
    { number: 3, name: "neurons", kind: () => indicesForm },
  ],
};

export interface SetInitial {
  readonly population: number;
  readonly values: { readonly [name: string]: Column };
  readonly neurons?: Indices | undefined;
}

/** What `SetInitial` is made of. */
export const setInitialForm: MessageForm<SetInitial> = {
  name: "SetInitial",
  fields: [
    { number: 1, name: "population", kind: "uint32" },
    { number: 2, name: "values", kind: () => columnForm, shape: "map" },
    { number: 3, name: "neurons", kind: () => indicesForm },
  ],
};

export interface AddProjection {
  readonly label: string;
  readonly source: number;
  readonly target: number;
  readonly receptor: string;
  readonly synapse?: SynapseType | undefined;
  /** In the order of creation. */
  readonly sources?: Indices | undefined;
  readonly targets?: Indices | undefined;
  readonly attributes: { readonly [name: string]: Column };
}

/** What `AddProjection` is made of. */
export const addProjectionForm: MessageForm<AddProjection> = {
  name: "AddProjection",
  fields: [
    { number: 1, name: "label", kind: "string" },
    { number: 2, name: "source", kind: "uint32" },
    { number: 3, name: "target", kind: "uint32" },
    { number: 4, name: "receptor", kind: "string" },
    { number: 5, name: "synapse", kind: () => synapseTypeForm },
    { number: 6, name: "sources", kind: () => indicesForm },
    { number: 7, name: "targets", kind: () => indicesForm },
    { number: 8, name: "attributes", kind: () => columnForm, shape: "map" },
  ],
};

export interface SynapseType {
  readonly kind:
    | { readonly case: "standard"; readonly value: string }
    | { readonly case: "stdp"; readonly value: Stdp }
    | { readonly case: "native"; readonly value: NativeSynapse }
    | { readonly case: undefined; readonly value?: undefined };
}

/** What `SynapseType` is made of. */
export const synapseTypeForm: MessageForm<SynapseType> = {
  name: "SynapseType",
  fields: [
    { number: 1, name: "standard", kind: "string", oneof: "kind" },
    { number: 2, name: "stdp", kind: () => stdpForm, oneof: "kind" },
    { number: 3, name: "native", kind: () => nativeSynapseForm, oneof: "kind" },
  ],
};

export interface Stdp {
  readonly timing: string;
  readonly weight: string;
  readonly dendriticDelayFraction: number;
}

/** What `Stdp` is made of. */
export const stdpForm: MessageForm<Stdp> = {
  name: "Stdp",
  fields: [
    { number: 1, name: "timing", kind: "string" },
    { number: 2, name: "weight", kind: "string" },
    { number: 3, name: "dendriticDelayFraction", kind: "double" },
  ],
};

export interface NativeSynapse {
  readonly synapse?: NativeModel | undefined;
  readonly plasticity?: NativeModel | undefined;
}

/** What `NativeSynapse` is made of. */
export const nativeSynapseForm: MessageForm<NativeSynapse> = {
  name: "NativeSynapse",
  fields: [
    { number: 1, name: "synapse", kind: () => nativeModelForm },
    { number: 2, name: "plasticity", kind: () => nativeModelForm },
  ],
};

export interface SetConnections {
  readonly projection: number;
  readonly attributes: { readonly [name: string]: Column };
}

/** What `SetConnections` is made of. */
export const setConnectionsForm: MessageForm<SetConnections> = {
  name: "SetConnections",
  fields: [
    { number: 1, name: "projection", kind: "uint32" },
    { number: 2, name: "attributes", kind: () => columnForm, shape: "map" },
  ],
};

export interface GetConnections {
  readonly projection: number;
  readonly attribute: string;
}

/** What `GetConnections` is made of. */
export const getConnectionsForm: MessageForm<GetConnections> = {
  name: "GetConnections",
  fields: [
    { number: 1, name: "projection", kind: "uint32" },
    { number: 2, name: "attribute", kind: "string" },
  ],
};

export interface Record {
  readonly population: number;
  readonly variable: string;
  readonly neurons?: Indices | undefined;
  readonly interval?: number | undefined;
}

/** What `Record` is made of. */
export const recordForm: MessageForm<Record> = {
  name: "Record",
  fields: [
    { number: 1, name: "population", kind: "uint32" },
    { number: 2, name: "variable", kind: "string" },
    { number: 3, name: "neurons", kind: () => indicesForm },
    { number: 4, name: "interval", kind: "double", shape: "optional" },
  ],
};

export interface AddCurrent {
  readonly kind: string;
  readonly parameters: { readonly [name: string]: Parameter };
}

/** What `AddCurrent` is made of. */
export const addCurrentForm: MessageForm<AddCurrent> = {
  name: "AddCurrent",
  fields: [
    { number: 1, name: "kind", kind: "string" },
    { number: 2, name: "parameters", kind: () => parameterForm, shape: "map" },
  ],
};

export interface SetCurrent {
  readonly current: number;
  readonly parameters: { readonly [name: string]: Parameter };
}

/** What `SetCurrent` is made of. */
export const setCurrentForm: MessageForm<SetCurrent> = {
  name: "SetCurrent",
  fields: [
    { number: 1, name: "current", kind: "uint32" },
    { number: 2, name: "parameters", kind: () => parameterForm, shape: "map" },
  ],
};

export interface Inject {
  readonly current: number;
  readonly population: number;
  readonly neurons?: Indices | undefined;
}

/** What `Inject` is made of. */
export const injectForm: MessageForm<Inject> = {
  name: "Inject",
  fields: [
    { number: 1, name: "current", kind: "uint32" },
    { number: 2, name: "population", kind: "uint32" },
    { number: 3, name: "neurons", kind: () => indicesForm },
  ],
};

export interface GetCurrent {
  readonly current: number;
}

/** What `GetCurrent` is made of. */
export const getCurrentForm: MessageForm<GetCurrent> = {
  name: "GetCurrent",
  fields: [
    { number: 1, name: "current", kind: "uint32" },
  ],
};

/** Answered by Reached. */
export interface Run {
  readonly until: number;
  /** Send progress, ten times a second at most. */
  readonly progress: boolean;
}

/** What `Run` is made of. */
export const runForm: MessageForm<Run> = {
  name: "Run",
  fields: [
    { number: 1, name: "until", kind: "double" },
    { number: 2, name: "progress", kind: "bool" },
  ],
};

/** A run ended: at its time, or before it where it was interrupted. */
export interface Reached {
  readonly time: number;
  readonly interrupted: boolean;
  /** A sentence each, which begins with its code. */
  readonly warnings: readonly string[];
  /** Why it ended before its time, where a value was no longer finite. What was recorded is kept. */
  readonly failure?: Failure | undefined;
}

/** What `Reached` is made of. */
export const reachedForm: MessageForm<Reached> = {
  name: "Reached",
  fields: [
    { number: 1, name: "time", kind: "double" },
    { number: 2, name: "interrupted", kind: "bool" },
    { number: 3, name: "warnings", kind: "string", shape: "list" },
    { number: 4, name: "failure", kind: () => failureForm },
  ],
};

/** Ends the runs that were sent before it. Acts when it is read, and is answered in its turn. */
export type Interrupt = { readonly [name: string]: never };

/** What `Interrupt` is made of. */
export const interruptForm: MessageForm<Interrupt> = {
  name: "Interrupt",
  fields: [],
};

export interface Progress {
  readonly time: number;
}

/** What `Progress` is made of. */
export const progressForm: MessageForm<Progress> = {
  name: "Progress",
  fields: [
    { number: 1, name: "time", kind: "double" },
  ],
};

export interface GetSpikes {
  readonly population: number;
}

/** What `GetSpikes` is made of. */
export const getSpikesForm: MessageForm<GetSpikes> = {
  name: "GetSpikes",
  fields: [
    { number: 1, name: "population", kind: "uint32" },
  ],
};

/** In order of time. */
export interface Spikes {
  readonly neurons?: Indices | undefined;
  readonly times?: Doubles | undefined;
}

/** What `Spikes` is made of. */
export const spikesForm: MessageForm<Spikes> = {
  name: "Spikes",
  fields: [
    { number: 1, name: "neurons", kind: () => indicesForm },
    { number: 2, name: "times", kind: () => doublesForm },
  ],
};

export interface GetSignal {
  readonly population: number;
  readonly variable: string;
}

/** What `GetSignal` is made of. */
export const getSignalForm: MessageForm<GetSignal> = {
  name: "GetSignal",
  fields: [
    { number: 1, name: "population", kind: "uint32" },
    { number: 2, name: "variable", kind: "string" },
  ],
};

/** Rows of one value for each neuron. */
export interface Signal {
  readonly neurons?: Indices | undefined;
  readonly start: number;
  readonly interval: number;
  readonly values?: Doubles | undefined;
}

/** What `Signal` is made of. */
export const signalForm: MessageForm<Signal> = {
  name: "Signal",
  fields: [
    { number: 1, name: "neurons", kind: () => indicesForm },
    { number: 2, name: "start", kind: "double" },
    { number: 3, name: "interval", kind: "double" },
    { number: 4, name: "values", kind: () => doublesForm },
  ],
};

export interface Values {
  readonly values?: Doubles | undefined;
}

/** What `Values` is made of. */
export const valuesForm: MessageForm<Values> = {
  name: "Values",
  fields: [
    { number: 1, name: "values", kind: () => doublesForm },
  ],
};

export interface Clear {
  readonly population: number;
}

/** What `Clear` is made of. */
export const clearForm: MessageForm<Clear> = {
  name: "Clear",
  fields: [
    { number: 1, name: "population", kind: "uint32" },
  ],
};

export type Reset = { readonly [name: string]: never };

/** What `Reset` is made of. */
export const resetForm: MessageForm<Reset> = {
  name: "Reset",
  fields: [],
};

/** Write the network as it stands to a file (arrays beside it). */
export interface WriteNetwork {
  readonly path: string;
  /** How long it runs, in ms; not written where it is not given. */
  readonly duration?: number | undefined;
}

/** What `WriteNetwork` is made of. */
export const writeNetworkForm: MessageForm<WriteNetwork> = {
  name: "WriteNetwork",
  fields: [
    { number: 1, name: "path", kind: "string" },
    { number: 2, name: "duration", kind: "double", shape: "optional" },
  ],
};

export interface Written {
  readonly losses: readonly string[];
}

/** What `Written` is made of. */
export const writtenForm: MessageForm<Written> = {
  name: "Written",
  fields: [
    { number: 1, name: "losses", kind: "string", shape: "list" },
  ],
};
