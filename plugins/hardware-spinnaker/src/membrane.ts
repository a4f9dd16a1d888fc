import type { DrawnSynapses, NetworkProgram, PopulationProgram } from "@spikeloom/program";
import {
  type ExponentialCurrent,
  type LeakyIntegrator,
  leakyIntegrator,
} from "@spikeloom/program/derive";
import { SPINNAKER_NEURON, SPINNAKER_SYNAPSE, SPINNAKER_WEIGHT } from "./errors.ts";
import { chipReceptors } from "./lif.ts";
import type { ScaledProjection } from "./shifts.ts";

/** Synapse type of the chip. */
export type SynapseType = keyof typeof chipReceptors;

/** All synapse types. */
export const synapseTypes = Object.keys(chipReceptors) as readonly SynapseType[];

/** Currents are in pA, and those of the chip in nA. */
export const nano = 1e-3;

/** A projection of one synapse type. */
export interface TypedLoad {
  readonly drawn: DrawnSynapses;
  /** Current of a weight of 1, in pA. */
  readonly step: number;
}

/** Synapses of one type onto a population. */
export interface TypedSynapses {
  readonly loads: readonly TypedLoad[];
  /** Decay of the current, in 1/ms; undefined without synapses. */
  readonly decay: Float64Array | undefined;
  /** The same projections with magnitudes in nA, of which sPyNNaker chooses the shift. */
  readonly scaled: readonly ScaledProjection[];
}

/** A population in the quantities of sPyNNaker. */
export interface ChipMembrane extends Membrane {
  readonly synapses: Readonly<Record<SynapseType, TypedSynapses>>;
}

/** Read a leaky integrator and the projections that reach it, or refuse what the chip does not have. */
export function chipMembrane(
  population: PopulationProgram,
  incoming: readonly DrawnSynapses[],
  program: NetworkProgram,
): ChipMembrane {
  const membrane = membraneOf(population, program);
  const typed = incoming.map((drawn) => ({ drawn, ...typeOf(drawn, membrane.currents) }));
  const synapsesOf = (type: SynapseType): TypedSynapses => {
    const own = typed.filter((load) => load.type === type);
    return {
      loads: own,
      decay: currentOf(population, own),
      scaled: own.map(({ drawn, step }) => {
        return { drawn, magnitude: (weight) => Math.abs(weight * step) * nano };
      }),
    };
  };
  return { ...membrane, synapses: { exc: synapsesOf("exc"), inh: synapsesOf("inh") } };
}

/** Leaky integrator with the parameters that the chip knows it by. */
interface Membrane extends LeakyIntegrator {
  /** In mV. */
  readonly rest: Float64Array;
  /** In nF. */
  readonly capacitance: Float64Array;
  /** In nA. */
  readonly offset: Float64Array;
}

function membraneOf(population: PopulationProgram, program: NetworkProgram): Membrane {
  const { name, size, form, feeds, parameters } = population;
  const refuse = (message: string, got: string): Error =>
    SPINNAKER_NEURON({
      place: `populations.${name}.model`,
      message,
      expected: 'a leaky integrator with exponential currents, such as "lif-curr-exp"',
      got: `"${form.model}": ${got}`,
      next: 'State the population as "spinnaker-lif", or run it with the clock backend.',
    });
  const all = { ...population, feeds: { ...feeds, receptors: new Set(form.receptors.keys()) } };
  const membrane = leakyIntegrator(all, program, refuse);
  // The chip keeps a constant current apart from the resting potential.
  const given = parameters.get("i_offset");
  const without =
    given && new Map(parameters).set("i_offset", { ...given, value: new Float64Array(size) });
  const quiet = without
    ? leakyIntegrator({ ...all, parameters: without }, program, refuse)
    : membrane;
  const { leak, currents } = membrane;
  if (leak.some((rate) => rate === 0)) throw refuse("The potential does not decay.", "no leak");
  const [{ gain } = { gain: leak.map((rate) => -rate) }, ...others] = currents.values();
  if (others.some((other) => other.gain.some((value, k) => value !== gain[k]))) {
    throw refuse("All currents charge the same capacitance.", "receptors with several effects");
  }
  const negative = gain.find((value) => !(value > 0));
  if (negative !== undefined) throw refuse("Currents must raise the potential.", `${negative}`);
  return {
    ...membrane,
    rest: quiet.drive.map((value, k) => -value / (leak[k] as number)),
    capacitance: gain.map((value) => nano / value),
    offset: membrane.drive.map(
      (value, k) => ((value - (quiet.drive[k] as number)) / (gain[k] as number)) * nano,
    ),
  };
}

/** Find the synapse type of a projection: weights that raise the current are excitatory. */
function typeOf(
  drawn: DrawnSynapses,
  currents: ReadonlyMap<string, ExponentialCurrent>,
): { readonly type: SynapseType; readonly step: number; readonly current: ExponentialCurrent } {
  const current = currents.get(drawn.receptor) as ExponentialCurrent;
  const [step = 1] = current.step;
  const { place, name, least, greatest } = drawn;
  if (current.step.some((other) => other !== step)) {
    throw SPINNAKER_SYNAPSE({
      place,
      message: `A spike of "${name}" has different effects on different neurons.`,
      expected: "one effect for the whole population",
      got: "several",
      next: "Divide the target into populations.",
    });
  }
  const isMixed = least < 0 && greatest > 0;
  if (isMixed) {
    throw SPINNAKER_WEIGHT({
      place: `${place}.weight`,
      message: "Weights of one synapse type have one sign.",
      expected: "weights of one sign",
      got: `${least} to ${greatest} pA`,
      next: "Divide the projection by the sign of its weights.",
    });
  }
  const isInhibitory = least * step < 0 || greatest * step < 0;
  return { type: isInhibitory ? "inh" : "exc", step, current };
}

/** The rates of decay of the current that a synapse type has. */
function currentOf(
  { name }: PopulationProgram,
  loads: readonly { readonly current: ExponentialCurrent; readonly drawn: DrawnSynapses }[],
): Float64Array | undefined {
  const [first, ...others] = loads;
  for (const { current, drawn } of others) {
    const differs = current.decay.findIndex((rate, k) => rate !== first?.current.decay[k]);
    if (differs < 0) continue;
    const times = [first?.current, current].map((one) => -1 / (one?.decay[differs] ?? 0));
    throw SPINNAKER_SYNAPSE({
      place: drawn.place,
      message: `Currents of one sign have one time constant in a neuron of "${name}".`,
      expected: `${times[0]} ms, as for "${first?.drawn.name}"`,
      got: `${times[1]} ms`,
      next: "Use one time constant for all excitatory currents, and one for all inhibitory ones.",
    });
  }
  return first?.current.decay;
}
