import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { approximateFunctions } from "../check/approximate-functions.ts";
import { MEMORY } from "../errors.ts";
import { findModel } from "../plan/find-model.ts";
import type { ProjectionTask } from "../plan/plan-projection.ts";
import { projectionNames } from "../plan/projection-names.ts";
import { isScalar } from "../values/value-kind.ts";
import { expectedSynapses } from "./expected-synapses.ts";

/** What a network will take, as far as that shows before it is built. */
export interface MemoryEstimate {
  readonly neurons: number;
  readonly synapses: number;
  /** State of neurons and synapses together. */
  readonly bytes: number;
  readonly projections: readonly {
    readonly name: string;
    readonly synapses: number;
    readonly bytes: number;
  }[];
}

const BYTES_PER_NUMBER = 8;
// An index; with a weight of its own for each synapse 8 more, and 4 for an own delay.
const BYTES_PER_SYNAPSE = 4;
const BYTES_PER_WEIGHT = 8;
const BYTES_PER_DELAY = 4;

/** Estimate the memory of a sound network of any size without building it. */
export function estimateMemory(network: NetworkRecord, stack: Stack): MemoryEstimate {
  const state = neuronMemory(network, stack);
  const names = projectionNames(network);
  const projections = names.map((name, index) => projectionMemory(network, { index, name, stack }));
  return {
    neurons: state.neurons,
    synapses: projections.reduce((sum, { synapses }) => sum + synapses, 0),
    bytes: projections.reduce((sum, { bytes }) => sum + bytes, state.bytes),
    projections,
  };
}

/**
 * Refuse a network that would not fit, before anything is allocated.
 *
 * Gives the estimate.
 */
export function checkMemory(
  network: NetworkRecord,
  { stack, bound }: { readonly stack: Stack; readonly bound: number },
): MemoryEstimate {
  const estimate = estimateMemory(network, stack);
  const { bytes, projections } = estimate;
  if (bytes <= bound) return estimate;
  const synapses = {
    count: estimate.synapses,
    bytes: projections.reduce((sum, one) => sum + one.bytes, 0),
  };
  const neurons = { count: estimate.neurons, bytes: bytes - synapses.bytes };
  const largest = projections.toSorted((a, b) => b.bytes - a.bytes)[0];
  const place =
    largest === undefined || largest.bytes < neurons.bytes
      ? "populations"
      : `projection "${largest.name}" above all`;
  throw MEMORY({ place, neurons, synapses, bound });
}

function neuronMemory(
  network: NetworkRecord,
  stack: Stack,
): { readonly neurons: number; readonly bytes: number } {
  let neurons = 0;
  let bytes = 0;
  for (const [name, record] of Object.entries(network.populations)) {
    const place = `populations.${name}.model`;
    const { model, parameters } = findModel("neuron", record.model, { network, stack, place });
    const given = Object.values({ ...parameters, ...record.parameters });
    const varied = given.filter((value) => !isScalar(value)).length;
    const axes = record.positions === undefined ? 0 : 3;
    const numbers = Object.keys(model.state ?? {}).length + varied + axes + 1;
    neurons += record.size;
    bytes += record.size * numbers * BYTES_PER_NUMBER;
  }
  return { neurons, bytes };
}

function projectionMemory(
  network: NetworkRecord,
  given: { readonly index: number; readonly name: string; readonly stack: Stack },
): MemoryEstimate["projections"][number] {
  const { index, name, stack } = given;
  const record = network.projections?.[index];
  if (record === undefined) return { name, synapses: 0, bytes: 0 };
  const place = `projections[${index}]`;
  const options = { stack, seed: 0, functions: approximateFunctions };
  const task: ProjectionTask = { network, record, name, place, options };
  const synapses = expectedSynapses(task);
  const { weight, delay, synapse } = record;
  const state = synapseState(network, synapse, { stack, place });
  const each =
    BYTES_PER_SYNAPSE +
    (isScalar(weight) ? 0 : BYTES_PER_WEIGHT) +
    (delay === undefined || isScalar(delay) ? 0 : BYTES_PER_DELAY) +
    state * BYTES_PER_NUMBER;
  return { name, synapses, bytes: Math.ceil(synapses * each) };
}

function synapseState(
  network: NetworkRecord,
  synapse: NonNullable<NetworkRecord["projections"]>[number]["synapse"],
  { stack, place }: { readonly stack: Stack; readonly place: string },
): number {
  if (synapse === undefined) return 0;
  const { model } = findModel("synapse", synapse, { network, stack, place: `${place}.synapse` });
  return model.per === "source" ? 0 : Object.keys(model.state ?? {}).length;
}
