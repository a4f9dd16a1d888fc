// Generated from specs/link/1 by tools/build-link.ts: change the specification instead.

import type { MessageForm } from "../wire/message-form.ts";
import { type Doubles, type Indices, doublesForm, indicesForm } from "./arrays.ts";

export interface PynnCall {
  readonly call:
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
    | { readonly case: undefined; readonly value?: undefined };
}

/** Fields of `PynnCall`. */
export const pynnCallForm: MessageForm<PynnCall> = {
  name: "PynnCall",
  fields: [
    { number: 1, name: "setup", kind: () => setupForm, oneof: "call" },
    { number: 2, name: "addPopulation", kind: () => addPopulationForm, oneof: "call" },
    { number: 3, name: "setParameters", kind: () => setParametersForm, oneof: "call" },
    { number: 4, name: "setInitial", kind: () => setInitialForm, oneof: "call" },
    { number: 5, name: "addProjection", kind: () => addProjectionForm, oneof: "call" },
    { number: 6, name: "setConnections", kind: () => setConnectionsForm, oneof: "call" },
    { number: 7, name: "getConnections", kind: () => getConnectionsForm, oneof: "call" },
    { number: 8, name: "record", kind: () => recordForm, oneof: "call" },
    { number: 9, name: "addCurrent", kind: () => addCurrentForm, oneof: "call" },
    { number: 10, name: "setCurrent", kind: () => setCurrentForm, oneof: "call" },
    { number: 11, name: "inject", kind: () => injectForm, oneof: "call" },
    { number: 12, name: "getCurrent", kind: () => getCurrentForm, oneof: "call" },
    { number: 13, name: "run", kind: () => runForm, oneof: "call" },
    { number: 14, name: "getSpikes", kind: () => getSpikesForm, oneof: "call" },
    { number: 15, name: "getSignal", kind: () => getSignalForm, oneof: "call" },
    { number: 16, name: "clear", kind: () => clearForm, oneof: "call" },
    { number: 17, name: "reset", kind: () => resetForm, oneof: "call" },
    { number: 18, name: "writeNetwork", kind: () => writeNetworkForm, oneof: "call" },
  ],
};

/** One value for all, or one each. */
export interface Column {
  readonly values:
    | { readonly case: "all"; readonly value: number }
    | { readonly case: "each"; readonly value: Doubles }
    | { readonly case: undefined; readonly value?: undefined };
}

/** Fields of `Column`. */
export const columnForm: MessageForm<Column> = {
  name: "Column",
  fields: [
    { number: 1, name: "all", kind: "double", oneof: "values" },
    { number: 2, name: "each", kind: () => doublesForm, oneof: "values" },
  ],
};

/** A column, or one list each. */
export interface Parameter {
  readonly values:
    | { readonly case: "all"; readonly value: number }
    | { readonly case: "each"; readonly value: Doubles }
    | { readonly case: "lists"; readonly value: Lists }
    | { readonly case: undefined; readonly value?: undefined };
}

/** Fields of `Parameter`. */
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

/** Fields of `Lists`. */
export const listsForm: MessageForm<Lists> = {
  name: "Lists",
  fields: [
    { number: 1, name: "values", kind: () => doublesForm },
    { number: 2, name: "offsets", kind: () => indicesForm },
  ],
};

/** Starts a new simulation; the previous one is discarded. */
export interface Setup {
  readonly timestep: number;
  readonly minDelay?: number | undefined;
  readonly maxDelay?: number | undefined;
  readonly convention?: string | undefined;
  readonly seed?: bigint | undefined;
  readonly workers?: number | undefined;
  /** Whether spikes of sources with given times are recorded at these times, even between steps. */
  readonly recordGiven?: boolean | undefined;
  /** Response of a run to a non-finite value: "stop" (default) or "warn". */
  readonly onDivergence?: string | undefined;
}

/** Fields of `Setup`. */
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

/** Fields of `AddPopulation`. */
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

/** Fields of `CellType`. */
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

/** Fields of `PointNeuron`. */
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

/** Fields of `Receptor`. */
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

/** Fields of `NativeModel`. */
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
  /** All neurons by default. */
  readonly neurons?: Indices | undefined;
}

/** Fields of `SetParameters`. */
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

