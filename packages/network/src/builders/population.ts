import {
  type Configured,
  checkOptionNames,
  type NeuronModel,
  type NeuronRecord,
  type OptionNames,
  type Overrides,
  type PopulationRecord,
} from "@spikeloom/kernel";
import { SIZE } from "../errors.ts";
import { splitModel } from "./plain-model.ts";

/** What a population can be given beside its model and its size. */
export type PopulationOptions<P extends NeuronRecord["parameters"]> = Omit<
  PopulationRecord,
  "model" | "size" | "parameters"
> & { readonly parameters?: Overrides<P> };

const names: OptionNames<PopulationOptions<NeuronRecord["parameters"]>> = {
  parameters: true,
  initial: true,
  times: true,
  positions: true,
  integrator: true,
};

const MOST_NEURONS = 0xffffffff;

/**
 * Make a population of `size` neurons.
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
  return { ...options, model: given.model, size, ...(named && { parameters }) } as PopulationRecord;
}

/** Say whether a population can have this size. */
export function isSize(size: unknown): size is number {
  return Number.isInteger(size) && (size as number) >= 1 && (size as number) <= MOST_NEURONS;
}
