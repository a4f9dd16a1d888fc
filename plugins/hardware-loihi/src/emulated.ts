import type { ConventionRecord } from "@spikeloom/kernel";
import { roundDelay, valueRange } from "@spikeloom/network";
import {
  type NetworkProgram,
  neuronForm,
  type PopulationProgram,
  type ProjectionProgram,
} from "@spikeloom/program";
import { type NeuronReplacement, replaceNeurons } from "@spikeloom/program/derive";
import { cubaModel, cubaName, loihiCuba } from "./cuba.ts";
import type { LoihiDialect } from "./dialects.ts";
import { LOIHI_DELAY, LOIHI_DIALECT, LOIHI_NEURON, LOIHI_SYNAPSE } from "./errors.ts";

/** Longest delay of a synapse in steps. */
const longestDelay = 62;

/**
 * Derive the program that a chip runs.
 *
 * Populations in integers of the chip get the arithmetic of the dialect, and the step the order of the chip. Sources stay outside of
 * the chip. A spike with a delay of d steps is in the accumulator d + 1 steps after the step of the spike.
 */
export function emulated(program: NetworkProgram, dialect: LoihiDialect): NetworkProgram {
  const neurons = [...program.populations.values()].filter(({ source }) => source === undefined);
  const populations = new Map(
    neurons.map((one): [string, NeuronReplacement] => [one.name, onChip(one, dialect)]),
  );
  for (const projection of program.projections) checkProjection(projection, program);
  const convention = chipConvention(program.convention);
  return replaceNeurons(program, { convention, populations, projections: new Map() });
}

/** The order of a step on the chip; stamps, samples and sources follow the network. */
function chipConvention(given: ConventionRecord): ConventionRecord {
  return {
    ...given,
    name: "loihi",
    order: ["arrive", "integrate", "threshold", "reset"],
    threshold: "as-written",
    refractory: { countOffset: 0, rounding: "nearest", blocksWrites: false },
    arrivals: "apart",
    delay: { ...given.delay, least: 0 },
  };
}

function onChip(population: PopulationProgram, dialect: LoihiDialect): NeuronReplacement {
  const { form, name, parameters, initial } = population;
  if (form.model !== cubaName) {
    throw LOIHI_NEURON({
      place: `populations.${name}.model`,
      message: "The chip has no neuron with these equations.",
      expected: `"${cubaName}"`,
      got: `"${form.model}"`,
      next: `State the population as "${cubaName}", or run it with the clock backend.`,
    });
  }
  checkDialect(population, dialect);
  return {
    form: neuronForm(cubaModel(dialect, { counts: true, shifts: new Map() })),
    parameters,
    initial,
  };
}

/** Refuse parameters that the dialect would ignore. */
function checkDialect({ name, parameters }: PopulationProgram, dialect: LoihiDialect): void {
  const lacks = [
    ...(dialect.hasRefractoriness ? [] : (["refractory_steps"] as const)),
    ...(dialect.voltageLimits === "core" ? [] : (["v_min_exp", "v_max_exp"] as const)),
  ];
  for (const parameter of lacks) {
    const { default: usual } = loihiCuba.parameters[parameter];
    const value = parameters.get(parameter)?.value ?? usual;
    const values = typeof value === "number" ? [value] : [...value];
    const got = values.find((one) => one !== usual);
    if (got === undefined) continue;
    throw LOIHI_DIALECT({
      place: `populations.${name}.parameters.${parameter}`,
      message: `The dialect "${dialect.name}" has no such parameter.`,
      expected: String(usual),
      got: String(got),
      next: 'Omit it, or choose the dialect "nengo-loihi".',
    });
  }
}

function checkProjection({ name, place, dynamic, delay }: ProjectionProgram, grid: Grid): void {
  if (dynamic !== undefined) {
    throw LOIHI_SYNAPSE({
      place,
      message: `The synapses of "${name}" do more than carry a weight.`,
      expected: "synapses without a model",
      got: dynamic.models.map((one) => `"${one.name}"`).join(", "),
      next: "Remove their synapse model and their plasticity rule.",
    });
  }
  const { constant, extent } = valueRange(delay);
  const longest = constant ?? extent?.[1];
  if (longest === undefined) return;
  checkDelay(roundDelay(longest, grid, `${place}.delay`), `${place}.delay`);
}

type Grid = Pick<NetworkProgram, "dt" | "convention">;

/** Refuse a delay that the chip cannot store. */
function checkDelay(steps: number, place: string): void {
  if (steps <= longestDelay) return;
  throw LOIHI_DELAY({
    place,
    message: "The delay does not fit into the 6 bits of a synapse.",
    expected: `at most ${longestDelay} steps`,
    got: `${steps} steps`,
    next: "Use a longer time step, or relay the spikes through another population.",
  });
}
