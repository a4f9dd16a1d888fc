import { checkDefinition } from "../record-fields.ts";
import { configurable, type ModelFunction } from "./configured.ts";
import type { EncoderRecord } from "./encoder.ts";
import type { ParameterRecord } from "./model.ts";

/** Define an encoder, which takes values for its parameters as a model does. */
export function defineEncoder<const P extends Readonly<Record<string, ParameterRecord>>>(
  definition: Omit<EncoderRecord<keyof P & string>, "kind" | "contract" | "parameters"> & {
    readonly parameters: P;
  },
): EncoderRecord & ModelFunction<P, EncoderRecord> {
  checkDefinition(definition, "encoder");
  return configurable<P, EncoderRecord>({ kind: "encoder", contract: 1, ...definition });
}
