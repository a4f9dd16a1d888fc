import { evaluate, parseNeuronModel } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { resolvePopulation } from "@spikeloom/network";
import { type Simulated, valuesFromUnit } from "@spikeloom/simulate";
import type { Definition } from "../definition.ts";
import type { SessionPopulation } from "../session-population.ts";

/** Read the current values of a variable of some neurons, in internal units. */
export async function readVariable(
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
): Promise<Float64Array> {
  const to = cell.variables.get(variable)?.to ?? variable;
  const model = parseNeuronModel(cell.model(parameters, size));
  // Computed variables may depend on any of them.
  const read = model.state.has(to) ? [to] : [...model.state.keys()];
  const states = new Map<string, Float64Array>();
  for (const name of read) {
    const { values, unit } = await sim.state(population, name);
    states.set(name, valuesFromUnit(values, unit));
  }
  const whole = states.get(to);
  if (whole !== undefined) return Float64Array.from(neurons, (neuron) => whole[neuron] as number);
  const request = { stack, seed: options.seed ?? 0, functions: hostFunctions };
  const resolved = resolvePopulation(sim.network, population, request).parameters;
  return Float64Array.from(neurons, (neuron) => {
    const scope = (name: string): number | undefined => {
      const found = resolved.get(name)?.value ?? states.get(name);
      if (found !== undefined) return typeof found === "number" ? found : found[neuron];
      const part = model.expressions.get(name) ?? model.outputs.get(name);
      return part && evaluate(part.value, { scope, functions: hostFunctions });
    };
    return scope(to) ?? 0;
  });
}