/** Fields of `SetInitial`. */
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
  /** In order of creation. */
  readonly sources?: Indices | undefined;
  readonly targets?: Indices | undefined;
  readonly attributes: { readonly [name: string]: Column };
}

/** Fields of `AddProjection`. */
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

/** Fields of `SynapseType`. */
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

/** Fields of `Stdp`. */
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

/** Fields of `NativeSynapse`. */
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
  /** In order of creation; all by default. */
  readonly connections?: Indices | undefined;
}

/** Fields of `SetConnections`. */
export const setConnectionsForm: MessageForm<SetConnections> = {
  name: "SetConnections",
  fields: [
    { number: 1, name: "projection", kind: "uint32" },
    { number: 2, name: "attributes", kind: () => columnForm, shape: "map" },
    { number: 3, name: "connections", kind: () => indicesForm },
  ],
};

export interface GetConnections {
  readonly projection: number;
  readonly attribute: string;
}

/** Fields of `GetConnections`. */
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

/** Fields of `Record`. */
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

/** Fields of `AddCurrent`. */
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

/** Fields of `SetCurrent`. */
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

/** Fields of `Inject`. */
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

/** Fields of `GetCurrent`. */
export const getCurrentForm: MessageForm<GetCurrent> = {
  name: "GetCurrent",
  fields: [
    { number: 1, name: "current", kind: "uint32" },
  ],
};

/** Answered with Reached. */
export interface Run {
  readonly until: number;
  /** Whether to send progress, at most ten times a second. */
  readonly progress: boolean;
}

/** Fields of `Run`. */
export const runForm: MessageForm<Run> = {
  name: "Run",
  fields: [
    { number: 1, name: "until", kind: "double" },
    { number: 2, name: "progress", kind: "bool" },
  ],
};

export interface GetSpikes {
  readonly population: number;
}

/** Fields of `GetSpikes`. */
export const getSpikesForm: MessageForm<GetSpikes> = {
  name: "GetSpikes",
  fields: [
    { number: 1, name: "population", kind: "uint32" },
  ],
};

export interface GetSignal {
  readonly population: number;
  readonly variable: string;
}

/** Fields of `GetSignal`. */
export const getSignalForm: MessageForm<GetSignal> = {
  name: "GetSignal",
  fields: [
    { number: 1, name: "population", kind: "uint32" },
    { number: 2, name: "variable", kind: "string" },
  ],
};

export interface Clear {
  readonly population: number;
}

/** Fields of `Clear`. */
export const clearForm: MessageForm<Clear> = {
  name: "Clear",
  fields: [
    { number: 1, name: "population", kind: "uint32" },
  ],
};

export type Reset = { readonly [name: string]: never };

/** Fields of `Reset`. */
export const resetForm: MessageForm<Reset> = {
  name: "Reset",
  fields: [],
};

/** Writes the current network to a file, with its arrays in a separate file. */
export interface WriteNetwork {
  readonly path: string;
  /** Duration of a run in ms; omitted by default. */
  readonly duration?: number | undefined;
}

/** Fields of `WriteNetwork`. */
export const writeNetworkForm: MessageForm<WriteNetwork> = {
  name: "WriteNetwork",
  fields: [
    { number: 1, name: "path", kind: "string" },
    { number: 2, name: "duration", kind: "double", shape: "optional" },
  ],
};

/** The number of the created object. */
export interface Made {
  readonly number: number;
}

/** Fields of `Made`. */
export const madeForm: MessageForm<Made> = {
  name: "Made",
  fields: [
    { number: 1, name: "number", kind: "uint32" },
  ],
};

/** Rows with one value per neuron. */
export interface Signal {
  readonly neurons?: Indices | undefined;
  readonly start: number;
  readonly interval: number;
  readonly values?: Doubles | undefined;
}

/** Fields of `Signal`. */
export const signalForm: MessageForm<Signal> = {
  name: "Signal",
  fields: [
    { number: 1, name: "neurons", kind: () => indicesForm },
    { number: 2, name: "start", kind: "double" },
    { number: 3, name: "interval", kind: "double" },
    { number: 4, name: "values", kind: () => doublesForm },
  ],
};

export interface Written {
  readonly losses: readonly string[];
}

/** Fields of `Written`. */
export const writtenForm: MessageForm<Written> = {
  name: "Written",
  fields: [
    { number: 1, name: "losses", kind: "string", shape: "list" },
  ],
};
