import type { ConventionRecord } from "@spikeloom/kernel";
import { roundDelay, type ValueProgram, valueRange } from "@spikeloom/network";
import {
  type DynamicSynapses,
  type NetworkProgram,
  neuronForm,
  type PopulationProgram,
  type ProjectionProgram,
} from "@spikeloom/program";
import {
  type NeuronReplacement,
  type ProjectionReplacement,
  replaceNeurons,
} from "@spikeloom/program/derive";
import { chipReceptor, cubaModel, cubaName, loihiCuba } from "./cuba.ts";
import type { LoihiDialect } from "./dialects.ts";
import { LOIHI_DELAY, LOIHI_DIALECT, LOIHI_NEURON, LOIHI_SYNAPSE } from "./errors.ts";
import { synapseName, type WeightFormat, weightConversions } from "./synapse.ts";

/** Longest delay of a synapse in steps. */
const longestDelay = 62;

/**
 * Derive the program that a chip runs.
 *
 * Populations in integers of the chip get the arithmetic of the dialect, and the step the order of the chip. Sources stay outside of
 * the chip. A spike with a delay of d steps is in the accumulator d + 1 steps after the step of the spike.
 */
export function emulated(program: NetworkProgram, dialect: LoihiDialect): NetworkProgram {
  const projections = program.projections.map((one) => onSynapses(one, program, dialect));
  const populations = new Map<string, NeuronReplacement>();
  for (const population of program.populations.values()) {
    if (population.source !== undefined) continue;
    const own = projections.filter(({ to }) => to === population.name);
    const shifts = new Map(own.flatMap(({ shift }) => shift));
    populations.set(population.name, onChip(population, dialect, shifts));
  }
  return replaceNeurons(program, {
    convention: chipConvention(program.convention),
    populations,
    projections: new Map(projections.map(({ name, change }) => [name, change])),
  });
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

function onChip(
  population: PopulationProgram,
  dialect: LoihiDialect,
  shifts: ReadonlyMap<string, number>,
): NeuronReplacement {
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
  const model = cubaModel(dialect, { counts: true, shifts });
  return { form: neuronForm(model), parameters, initial };
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

/** A projection on the chip. */
interface ChipProjection {
  readonly name: string;
  readonly to: string;
  readonly change: ProjectionReplacement;
  /** Receptor whose sum is shifted down, and the number of bits, if the projection needs one of its own. */
  readonly shift: readonly (readonly [receptor: string, bits: number])[];
}

function onSynapses(
  projection: ProjectionProgram,
  grid: Grid,
  dialect: LoihiDialect,
): ChipProjection {
  const { name, to, place, delay, dynamic } = projection;
  checkDelays(delay, grid, `${place}.delay`);
  if (dynamic === undefined) {
    return { name, to, change: { receptor: chipReceptor }, shift: [] };
  }
  const format = formatOf(projection, dynamic);
  const { mantissa, delivered } = weightConversions(dialect, format);
  const { exponent } = format;
  if (exponent >= 0 || dialect.negativeExponents === "synapse") {
    return { name, to, change: { receptor: chipReceptor, converted: delivered }, shift: [] };
  }
  // The sum of this projection alone is shifted.
  const receptor = `${chipReceptor}_${grid.projections.indexOf(projection)}`;
  return { name, to, change: { receptor, converted: mantissa }, shift: [[receptor, -exponent]] };
}

/** Read the stated format of a projection's weights. */
function formatOf({ name, place }: ProjectionProgram, { models }: DynamicSynapses): WeightFormat {
  const [model, second] = models;
  if (model?.name !== synapseName || second !== undefined) {
    throw LOIHI_SYNAPSE({
      place,
      message: `The synapses of "${name}" do more than carry a weight.`,
      expected: `synapses without a model, or "${synapseName}"`,
      got: models.map((one) => `"${one.name}"`).join(" and "),
      next: "Remove their synapse model and their plasticity rule.",
    });
  }
  const read = (parameter: keyof WeightFormat): number => {
    const source = model.parameters.get(parameter)?.source;
    if (source?.kind === "number") return source.value;
    throw LOIHI_SYNAPSE({
      place: `${place}.synapse.parameters.${parameter}`,
      message: "All synapses of a projection have the same format.",
      expected: "one number",
      got: source === undefined ? "nothing" : `a ${source.kind}`,
      next: "Use one projection for each format.",
    });
  };
  const format = { bits: read("bits"), exponent: read("exponent"), mixed: read("mixed") };
  if (format.bits !== 7) return format;
  throw LOIHI_SYNAPSE({
    place: `${place}.synapse.parameters.bits`,
    message: "The chip has no weights of 7 bits.",
    expected: "1 to 6, or 8",
    got: "7",
    next: "Use 8 bits.",
  });
}

type Grid = Pick<NetworkProgram, "dt" | "convention" | "projections">;

/** Refuse delays that the chip cannot store, as far as they are known before rows are drawn. */
function checkDelays(delay: ValueProgram, grid: Grid, place: string): void {
  const { constant, extent } = valueRange(delay);
  const longest = constant ?? extent?.[1];
  if (longest === undefined) return;
  const steps = roundDelay(longest, grid, place);
  if (steps <= longestDelay) return;
  throw LOIHI_DELAY({
    place,
    message: "The delay does not fit into the 6 bits of a synapse.",
    expected: `at most ${longestDelay} steps`,
    got: `${steps} steps`,
    next: "Use a longer time step, or relay the spikes through another population.",
  });
}
