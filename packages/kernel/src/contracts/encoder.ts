import { checkDefinition } from "../record-fields.ts";
/** Turns a vector of values into spike trains. */
export interface EncoderRecord {
  readonly kind: "encoder";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  readonly options: Readonly<
    Record<string, { readonly default: string | number; readonly about: string }>
  >;
  /** Neurons needed for an input of this length. */
  neurons(length: number, options: Readonly<Record<string, string | number>>): number;
  /** Spike times in milliseconds, ascending, one array per neuron; `uniform` draws from [0, 1). */
  encode(request: {
    readonly values: Float64Array;
    readonly duration: number;
    readonly options: Readonly<Record<string, string | number>>;
    uniform(neuron: number, draw: number): number;
  }): readonly Float64Array[];
}

/** Define an encoder. */
export function defineEncoder(definition: Omit<EncoderRecord, "kind" | "contract">): EncoderRecord {
  checkDefinition(definition, "encoder");
  return Object.freeze({ kind: "encoder", contract: 1, ...definition });
}
