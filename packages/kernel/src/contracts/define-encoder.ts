import { checkDefinition } from "../record-fields.ts";
import { configurable, type ModelFunction } from "./configured.ts";
import type { EncoderRecord, SignalEncoderRecord, StillEncoderRecord } from "./encoder.ts";
import type { ParameterRecord } from "./model.ts";

type Parameters = Readonly<Record<string, ParameterRecord>>;

type Definition<Record, P> = Omit<Record, "kind" | "contract" | "parameters"> & {
  readonly parameters: P;
};

/**
 * Define an encoder that can be called with parameter values, like a model.
 *
 * An encoder with `spikes` takes all values at once, one with `begin` takes a signal.
 */
export function defineEncoder<const P extends Parameters>(
  definition: Definition<StillEncoderRecord<keyof P & string>, P>,
): StillEncoderRecord & ModelFunction<P, StillEncoderRecord>;
export function defineEncoder<const P extends Parameters>(
  definition: Definition<SignalEncoderRecord<keyof P & string>, P>,
): SignalEncoderRecord & ModelFunction<P, SignalEncoderRecord>;
export function defineEncoder(definition: object): EncoderRecord {
  checkDefinition(definition, "encoder");
  const record = { kind: "encoder", contract: 1, ...definition } as EncoderRecord;
  return configurable<Parameters, EncoderRecord>(record);
}
