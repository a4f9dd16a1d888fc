import type { NetworkRecord, NeuronRecord, Stack } from "@spikeloom/kernel";
import { type Chosen, chooseNeurons, findModel } from "@spikeloom/network";
import type { NetworkProgram, PopulationProgram } from "@spikeloom/program";
import { nothing, type RecordedChunks } from "./memory-sink.ts";
import { recordedUnit, valuesInUnit } from "./recorded-unit.ts";
import type { RecordedSamples, RecordedSpikes, Recording } from "./result.ts";
import { timesOfSpikes, timesOfSteps } from "./run-length.ts";

/** Resolved recorder of a network, determined before the run. */
export interface RecorderPlan {
  readonly population: string;
  readonly size: number;
  /** The recorded neurons: indices within the population. */
  readonly neurons: Uint32Array;
  readonly hasSpikes: boolean;
  /** Units in which the model declares the variables, in the order of the recorder. */
  readonly units: ReadonlyMap<string, string>;
}

/**
 * Resolve each recorder to its neurons and variables.
 *
 * Refuses variables that a model does not have.
 */
export function planRecorders(network: NetworkRecord, stack: Stack): readonly RecorderPlan[] {
  // Many recorders of one population choose alike, and a population has one model.
  const found = new Map<string, NeuronRecord>();
  const lists = new Map<string, Uint32Array>();
  return (network.record ?? []).map((recorder, k) => {
    const { population, variables } = recorder;
    const place = `record[${k}]`;
    const { model: input, size } = network.populations[population] ?? { model: "", size: 0 };
    const where = { network, stack, place: `populations.${population}.model` };
    const model = found.get(population) ?? findModel("neuron", input, where).model;
    found.set(population, model);
    const choice = JSON.stringify([population, recorder.neurons]);
    const neurons =
      lists.get(choice) ?? listed(chooseNeurons(recorder.neurons, size, `${place}.neurons`));
    lists.set(choice, neurons);
    const names = variables.filter((name) => name !== "spikes");
    const unitOf = (name: string): string =>
      recordedUnit(model, name, `${place}.variables[${variables.indexOf(name)}]`);
    return {
      population,
      size,
      neurons,
      hasSpikes: names.length < variables.length,
      units: new Map(names.map((name) => [name, unitOf(name)])),
    };
  });
}

function listed(chosen: Chosen): Uint32Array {
  const neurons = new Uint32Array(chosen.size);
  for (let k = 0; k < neurons.length; k++) neurons[k] = chosen.neuron(k);
  return neurons;
}

/** Resolve each recorder of a program. */
export function recordersOf({
  recorders,
  populations,
}: Pick<NetworkProgram, "recorders" | "populations">): readonly RecorderPlan[] {
  return recorders.map(({ population, chosen, spikes, variables }) => {
    const { form, size } = populations.get(population) as PopulationProgram;
    const { inputs, outputs, expressions, states } = form;
    const unitOf = (name: string): string =>
      [states, expressions, outputs, inputs].find((known) => known.has(name))?.get(name)?.unit ??
      "1";
    return {
      population,
      size,
      neurons: listed(chosen),
      hasSpikes: spikes,
      units: new Map(variables.map((name) => [name, unitOf(name)])),
    };
  });
}

/** Convert the stored data of each recorder into recordings with times in ms and values in declared units. */
export function makeRecordings(
  plans: readonly RecorderPlan[],
  recorded: readonly (RecordedChunks | undefined)[],
  dt: number,
): readonly Recording[] {
  return plans.map((plan, k) => {
    const chunks = recorded[k] ?? nothing;
    const { population, size, neurons } = plan;
    const spikes = plan.hasSpikes ? makeSpikes(chunks, dt) : undefined;
    const samples = new Map(
      [...plan.units].map(([name, unit]) => {
        const chosen = { neurons, unit, dt };
        return [name, makeSamples(chunks.samples.get(name), chosen)] as const;
      }),
    );
    return { population, size, neurons, spikes, samples };
  });
}

function makeSpikes({ spikes }: RecordedChunks, dt: number): RecordedSpikes {
  const { steps, neurons } = spikes;
  return { steps, neurons, times: timesOfSpikes(spikes, dt) };
}

type Samples = RecordedChunks["samples"] extends ReadonlyMap<string, infer S> ? S : never;

function makeSamples(
  chunk: Samples | undefined,
  chosen: { readonly neurons: Uint32Array; readonly unit: string; readonly dt: number },
): RecordedSamples {
  const { neurons, unit, dt } = chosen;
  const { steps, values } = chunk ?? { steps: new Int32Array(0), values: new Float64Array(0) };
  return { unit, times: timesOfSteps(steps, dt), neurons, values: valuesInUnit(values, unit) };
}
