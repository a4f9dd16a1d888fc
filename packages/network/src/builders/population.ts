import {
  type Configured,
  checkOptionNames,
  type EncodedTimes,
  type EncoderRecord,
  type NeuronModel,
  type NeuronRecord,
  type OptionNames,
  type Overrides,
  type PopulationRecord,
} from "@spikeloom/kernel";
import { SIZE } from "../errors.ts";
import { type ModelInput, splitModel } from "./plain-model.ts";

/** Options of a population, besides its model and size. */
export type PopulationOptions<P extends NeuronRecord["parameters"]> = Omit<
  PopulationRecord,
  "model" | "size" | "parameters" | "times"
> & {
  readonly parameters?: Overrides<P>;
  readonly times?: Exclude<PopulationRecord["times"], EncodedTimes> | EncodedTimesInput;
};

/** Encoded times whose encoder may be given as a record, with or without parameters. */
export type EncodedTimesInput = Omit<EncodedTimes, "encoder"> & {
  readonly encoder: ModelInput<EncoderRecord>;
};

const names: OptionNames<PopulationOptions<NeuronRecord["parameters"]>> = {
  parameters: true,
  initial: true,
  times: true,
  positions: true,
  integrator: true,
  lag: true,
};

const MOST_NEURONS = 0xffffffff;

/**
 * Create a population of `size` neurons.
 *
 * `model` is a neuron model, a configured one (`lif({ tau_m: "10 ms" })`) or the name of one.
 */
export function population<const P extends NeuronRecord["parameters"]>(
  model: NeuronModel<P> | Configured<NeuronRecord> | NeuronRecord | string,
  size: number,
  options: PopulationOptions<P> = {},
): PopulationRecord {
  if (!isSize(size)) throw SIZE({ place: "population", got: size });
  checkOptionNames<object>(options, names, "population");
  const given = splitModel<NeuronRecord>(model);
  const parameters = { ...given.parameters, ...options.parameters };
  const named = Object.keys(parameters).length > 0;
  const times = isEncoded(options.times) ? { times: namedEncoder(options.times) } : {};
  const record = { ...options, ...times, model: given.model, size, ...(named && { parameters }) };
  return record as PopulationRecord;
}

function isEncoded(times: unknown): times is EncodedTimesInput {
  return typeof times === "object" && times !== null && "encoder" in times;
}

/** Replace the encoder by its name, which is looked up in the stack of a run, as for a network from a file. */
function namedEncoder(times: EncodedTimesInput): EncodedTimes {
  const { model, parameters } = splitModel<EncoderRecord>(times.encoder);
  const all = { ...(parameters as EncodedTimes["parameters"]), ...times.parameters };
  const encoder = typeof model === "string" ? model : model.name;
  return { ...times, encoder, ...(Object.keys(all).length > 0 && { parameters: all }) };
}

/** Test whether a population can have this size. */
export function isSize(size: unknown): size is number {
  return Number.isInteger(size) && (size as number) >= 1 && (size as number) <= MOST_NEURONS;
}
