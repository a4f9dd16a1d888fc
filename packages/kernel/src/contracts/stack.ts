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

/** A record as data, without its contract number. */
type Unnumbered<Record> = Record extends PluginRecord
  ? Omit<Record, "contract"> & { readonly contract?: 1 }
  : never;

/**
 * Define a package of plugin records, such as all models of one npm package.
 *
 * Records are results of `defineNeuron` and similar functions, or plain data with a kind. Contract numbers are filled in.
 */
export function definePlugin(definition: {
  readonly name: string;
  readonly records: readonly Unnumbered<PluginRecord>[];
  readonly contract?: 1;
}): PluginPackage {
  checkOptionNames(definition, packageFields, "definePlugin");
  const { records: given } = definition;
  // The stack reports a value that is not a list, with its place.
  const records = (Array.isArray(given) ? given.map(numbered) : given) as readonly PluginRecord[];
  return Object.freeze({ kind: "package", contract: 1, ...definition, records });
}

function numbered(record: Unnumbered<PluginRecord>): Unnumbered<PluginRecord> {
  // The stack also reports values that are not records, such as those of a module that is not loaded yet.
  const isRecord = typeof record === "object" ? record !== null : typeof record === "function";
  if (!isRecord) return record;
  return record.contract === undefined ? Object.freeze({ ...record, contract: 1 }) : record;
}

/** A frozen set of plugins, the only place where plugins are registered. */
export interface Stack {
  readonly kind: "stack";
  readonly contract: 1;
  /** All of its records, kind by kind, so that a stack can be part of another. */
  readonly records: readonly PluginRecord[];
  /** List all records of a kind, in the order in which they were given. */
  list<K extends PluginKind>(kind: K): readonly RecordOfKind[K][];
  /** Find the record of a kind and name, if the stack has it. */
  find<K extends PluginKind>(kind: K, name: string): RecordOfKind[K] | undefined;
  /** Find a record, or throw a coded error with the nearest name. */
  get<K extends PluginKind>(kind: K, name: string, place?: string): RecordOfKind[K];
  /**
   * URL of the module from which another thread can load the record of a kind and name.
   *
   * It is the record's own `module`, or the module that the stack's plugins were loaded from.
   */
  moduleOf(kind: PluginKind, name: string): string | undefined;
}
