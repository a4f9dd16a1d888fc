import { interpretKernel } from "@spikeloom/code";
import { wasm } from "@spikeloom/code/encoder";
import { type Kernel, slotName, solveExact } from "@spikeloom/program";
import { spikesSlot, tangentStep } from "@spikeloom/program/derive";
import type { TrainedPopulation } from "../program/trained-population.ts";

/** A population with its derivatives along a direction. */
export interface MovingPopulation {
  readonly name: string;
  readonly size: number;
  /** Set the derivatives of all states to zero. */
  detach(): void;
  /** Start a step, without input. */
  begin(): void;
  /** Value of a slot, or its derivative. */
  values(slot: string, what: "value" | "move"): Float64Array;
  /** Compute a step, and record spikes and their derivatives. */
  advance(
    t: number,
    train: { readonly spikes: Float64Array; readonly moves: Float64Array },
    step: number,
  ): void;
  /** Value of a slot after a step, or its derivative; step -1 is the initial state. */
  trace(slot: string, what: "value" | "move", step: number): Float64Array;
}

/** Create a population whose step is interpreted, in float64, with its tangents. */
export function movingPopulation(
  population: TrainedPopulation,
  {
    parameterMoves,
    steps,
  }: {
    readonly parameterMoves: ReadonlyMap<string, Float64Array>;
    readonly steps: number;
  },
): MovingPopulation {
  const { name, size, states, inflows, constants, trained, coefficients } = population;
  const { step, differentiation } = population;
  const tangent = tangentStep(step, differentiation);
  const [kernel] = tangent.kernels as readonly [Kernel];
  const padded = Math.ceil(size / 16) * 16;
  const slots = new Map([...tangent.slots.keys()].map((slot, k) => [slot, 64 + 8 * padded * k]));
  const out = 64 + 8 * padded * slots.size;
  const memory = new wasm.Memory({ initial: Math.ceil((out + 4 * padded) / 65_536) });
  const { run } = interpretKernel(kernel, { slots, size, precision: "f64" }, memory);
  const array = (slot: string): Float64Array =>
    new Float64Array(memory.buffer, slots.get(slot) ?? 0, slots.has(slot) ? size : 0);
  const values: MovingPopulation["values"] = (slot, what) =>
    array(what === "value" ? slot : slotName("tangent", slot));
  const set = (to: Float64Array, value: number | Float64Array): void => {
    if (typeof value === "number") to.fill(value);
    else to.set(value);
  };
  for (const [slot, value] of [...states, ...constants, ...coefficients]) set(array(slot), value);
  for (const parameter of trained) {
    const along = parameterMoves.get(`${name}.${parameter}`) ?? new Float64Array(size);
    // One number is shared by all neurons, or by those of a channel.
    const moves = values(parameter, "move");
    for (let n = 0; n < size; n++) moves[n] = along[n % along.length] as number;
  }
  for (const exact of step.exact ?? []) {
    for (const [slot, byParameter] of solveExact(exact, constants).slopes) {
      const moves = values(slot, "move");
      for (const [parameter, slope] of byParameter) {
        const along = values(parameter, "move");
        for (let n = 0; n < size; n++) {
          moves[n] =
            (moves[n] as number) + (slope[n % slope.length] as number) * (along[n] as number);
        }
      }
    }
  }
  const traces = new Map<string, Float64Array[]>();
  const kept = [...states.keys()].flatMap((slot) => [slot, slotName("tangent", slot)]);
  for (const slot of kept) traces.set(slot, new Array<Float64Array>(steps));
  const first = new Map(kept.map((slot) => [slot, array(slot).slice()]));
  return {
    name,
    size,
    values,
    detach() {
      for (const slot of states.keys()) values(slot, "move").fill(0);
    },
    begin() {
      for (const slot of inflows) {
        values(slot, "value").fill(0);
        values(slot, "move").fill(0);
      }
    },
    advance(t, train, at) {
      const sent = run(t, out);
      const moves = values(spikesSlot, "move");
      train.moves.set(moves, at * size);
      for (const neuron of new Uint32Array(memory.buffer, out, sent)) {
        train.spikes[at * size + neuron] = 1;
      }
      for (const [slot, trace] of traces) trace[at] = array(slot).slice();
    },
    trace(slot, what, at) {
      const of = what === "value" ? slot : slotName("tangent", slot);
      return (at < 0 ? first.get(of) : traces.get(of)?.[at]) ?? new Float64Array(0);
    },
  };
}
