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

/** Define a package of plugin records, such as all models of one npm package. */
export function definePlugin(
  definition: Omit<PluginPackage, "kind" | "contract"> & { readonly contract?: 1 },
): PluginPackage {
  checkOptionNames(definition, packageFields, "definePlugin");
  return Object.freeze({ kind: "package", contract: 1, ...definition });
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
}
