import { checkOptionNames, type OptionNames } from "../option-names.ts";
import type { BackendRecord } from "./backend.ts";
import type { ConnectorRecord } from "./connector.ts";
import type { EncoderRecord } from "./encoder.ts";
import type { FormatRecordOf } from "./format.ts";
import type { HardwareRecordOf } from "./hardware.ts";
import type { IntegratorRecord } from "./integrator.ts";
import type { LearningRecordOf } from "./learning.ts";
import type { NeuronRecord } from "./neuron.ts";
import type { PlasticityRecord } from "./plasticity.ts";
import type { SynapseRecord } from "./synapse.ts";

/** The record of each plugin kind. */
export interface RecordOfKind {
  neuron: NeuronRecord;
  synapse: SynapseRecord;
  plasticity: PlasticityRecord;
  encoder: EncoderRecord;
  connector: ConnectorRecord;
  integrator: IntegratorRecord;
  learning: LearningRecordOf<Stack>;
  backend: BackendRecord;
  hardware: HardwareRecordOf<Stack>;
  format: FormatRecordOf<Stack>;
}

/** The plugin kinds. */
export type PluginKind = keyof RecordOfKind;

/** Any plugin record. */
export type PluginRecord = RecordOfKind[PluginKind];

/** A package of records. */
export interface PluginPackage {
  readonly kind: "package";
  readonly contract: 1;
  readonly name: string;
  readonly records: readonly PluginRecord[];
}

const packageFields: OptionNames<Omit<PluginPackage, "kind">> = {
  contract: true,
  name: true,
  records: true,
};

/** A record as data, without the number of its contract. */
type Unnumbered<Record> = Record extends PluginRecord
  ? Omit<Record, "contract"> & { readonly contract?: 1 }
  : never;

/**
 * Define a package of plugin records, such as all models of one npm package.
 *
 * Records are what `defineNeuron` and so on give, or plain data with their kind. Numbers of contracts are
 * filled in.
 */
export function definePlugin(definition: {
  readonly name: string;
  readonly records: readonly Unnumbered<PluginRecord>[];
  readonly contract?: 1;
}): PluginPackage {
  checkOptionNames(definition, packageFields, "definePlugin");
  const { records: given } = definition;
  // What is no list is told by the stack, with its place.
  const records = (Array.isArray(given) ? given.map(numbered) : given) as readonly PluginRecord[];
  return Object.freeze({ kind: "package", contract: 1, ...definition, records });
}

function numbered(record: Unnumbered<PluginRecord>): Unnumbered<PluginRecord> {
  // What is no record, such as one of a module that is not loaded yet, is told by the stack too.
  const isRecord = typeof record === "object" ? record !== null : typeof record === "function";
  if (!isRecord) return record;
  return record.contract === undefined ? Object.freeze({ ...record, contract: 1 }) : record;
}

/** A frozen set of plugins. Nothing is registered anywhere else. */
export interface Stack {
  readonly kind: "stack";
  readonly contract: 1;
  /** All of its records, kind by kind, so that a stack can be part of another. */
  readonly records: readonly PluginRecord[];
  /** All records of a kind, in the order they were given. */
  list<K extends PluginKind>(kind: K): readonly RecordOfKind[K][];
  /** The record of that kind and name, if the stack has it. */
  find<K extends PluginKind>(kind: K, name: string): RecordOfKind[K] | undefined;
  /** The same, or a coded error with the nearest name. */
  get<K extends PluginKind>(kind: K, name: string, place?: string): RecordOfKind[K];
  /**
   * Address of the module from which another thread can load the record of that kind and name.
   *
   * That is the record's own `module`, or the module that the stack's plugins were loaded from.
   */
  moduleOf(kind: PluginKind, name: string): string | undefined;
}
