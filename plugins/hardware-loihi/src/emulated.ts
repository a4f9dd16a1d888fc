import type { ConnectorLookup, ConventionRecord } from "@spikeloom/kernel";
import {
  type DrawnSynapses,
  type DynamicSynapses,
  drawSynapses,
  type NetworkProgram,
  neuronForm,
  type PopulationProgram,
  type ProjectionProgram,
  statedSynapses,
} from "@spikeloom/program";
import {
  dividedByDelay,
  type NeuronReplacement,
  type ProjectionReplacement,
  replaceNeurons,
} from "@spikeloom/program/derive";
import type { ChipProgram } from "@spikeloom/simulate";
import type { ShiftedPort } from "./accumulator.ts";
import { agreementNote } from "./agreement.ts";
import { coreNotes, fitCores } from "./cores.ts";
import { chipReceptor, cubaModel, cubaName, loihiCuba, noiseParameters } from "./cuba.ts";
import { type LoihiDialect, lavaDialect, nengoLoihiDialect } from "./dialects.ts";
import {
  type Discretisation,
  discretePopulation,
  type PhysicalPopulation,
  physicalPopulation,
} from "./discretised.ts";
import {
  LOIHI_DELAY,
  LOIHI_DIALECT,
  LOIHI_NOISE,
  LOIHI_RECORD,
  LOIHI_RULE,
  LOIHI_SYNAPSE,
} from "./errors.ts";
import type { Loihi2Parts } from "./graded.ts";
import { learningEvent, learningName } from "./learning.ts";
import { gradedModels, loihi2Models } from "./loihi-2.ts";
import {
  gradedSynapseName,
  multiplyingSynapse,
  type WeightFormat,
  weightConversions,
} from "./synapse.ts";
import { checkMantissas, formatOf } from "./weight-format.ts";

/** Longest delay of a synapse in steps. */
const longestDelay = 62;

/**
 * Derive the program that a chip runs.
 *
 * Populations get the arithmetic of the dialect, those in physical units after their numbers are rounded to integers, and the
 * step the order of the chip. Sources stay outside of the chip. A spike with a delay of d steps is in the accumulator d + 1 steps after
 * the step of the spike. With a stack, rows are drawn: their weights and the resources of cores are checked. Populations in physical
 * units follow the choice for their name, by default the usual one.
 */
