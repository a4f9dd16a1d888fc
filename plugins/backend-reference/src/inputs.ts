import { type CurrentValue, currentValue, type NetworkProgram } from "@spikeloom/program";
import type { Neurons } from "./neurons.ts";

/** The continuous inputs of all neurons, and the values that code adds to them. */
export interface Inputs {
  readonly state: { added: Map<string, Float64Array> };
  /** Set all inputs for a step: each is the sum of what code adds and of its currents, in order. */
  set(step: number): void;
  /** Set what is added to an input from the next step on. */
  add(population: string, input: string, values: Float64Array): void;
}

/** Steps between the present one and the one whose value counts. */
const lags = { start: 0, previous: 1, end: -1 } as const;

/** Create the inputs of a program. */
export function createInputs(
  program: NetworkProgram,
  neurons: ReadonlyMap<string, Neurons>,
): Inputs {
  const state: Inputs["state"] = { added: new Map() };
  const lag = lags[program.convention.inputHold];
  const inputOf = (population: string, port: string): Float64Array =>
    neurons.get(population)?.state.slots.get(port) as Float64Array;
  const currents = program.stimuli.flatMap((one) =>
    one.kind === "current" ? [[one, currentValue(one, program)] as const] : [],
  );
  return {
    state,
    set(step) {
      for (const [name, one] of neurons) {
        for (const [port, { role }] of one.step.slots) {
          if (role !== "input") continue;
          inputOf(name, port).fill(0);
          inputOf(name, port).set(state.added.get(`${name}.${port}`) ?? []);
        }
      }
      for (const [{ population, port, targets }, value] of currents) {
        const input = inputOf(population, port);
        const now: ReturnType<CurrentValue> = step < lag ? 0 : value(step - lag);
        for (let k = 0; k < targets.size; k++) {
          const neuron = targets.neuron(k);
          const more = typeof now === "number" ? now : (now[k] as number);
          input[neuron] = (input[neuron] as number) + more;
        }
      }
    },
    add: (population, input, values) => void state.added.set(`${population}.${input}`, values),
  };
}
