import type { Learner, LearningRequest } from "@spikeloom/kernel";
import {
  eligibilities,
  type Jacobians,
  jacobiansOf,
  type MakeGradientMethod,
  NOT_TRAINED,
  type RunParts,
  type Signal,
  type Tape,
  type TrainedPopulation,
  type TrainedProjection,
} from "@spikeloom/training";
import { beginWith } from "./begin-with.ts";
import { singleSynapses } from "./eprop-feedback.ts";
import { isTrained, ownSignal } from "./signals.ts";

/** Start learning by online training through time. */
export function beginOttt(
  request: LearningRequest,
  saved: Uint8Array | undefined,
): Promise<Learner> {
  return beginWith(request, saved, { method: throughLayers });
}

/** A population and its error path: the populations nearer to the readout. */
interface Layer {
  readonly population: TrainedPopulation;
  readonly jacobians: Jacobians;
  readonly onward: readonly TrainedProjection[];
  /** Gradient of the loss with respect to its spikes, step by step. */
  readonly errors: Float64Array;
  /** Gradient with respect to its input in a step, through that step only. */
  readonly inflowErrors: ReadonlyMap<string, Float64Array>;
}

/**
 * Propagate errors from layer to layer, that of a spike in the step of its arrival (Xiao et al. 2022, equations 6 to
 * 8).
 *
 * Projections away from the readout or within a layer propagate no errors.
 */
const throughLayers: MakeGradientMethod = (parts, request) => {
  const { program } = parts;
  const { steps } = program;
  const layers = layersOf(parts, request.readout.population);
  const traces = eligibilities(program);
  const byName = new Map(layers.map((one) => [one.population.name, one]));
  return {
    back(tape) {
      for (const layer of layers) {
        const { size, name } = layer.population;
        bringBack(layer, byName, tape);
        const isRead = name === request.readout.population;
        for (const values of layer.inflowErrors.values()) values.fill(0);
        for (let step = 0; step < steps; step++) {
          const own = layer.errors.subarray(step * size, (step + 1) * size);
          layer.jacobians.compute(tape, step);
          addInflows(layer, step, { of: "spikes", values: own });
          if (!isRead) continue;
          addInflows(layer, step, { of: request.readout.variable, values: tape.readSlopes(step) });
        }
      }
      traces.add(tape, (name) => {
        const layer = byName.get(name);
        if (layer === undefined) return [];
        const { size } = layer.population;
        const errors: Signal = {
          of: "spikes",
          at: (step) => layer.errors.subarray(step * size, (step + 1) * size),
        };
        return name === request.readout.population ? [errors, ownSignal(tape, request)] : [errors];
      });
    },
  };
};

/** Sum the effects of a layer's spikes on its target layers and on rate costs. */
function bringBack(
  { population, onward, errors }: Layer,
  layers: ReadonlyMap<string, Layer>,
  tape: Tape,
): void {
  const { size, name } = population;
  const rates = tape.rateSlopes(name);
  for (let at = 0; at < errors.length; at++) errors[at] = rates[at % size] as number;
  for (const projection of onward) {
    const { sources, targets, latency, receptor, to } = projection;
    const arrived = layers.get(to)?.inflowErrors.get(receptor);
    if (arrived === undefined) continue;
    const { values, pitch } = tape.weights(projection);
    for (let step = 0; step + latency < tape.steps; step++) {
      const from = (step + latency) * targets;
      for (let n = 0; n < sources; n++) {
        let sum = 0;
        for (let k = 0; k < targets; k++) {
          sum += (values[n * pitch + k] as number) * (arrived[from + k] as number);
        }
        errors[step * size + n] = (errors[step * size + n] as number) + sum;
      }
    }
  }
}

function addInflows(
  { jacobians, inflowErrors, population: { size } }: Layer,
  step: number,
  { of, values }: { readonly of: string; readonly values: ArrayLike<number> },
): void {
  for (const entry of jacobians.entries) {
    const into = entry.of === of ? inflowErrors.get(entry.by) : undefined;
    if (into === undefined) continue;
    const factor = jacobians.values(entry);
    for (let n = 0; n < size; n++) {
      const at = step * size + n;
      into[at] = (into[at] as number) + (factor[n] as number) * (values[n] as number);
    }
  }
}

/** List populations starting from the readout, each after those nearer to it. */
function layersOf(parts: RunParts, readout: string): readonly Layer[] {
  const { populations, projections, steps, dt } = parts.program;
  const levels = new Map([[readout, 0]]);
  for (let found = [readout]; found.length > 0; ) {
    const next = projections.filter(({ to, from }) => found.includes(to) && !levels.has(from));
    const level = levels.size === 1 ? 1 : Math.max(...levels.values()) + 1;
    for (const { from } of next) levels.set(from, level);
    found = next.map(({ from }) => from);
  }
  const lost = populations.find(({ name }) => isTrained(name, parts) && !levels.has(name));
  if (lost !== undefined) {
    throw NOT_TRAINED({
      place: `populations.${lost.name}`,
      message: `No path leads from "${lost.name}" to the readout "${readout}".`,
      next: "Exclude from training what has no path to the readout.",
    });
  }
  const levelOf = (name: string): number => levels.get(name) ?? Number.POSITIVE_INFINITY;
  // Layers before all trained ones need no errors.
  const farthest = Math.max(
    ...populations.filter(({ name }) => isTrained(name, parts)).map(({ name }) => levelOf(name)),
  );
  return populations
    .filter(({ name }) => levelOf(name) <= farthest)
    .sort((left, right) => levelOf(left.name) - levelOf(right.name))
    .map((population) => ({
      population,
      jacobians: jacobiansOf(population, dt),
      onward: projections
        .filter(({ from, to }) => from === population.name && levelOf(to) < levelOf(from))
        .map(singleSynapses),
      errors: new Float64Array(steps * population.size),
      inflowErrors: new Map(
        population.inflows.map((one) => [one, new Float64Array(steps * population.size)] as const),
      ),
    }));
}
