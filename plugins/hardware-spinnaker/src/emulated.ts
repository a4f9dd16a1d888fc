import type { ConnectorLookup, ConventionRecord } from "@spikeloom/kernel";
import {
  type DrawnSynapses,
  drawSynapses,
  type NetworkProgram,
  neuronForm,
  type PopulationProgram,
  type ProjectionProgram,
  statedSynapses,
} from "@spikeloom/program";
import {
  dividedBySign,
  type NeuronReplacement,
  type ProjectionReplacement,
  replaceNeurons,
} from "@spikeloom/program/derive";
import type { ChipProgram } from "@spikeloom/simulate";
import type { SpinnakerRounding } from "./arithmetic.ts";
import { coreNotes } from "./cores.ts";
import { delayExtensions, delayNotes } from "./delays.ts";
import { discretePopulation } from "./discretised.ts";
import { SPINNAKER_RECORD, SPINNAKER_SYNAPSE, SPINNAKER_WEIGHT } from "./errors.ts";
import { lifModel, lifName } from "./lif.ts";

/** Largest weight that a word of 16 bits holds. */
const mostWeight = 65_535;

/**
 * Derive the program that the chip runs.
 *
 * Populations get the chip's neuron, those in physical units after their numbers are rounded, and the step the order of a tick. Sources
 * stay outside of the chip. A projection with weights of both signs becomes one for each. A spike with a delay of d ticks acts d
 * ticks after its own. With a stack, rows are drawn: their weights and the resources of cores are checked.
 */
export function emulated(
  given: NetworkProgram,
  rounding: SpinnakerRounding,
  stack?: Pick<ConnectorLookup, "find" | "list" | "moduleOf">,
): ChipProgram {
  const { program, synapses } = bySign(given, stack);
  const extensions = delayExtensions(program, synapses);
  const notes = [...delayNotes(synapses, extensions)];
  const projections = new Map<string, ProjectionReplacement>();
  const populations = new Map<string, NeuronReplacement>();
  for (const population of program.populations.values()) {
    if (population.source !== undefined) continue;
    const { name, form } = population;
    const own = incomingSynapses(program, synapses, name);
    if (form.model === lifName) {
      for (const drawn of own) {
        checkWord(drawn);
        projections.set(drawn.name, { receptor: drawn.receptor });
      }
      const { parameters, initial } = population;
      const model = lifModel(rounding, { counts: true });
      populations.set(name, { form: neuronForm(model), parameters, initial });
    } else {
      const { physical, weights, report, ...numbers } = discretePopulation(
        population,
        own,
        program,
      );
      checkRecorders(program, population, physical.variable);
      for (const [projection, stored] of weights) projections.set(projection, stored);
      const model = lifModel(rounding, { counts: true, physical });
      populations.set(name, {
        form: neuronForm(model),
        ...numbers,
        observed: [physical.variable],
      });
      notes.push(...report);
    }
  }
  if (stack !== undefined) notes.push(...coreNotes(program, stack, extensions));
  const convention = chipConvention(program.convention);
  return { program: replaceNeurons(program, { convention, populations, projections }), notes };
}

/** A program whose projections have weights of one sign, and its synapses. */
export interface SignedProgram {
  readonly program: NetworkProgram;
  readonly synapses: readonly DrawnSynapses[];
}

/**
 * Divide projections with weights of both signs, which take two synapse types.
 *
 * With a stack, rows are drawn.
 */
export function bySign(
  given: NetworkProgram,
  stack?: Pick<ConnectorLookup, "find" | "list" | "moduleOf">,
): SignedProgram {
  const drawn = (of: NetworkProgram): readonly DrawnSynapses[] =>
    stack === undefined ? statedSynapses(of) : drawSynapses(of, stack);
  const before = drawn(given);
  const mixed = mixedProjections(given, before);
  if (mixed.length === 0) return { program: given, synapses: before };
  const program = dividedBySign(given, mixed);
  return { program, synapses: drawn(program) };
}

/** List the projections with weights of both signs, which take two synapse types. */
function mixedProjections(
  { populations, projections }: NetworkProgram,
  synapses: readonly DrawnSynapses[],
): readonly string[] {
  return projections.flatMap(({ name, to, dynamic }, k) => {
    const { least = 0, greatest = 0 } = synapses[k] ?? {};
    const isStated = populations.get(to)?.form.model === lifName;
    return least < 0 && greatest > 0 && !isStated && dynamic === undefined ? [name] : [];
  });
}

/** List the synapses that reach a population; those that do more than carry a weight are refused. */
export function incomingSynapses(
  program: NetworkProgram,
  synapses: readonly DrawnSynapses[],
  population: string,
): readonly DrawnSynapses[] {
  return program.projections.flatMap((projection, index) => {
    if (projection.to !== population) return [];
    refuseModel(projection);
    return [synapses[index] as DrawnSynapses];
  });
}

/**
 * The order of a tick on the chip, and the times of sPyNNaker.
 *
 * Spikes of a tick carry the time of its start, at which potentials are recorded; the tick of a spike is the first of its delay.
 */
export function chipConvention(given: ConventionRecord): ConventionRecord {
  return {
    ...given,
    name: "spinnaker",
    order: ["arrive", "integrate", "threshold", "reset"],
    spikeStamp: "start",
    threshold: "as-written",
    refractory: { countOffset: 0, rounding: "nearest", blocksWrites: false },
    arrivals: "apart",
    delay: { least: 0, rounding: "nearest", countOffset: -1 },
    spikeTimes: { rounding: "up" },
    sampleAt: "start",
  };
}

function refuseModel({ name, place, dynamic }: ProjectionProgram): void {
  if (dynamic === undefined) return;
  throw SPINNAKER_SYNAPSE({
    place,
    message: `The synapses of "${name}" do more than carry a weight.`,
    expected: "synapses without a model",
    got: dynamic.models.map((one) => `"${one.name}"`).join(" and "),
    next: "Remove their synapse model and their plasticity rule.",
  });
}

/** Refuse stated weights that a row cannot hold. */
function checkWord({ place, least, greatest }: DrawnSynapses): void {
  if (least >= 0 && greatest <= mostWeight) return;
  throw SPINNAKER_WEIGHT({
    place: `${place}.weight`,
    message: "A weight does not fit into the 16 bits of its row.",
    expected: `0 to ${mostWeight}`,
    got: String(least < 0 ? least : greatest),
    next: "Use the other synapse type for the other sign, or a larger shift.",
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
    throw SPINNAKER_RECORD({
      place: recorder.place,
      message: `Neurons of the chip have no variable "${got}".`,
      expected: `"spikes" or "${variable}"`,
      got: `"${got}"`,
      next: "Record these alone, or run the network with the clock backend.",
    });
  }
}
