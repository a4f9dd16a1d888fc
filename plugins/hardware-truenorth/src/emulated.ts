import type { ConnectorLookup, ConventionRecord } from "@spikeloom/kernel";
import { valueRange } from "@spikeloom/network";
import {
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
import type { ChipProgram } from "@spikeloom/simulate";
import { axonName } from "./axon.ts";
import { type CoreSize, coreNotes, type MappedCores, mapCores } from "./cores.ts";
import { checkDelay, drawCrossbars, numberMembers, ticksOf } from "./crossbar.ts";
import type { TrueNorthDialect } from "./dialects.ts";
import {
  TRUENORTH_DELAY,
  TRUENORTH_DIALECT,
  TRUENORTH_NEURON,
  TRUENORTH_SYNAPSE,
} from "./errors.ts";
import { axonTypes, levelOf, neuronModel, neuronName, receptorOf, typeOf } from "./neuron.ts";
import { synapseModel, synapseName } from "./synapse.ts";

/** Chip to derive a program for. */
export interface ChipRequest extends CoreSize {
  readonly dialect: TrueNorthDialect;
  /** With a stack, rows are drawn and assigned to cores. */
  readonly stack?: Pick<ConnectorLookup, "find" | "list"> | undefined;
}

/**
 * Derive the program that a chip runs.
 *
 * Populations get the arithmetic of the dialect, and the step the order of the chip. Splitters take part of the delays, so that
 * they do not change the program. Sources stay outside of the chip.
 */
export function emulated(program: NetworkProgram, request: ChipRequest): ChipProgram {
  const { dialect, stack } = request;
  const stepsPerTick = stepsPerTickOf(program);
  const projections = new Map<string, ProjectionReplacement>();
  const populations = new Map<string, NeuronReplacement>();
  checkNetwork(program, dialect);
  for (const population of program.populations.values()) {
    const { name, form, source, parameters, initial, feeds } = population;
    if (source !== undefined || form.model === axonName) continue;
    const random = axonTypes.filter((type) => isOneAnywhere(parameters, `b_${type}`));
    const model = neuronModel(dialect, {
      randomLeak: isOneAnywhere(parameters, "leak_random"),
      randomThreshold: isOneAnywhere(parameters, "mask_bits"),
      counts: dialect.potentialBits !== undefined,
      stepsPerTick,
    });
    for (const { name: projection, to, receptor = "" } of program.projections) {
      if (to !== name) continue;
      const type = typeOf(receptor) as number;
      const synapse = random.some((one) => one === type) ? synapseModel(type) : undefined;
      projections.set(projection, { receptor, synapse });
    }
    const read = random.map(levelOf).filter((level) => !feeds.observed.has(level));
    populations.set(name, {
      form: neuronForm(model),
      parameters,
      initial,
      observed: [...feeds.observed, ...read],
    });
  }
  const convention = chipConvention(program.convention);
  return {
    program: replaceNeurons(program, { convention, populations, projections }),
    notes: stack === undefined ? [] : coreNotes(mapped(program, { ...request, stack })),
  };
}

/** Refuse what the chip does not have, as far as it is known before rows are drawn. */
export function checkNetwork(program: NetworkProgram, dialect: TrueNorthDialect): void {
  for (const projection of program.projections) checkProjection(projection, program);
  for (const population of program.populations.values()) {
    const { form, source } = population;
    if (source !== undefined || form.model === axonName) continue;
    if (form.model !== neuronName) throw otherNeuron(population);
    checkDialect(population, dialect);
  }
}

/** Draw the synapses of a network, and assign its neurons to cores. */
export function mapped(
  program: NetworkProgram,
  { stack, ...size }: CoreSize & { readonly stack: Pick<ConnectorLookup, "find" | "list"> },
): MappedCores {
  const numbering = numberMembers(program);
  const stepsPerTick = stepsPerTickOf(program);
  return mapCores(numbering, drawCrossbars(program, numbering, { stack, stepsPerTick }), size);
}

/** Steps of a tick: two where axons that several neurons reach take the first of them. */
export function stepsPerTickOf({ populations }: NetworkProgram): 1 | 2 {
  return [...populations.values()].some(({ form }) => form.model === axonName) ? 2 : 1;
}

/** The order of a tick; stamps, samples and sources follow the network. A bit of the scheduler is set once. */
function chipConvention(given: ConventionRecord): ConventionRecord {
  return {
    ...given,
    name: "truenorth",
    order: ["arrive", "integrate", "threshold", "reset"],
    threshold: "as-written",
    refractory: { countOffset: 0, rounding: "nearest", blocksWrites: false },
    arrivals: "apart",
    delay: { ...given.delay, least: 0 },
    multiplicity: "one",
  };
}

/** Test whether a parameter is above 0 in any neuron. */
function isOneAnywhere(parameters: PopulationProgram["parameters"], name: string): boolean {
  const value = parameters.get(name)?.value ?? 0;
  return typeof value === "number" ? value > 0 : value.some((one) => one > 0);
}

function otherNeuron({ name, form }: PopulationProgram): Error {
  return TRUENORTH_NEURON({
    place: `populations.${name}.model`,
    message: "The chip has no neurons of this kind.",
    expected: `"${neuronName}", or a source`,
    got: `"${form.model}"`,
    next: `State the population as "${neuronName}", or run it with the clock backend.`,
  });
}

/** Refuse parameters that the dialect would ignore or cannot store. */
function checkDialect(
  { name, parameters }: PopulationProgram,
  { name: dialect, hasAllModes, thresholds }: TrueNorthDialect,
): void {
  const [least, most] = ranges[thresholds];
  const signed = thresholds === "signed-9" ? ([-256, 255] as const) : undefined;
  const allowed: readonly (readonly [string, number, number])[] = [
    ["alpha", least, most],
    // RANC stores it with its sign.
    ["beta", thresholds === "signed-9" ? -most : least, thresholds === "signed-9" ? -least : most],
    ...(signed ? ([["r_reset", ...signed]] as const) : []),
    ...(hasAllModes ? [] : absent),
  ];
  for (const [parameter, from, to] of allowed) {
    const value = parameters.get(parameter)?.value ?? 0;
    const values = typeof value === "number" ? [value] : value;
    const neuron = values.findIndex((one) => one < from || one > to);
    if (neuron < 0) continue;
    const isOne = from === to;
    throw TRUENORTH_DIALECT({
      place: `populations.${name}.parameters.${parameter}`,
      message: isOne
        ? `The dialect "${dialect}" has no such mode.`
        : `The dialect "${dialect}" cannot store this number.`,
      expected: isOne ? String(from) : `${from} to ${to}`,
      got: `${values[neuron]} in neuron ${neuron}`,
      next: 'Change the parameter, or choose the dialect "truenorth".',
    });
  }
}

const ranges: Readonly<Record<TrueNorthDialect["thresholds"], readonly [number, number]>> = {
  "unsigned-18": [0, 2 ** 18 - 1],
  "signed-9": [-256, 255],
  any: [1 - 2 ** 18, 2 ** 18 - 1],
};

/** Modes that RANC does not have, each with the only value that it has. */
const absent: readonly (readonly [string, number, number])[] = [
  ...axonTypes.map((type) => [`b_${type}`, 0, 0] as const),
  ["leak_random", 0, 0],
  ["leak_reversal", 0, 0],
  ["mask_bits", 0, 0],
  ["saturate", 0, 0],
  ["reset_mode", 0, 1],
];

/** Refuse synapses and delays that the crossbar does not have, as far as they are known before rows are drawn. */
function checkProjection(projection: ProjectionProgram, program: NetworkProgram): void {
  const { name, place, dynamic, receptor = "", from, to, weight, delay } = projection;
  const refuse = (message: string, expected: string, got: string, next: string, at = ""): Error =>
    TRUENORTH_SYNAPSE({ place: `${place}${at}`, message, expected, got, next });
  const [model, second] = dynamic?.models ?? [];
  const type = model?.name === synapseName ? model.parameters.get("type")?.source : undefined;
  if (model !== undefined && (model.name !== synapseName || second !== undefined)) {
    throw refuse(
      `The synapses of "${name}" do more than connect.`,
      `synapses without a model, or "${synapseName}"`,
      (dynamic?.models ?? []).map((one) => `"${one.name}"`).join(" and "),
      "Remove their synapse model and their plasticity rule.",
    );
  }
  if (type !== undefined && (type.kind !== "number" || receptorOf(type.value) !== receptor)) {
    throw refuse(
      `The synapses of "${name}" have another type of axons than their receptor.`,
      `the type of "${receptor}"`,
      type.kind === "number" ? String(type.value) : `a ${type.kind}`,
      'Set "type" to the number in the name of the receptor, or omit the synapse model.',
      ".synapse.parameters.type",
    );
  }
  const { constant, extent = [constant ?? 0, constant ?? 0] } = valueRange(weight);
  if (extent[0] !== 1 || extent[1] !== 1) {
    throw refuse(
      "A synapse of the crossbar is one bit.",
      "a weight of 1: the neuron states the weight of each type of axon",
      extent[0] === extent[1] ? String(extent[0]) : `${extent[0]} to ${extent[1]}`,
      "Use a weight of 1, and connect only the neurons that are connected.",
      ".weight",
    );
  }
  const { constant: one, extent: delays = [one ?? 0, one ?? 0] } = valueRange(delay);
  const steps = delays.map((ms) => Math.round(ms / program.dt)) as [number, number];
  const stepsPerTick = stepsPerTickOf(program);
  const isFromAxon = program.populations.get(from)?.form.model === axonName;
  const isToAxon = program.populations.get(to)?.form.model === axonName;
  if (isFromAxon && (isToAxon || steps[1] > 0)) {
    throw TRUENORTH_DELAY({
      place: `${place}.delay`,
      message: "The synapses of an axon act in the tick in which its spike arrives.",
      expected: "a delay of 0 from axons to neurons",
      got: isToAxon ? `another axon, "${to}"` : `${delays[1]} ms`,
      next: "State the delay between the neurons and the axons.",
    });
  }
  if (isToAxon && steps.some((step) => step % stepsPerTick !== 0)) {
    throw TRUENORTH_DELAY({
      place: `${place}.delay`,
      message: "A network with axons has two steps in each tick.",
      expected: "an even number of steps between neurons and axons",
      got: `${steps[0]} to ${steps[1]} steps`,
      next: "Use delays of whole ticks.",
    });
  }
  checkDelay(ticksOf(steps[1], stepsPerTick), place);
}
