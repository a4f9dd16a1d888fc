import { evaluate, parseNeuronModel } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { resolvePopulation } from "@spikeloom/network";
import { type Simulated, valuesFromUnit } from "@spikeloom/simulate";
import type { Definition } from "../definition.ts";
import type { SessionPopulation } from "../session-population.ts";

/** Read a variable of some neurons as it is now, in units inside. */
export function readVariable(
  sim: Simulated,
  { cell, name: population, size, parameters }: SessionPopulation,
  {
    variable,
    neurons,
    stack,
    options,
  }: Pick<Definition, "stack" | "options"> & {
    readonly variable: string;
    readonly neurons: Uint32Array;
  },
): Float64Array {
  const to = cell.variables.get(variable)?.to ?? variable;
  const model = parseNeuronModel(cell.model(parameters, size));
  const states = new Map<string, Float64Array>();
  const stateOf = (name: string): Float64Array | undefined => {
    if (!model.state.has(name)) return undefined;
    const known = states.get(name);
    if (known !== undefined) return known;
    const { values, unit } = sim.state(population, name);
    const found = valuesFromUnit(values, unit);
    states.set(name, found);
    return found;
  };
  const whole = stateOf(to);
  if (whole !== undefined) return Float64Array.from(neurons, (neuron) => whole[neuron] as number);
  const request = { stack, seed: options.seed ?? 0, functions: hostFunctions };
  const resolved = resolvePopulation(sim.network, population, request).parameters;
  return Float64Array.from(neurons, (neuron) => {
    const scope = (name: string): number | undefined => {
      const found = resolved.get(name)?.value ?? stateOf(name);
      if (found !== undefined) return typeof found === "number" ? found : found[neuron];
      const part = model.expressions.get(name) ?? model.outputs.get(name);
      return part && evaluate(part.value, { scope, functions: hostFunctions });
    };
    return scope(to) ?? 0;
  });
}