export function emulated(
  given: NetworkProgram,
  dialect: LoihiDialect,
  stack?: Pick<ConnectorLookup, "find" | "list">,
  chosen: ReadonlyMap<string, Discretisation> = new Map(),
): ChipProgram {
  const { program, synapses } = drawn(given, dialect, stack);
  const projections = new Map<string, ProjectionReplacement>();
  const populations = new Map<string, NeuronReplacement>();
  const notes: string[] = [];
  for (const population of program.populations.values()) {
    if (population.source !== undefined) continue;
    const { name, form } = population;
    const own = program.projections.flatMap((projection, index) => {
      const drawn = synapses[index] as DrawnSynapses;
      return projection.to === name ? [{ projection, drawn, index }] : [];
    });
    const second = loihi2Models.get(form.model);
    if (second !== undefined) checkSecond(population, dialect);
    if (form.model === cubaName || second !== undefined) {
      const shifts = new Map<string, ShiftedPort>();
      for (const one of own) {
        const { change, shift } = statedProjection(one, program, dialect);
        projections.set(one.projection.name, change);
        if (shift !== undefined) shifts.set(change.receptor, shift);
      }
      const hasNoise = second === undefined && checkNoise(population);
      const model = second ?? ((parts: Loihi2Parts) => cubaModel(dialect, { ...parts, hasNoise }));
      populations.set(name, {
        form: neuronForm(model({ counts: true, shifts })),
        parameters: population.parameters,
        initial: population.initial,
      });
      // Payloads, sums over time and weights that learn have no bound that weights give.
      const isOpen = (one: ProjectionProgram) => isGraded(one, program) || learns(one);
      if (second !== undefined || own.some(({ projection }) => isOpen(projection))) {
        notes.push(`${name}: sums can leave their registers; see the counts`);
        continue;
      }
      const stated = own.map(({ projection, drawn }) => {
        return { drawn, format: projection.dynamic && formatOf(projection, projection.dynamic) };
      });
      const note = hasNoise
        ? `${name}: has noise, which only the dialect "${nengoLoihiDialect.name}" defines; see the counts`
        : agreementNote(population, stated);
      if (note !== undefined) notes.push(note);
    } else {
      for (const { projection } of own) {
        refuseModel(projection);
        if (isGraded(projection, program)) throw gradedFault(projection);
      }
      const loads = own.map(({ drawn }) => drawn);
      const { physical, weights, report, ...numbers } = discretePopulation(
        physicalPopulation(population, loads, program),
        chosen.get(name),
      );
      checkRecorders(program, population, physical.variable);
      for (const [projection, converted] of weights) {
        projections.set(projection, { receptor: chipReceptor, converted });
      }
      const shifts = new Map<string, ShiftedPort>();
      const model = cubaModel(dialect, { counts: true, shifts, physical, hasNoise: false });
      populations.set(name, { form: neuronForm(model), ...numbers, observed: [physical.variable] });
      notes.push(...report);
    }
    const replaced = populations.get(name) as NeuronReplacement;
    checkDialect(name, replaced.parameters, dialect);
  }
  checkSynapseRecorders(program);
  if (hasLoihi2(program)) notes.push("cores: not counted, as their limits are those of Loihi 1");
  else if (stack !== undefined) notes.push(...coresOf(program, synapses));
  const convention = chipConvention(program.convention);
  return { program: replaceNeurons(program, { convention, populations, projections }), notes };
}

/** Draw synapses, and divide projections whose sums are rounded for each delay. */
function drawn(
  given: NetworkProgram,
  dialect: LoihiDialect,
  stack?: Pick<ConnectorLookup, "find" | "list">,
): { readonly program: NetworkProgram; readonly synapses: readonly DrawnSynapses[] } {
  const synapses = stack === undefined ? statedSynapses(given) : drawSynapses(given, stack);
  for (const one of synapses) checkDelay(one);
  if (stack === undefined || dialect.negativeExponents === "synapse") {
    return { program: given, synapses };
  }
  // Lava's delayed synapses shift the sum of the spikes of one step before they delay it.
  const several = given.projections.flatMap(({ name, to, place, dynamic }, k) => {
    const { shortestDelay, longestDelay } = synapses[k] as DrawnSynapses;
    const isStated = isInIntegers(given.populations.get(to)?.form.model ?? "");
    if (!isStated || dynamic === undefined || shortestDelay === longestDelay) return [];
    if (learns({ dynamic })) return [];
    return formatOf({ name, place }, dynamic).exponent < 0 ? [name] : [];
  });
  if (several.length === 0) return { program: given, synapses };
  const program = dividedByDelay(given, several, stack);
  return { program, synapses: drawSynapses(program, stack) };
}

/** Test whether a model states its neurons in integers of the chip. */
function isInIntegers(model: string): boolean {
  return model === cubaName || loihi2Models.has(model);
}

/** Read all populations in physical units; others are in integers of the chip. */
export function physicalPopulations(
  program: NetworkProgram,
  stack: Pick<ConnectorLookup, "find" | "list">,
): readonly PhysicalPopulation[] {
  const physical = [...program.populations.values()].filter(
    ({ source, form }) => source === undefined && !isInIntegers(form.model),
  );
  if (physical.length === 0) return [];
  const synapses = drawSynapses(program, stack);
  return physical.map((one) => {
    const loads = synapses.filter(({ to }) => to === one.name);
    return physicalPopulation(one, loads, program);
  });
}

/** The order of a step on the chip; stamps, samples and sources follow the network. */
export function chipConvention(given: ConventionRecord): ConventionRecord {
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

/** Refuse parameters that the dialect would ignore. */
function checkDialect(
  name: string,
  parameters: PopulationProgram["parameters"],
  dialect: LoihiDialect,
): void {
  const lacks = [
    ...(dialect.hasRefractoriness ? [] : (["refractory_steps"] as const)),
    ...(dialect.voltageLimits === "core" ? [] : (["v_min_exp", "v_max_exp"] as const)),
    ...(dialect.hasNoise ? [] : noiseParameters),
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

/** Test whether neurons draw noise; those that do have the same, as it belongs to their core. */
function checkNoise({ name, size, parameters }: PopulationProgram): boolean {
  const of = (parameter: (typeof noiseParameters)[number], neuron: number): number => {
    const value = parameters.get(parameter)?.value ?? 0;
    return typeof value === "number" ? value : (value[neuron % value.length] as number);
  };
  const neurons = Array.from({ length: size }, (_, neuron) => neuron);
  const noisy = neurons.filter((neuron) => of("noise_exp", neuron) > 0);
  const [first] = noisy;
  if (first === undefined) return false;
  for (const parameter of noiseParameters) {
    const wanted = of(parameter, first);
    const other = noisy.find((neuron) => of(parameter, neuron) !== wanted);
    if (other === undefined) continue;
    throw LOIHI_NOISE({
      place: `populations.${name}.parameters.${parameter}, neuron ${other}`,
      message: "Neurons of a core have the same noise, or none.",
      expected: `${wanted}, as neuron ${first} has`,
      got: String(of(parameter, other)),
      next: "Use one population for each kind of noise, or a noise_exp of 0 for neurons without it.",
    });
  }
  return true;
}

/** A projection to a population that is stated in integers of the chip. */
interface StatedProjection {
  readonly projection: ProjectionProgram;
  readonly drawn: DrawnSynapses;
  readonly index: number;
}

/** Derive how a stated projection reaches the accumulator; `shift` is that of a receptor of its own. */
function statedProjection(
  { projection, drawn, index }: StatedProjection,
  program: NetworkProgram,
  dialect: LoihiDialect,
): { readonly change: ProjectionReplacement; readonly shift: ShiftedPort | undefined } {
  const { dynamic, receptor = chipReceptor } = projection;
  const learning = learningOf(projection, drawn, program);
  if (learning !== undefined) {
    const { bits, exponent, mixed } = learningFormat(projection, learning, dialect);
    const format = { bits, exponent: 0, mixed };
    const converted = bits === 0 ? undefined : weightConversions(lavaDialect, format).mantissa;
    const kept = { kept: learning, converted };
    if (exponent === 0) return { change: { receptor, ...kept }, shift: undefined };
    const change = { receptor: `${receptor}_${index}`, ...kept };
    return { change, shift: { receptor, bits: -exponent } };
  }
  const format = dynamic && formatOf(projection, dynamic);
  checkMantissas(drawn, format);
  const isFromGraded = isGraded(projection, program);
  const given = dynamic?.models[0]?.name;
  if (isFromGraded && given !== gradedSynapseName) throw gradedFault(projection, given);
  if (isFromGraded && drawn.longestDelay > 0) throw gradedDelay(drawn);
  const synapse = isFromGraded ? multiplyingSynapse : undefined;
  if (format === undefined) return { change: { receptor }, shift: undefined };
  const { mantissa, delivered } = weightConversions(dialect, format);
  const { exponent } = format;
  if (exponent >= 0 || dialect.negativeExponents === "synapse") {
    return { change: { receptor, converted: delivered, synapse }, shift: undefined };
  }
  // The sum of this projection alone is shifted.
  const change = { receptor: `${receptor}_${index}`, converted: mantissa, synapse };
  return { change, shift: { receptor, bits: -exponent } };
}

/** Test whether the weights of a projection change. */
function learns({ dynamic }: Pick<ProjectionProgram, "dynamic">): boolean {
  return dynamic?.models.some(({ name }) => name === learningName) ?? false;
}

/** Read a learning rule, and set the times at which the engine acts: after the last spikes of each epoch. */
function learningOf(
  projection: ProjectionProgram,
  drawn: DrawnSynapses,
  program: NetworkProgram,
): DynamicSynapses | undefined {
  const { dynamic, place, name } = projection;
  if (dynamic === undefined || !learns(projection)) return undefined;
  const refuse = (message: string, expected: string, got: string, next: string): Error =>
    LOIHI_RULE({ place, message, expected, got, next });
  if (dynamic.models.length > 1) {
    throw refuse(
      `The synapses of "${name}" learn, and have a format.`,
      "weights whose format the rule states",
      dynamic.models.map((one) => `"${one.name}"`).join(" and "),
      "Remove the synapse model, and state `bits` and `exponent` of the rule.",
    );
  }
  if (isGraded(projection, program)) {
    throw refuse(
      "The learning engine reads binary spikes.",
      "a source without payloads",
      `"${projection.from}"`,
      "Learn from neurons with binary spikes.",
    );
  }
  if (drawn.longestDelay > 0) {
    throw refuse(
      "Synapses that learn have no delay.",
      "a delay of 0",
      `${drawn.longestDelay} steps`,
      "Relay the spikes through another population.",
    );
  }
  const wrong = drawn.rows?.weights.find((one) => !(one >= -256 && one <= 255 && one % 1 === 0));
  if (wrong !== undefined) {
    throw refuse(
      "A weight does not fit into 8 bits and a sign.",
      "an integer from -256 to 255",
      String(wrong),
      "Round the weights.",
    );
  }
  if (dynamic.events.size > 0) {
    throw refuse(
      "The end of each epoch is the only event of a learning rule.",
      "no events",
      [...dynamic.events.keys()].join(", "),
      "Remove the events of the projection.",
    );
  }
  const steps = learningNumber(dynamic, "epoch");
  const { dt } = program;
  const end = { kind: "regular", start: (steps + 1) * dt, every: steps * dt } as const;
  return { ...dynamic, events: new Map([[learningEvent, end]]), dendritic: 0, apart: false };
}

/** Read a number of a learning rule. */
function learningNumber({ models }: DynamicSynapses, parameter: string): number {
  const source = models[0]?.parameters.get(parameter)?.source;
  if (source?.kind === "number") return source.value;
  throw new Error(`A learning rule lacks "${parameter}".`);
}

/** Read how the weights of a learning projection are stored and delivered. */
function learningFormat(
  { place, name }: ProjectionProgram,
  learning: DynamicSynapses,
  dialect: LoihiDialect,
): WeightFormat {
  const exponent = learningNumber(learning, "exponent");
  if (exponent < 0 && dialect.negativeExponents === "synapse") {
    throw LOIHI_DIALECT({
      place,
      message: `The dialect "${dialect.name}" rounds each weight of "${name}" to a whole one, which weights that learn are already.`,
      expected: "an exponent from 0 to 7",
      got: String(exponent),
      next: `Choose the dialect "${lavaDialect.name}", which shifts sums.`,
    });
  }
  return {
    bits: learningNumber(learning, "bits"),
    exponent,
    mixed: learningNumber(learning, "mixed"),
  };
}

/** Test whether the spikes of a projection carry payloads. */
function isGraded({ from }: ProjectionProgram, { populations }: NetworkProgram): boolean {
  return gradedModels.has(populations.get(from)?.form.model ?? "");
}

function hasLoihi2({ populations }: NetworkProgram): boolean {
  return [...populations.values()].some(({ form }) => loihi2Models.has(form.model));
}

function gradedFault({ name, place, from }: ProjectionProgram, got = ""): Error {
  return LOIHI_SYNAPSE({
    place,
    message: `The spikes of "${from}" carry payloads, which the synapses of "${name}" ignore.`,
    expected: `"${gradedSynapseName}", onto neurons in integers of the chip`,
    got: got === "" ? "no synapse model" : `"${got}"`,
    next: `Set the synapse model to "${gradedSynapseName}".`,
  });
}

function gradedDelay({ place, longestDelay: steps }: DrawnSynapses): Error {
  return LOIHI_DELAY({
    place: `${place}.delay`,
    message: "A payload is read in the step after its spike.",
    expected: "a delay of 0",
    got: `${steps} steps`,
    next: 'Relay the spikes through a population of "loihi-graded" for each step.',
  });
}

/** Refuse neurons of Loihi 2 in a dialect that has none. */
function checkSecond({ name, form }: PopulationProgram, dialect: LoihiDialect): void {
  if (dialect.hasLoihi2) return;
  throw LOIHI_DIALECT({
    place: `populations.${name}.model`,
    message: `The dialect "${dialect.name}" has no neurons of Loihi 2.`,
    expected: `"${cubaName}"`,
    got: `"${form.model}"`,
    next: 'Choose the dialect "lava".',
  });
}

function refuseModel({ name, place, dynamic }: ProjectionProgram): void {
  if (dynamic === undefined) return;
  throw LOIHI_SYNAPSE({
    place,
    message: `The synapses of "${name}" do more than carry a weight.`,
    expected: "synapses without a model, as the target is in physical units",
    got: dynamic.models.map((one) => `"${one.name}"`).join(" and "),
    next: "Remove their synapse model and their plasticity rule.",
  });
}

/** Refuse variables that neurons of the chip do not have. */
function checkRecorders(
  { recorders }: NetworkProgram,
  { name }: PopulationProgram,
  variable: string,
): void {
  for (const recorder of recorders) {
    const got = recorder.variables.find((one) => one !== variable);
    if (recorder.population !== name || got === undefined) continue;
    throw LOIHI_RECORD({
      place: recorder.place,
      message: `Neurons of the chip have no variable "${got}".`,
      expected: `"spikes" or "${variable}"`,
      got: `"${got}"`,
      next: "Record these alone, or run the network with the clock backend.",
    });
  }
}

/** Refuse to record weights that stay as they are: those of the chip are in units of its own. */
function checkSynapseRecorders({ synapseRecorders, projections }: NetworkProgram): void {
  for (const { projection: name } of synapseRecorders) {
    const projection = projections.find((one) => one.name === name);
    if (projection === undefined || learns(projection)) continue;
    throw LOIHI_RECORD({
      place: projection.place,
      message: `The weights of "${name}" do not change.`,
      expected: `a projection with the rule "${learningName}"`,
      got: `a recorder of "${name}"`,
      next: "Remove the recorder.",
    });
  }
}

/** Refuse delays that the chip cannot store. */
function checkDelay({ place, longestDelay: steps }: DrawnSynapses): void {
  if (steps <= longestDelay) return;
  throw LOIHI_DELAY({
    place: `${place}.delay`,
    message: "The delay does not fit into the 6 bits of a synapse.",
    expected: `at most ${longestDelay} steps`,
    got: `${steps} steps`,
    next: "Use a longer time step, or relay the spikes through another population.",
  });
}

/** Describe the cores that the network takes, or refuse it. */
function coresOf(program: NetworkProgram, synapses: readonly DrawnSynapses[]): readonly string[] {
  const sizes = new Map(
    [...program.populations.values()].flatMap(({ name, size, source }) =>
      source === undefined ? [[name, size] as const] : [],
    ),
  );
  const projections = program.projections.flatMap((projection, index) => {
    const { rows, hasOneDelay } = synapses[index] as DrawnSynapses;
    if (rows === undefined) return [];
    const { name, from, to, dynamic } = projection;
    const isPlain = dynamic === undefined || learns(projection);
    const weightBits = isPlain ? 8 : formatOf(projection, dynamic).bits;
    return [{ name, from, to, weightBits, delayBits: hasOneDelay ? 0 : 6, ...rows }];
  });
  return coreNotes(fitCores(sizes, projections));
}
