import type { DrawnSynapses, NetworkProgram, PopulationProgram } from "@spikeloom/program";
import { EXPORT_VALUE, type Numbers, numberOf, oneIfAlike } from "@spikeloom/simulate/scripts";
import { encoded } from "../constants.ts";
import { chipReceptors, lifName } from "../lif.ts";
import { chipMembrane, nano, type SynapseType, synapseTypes } from "../membrane.ts";
import { largestSum, type ScaledProjection, shiftFor } from "../shifts.ts";
import { currentWord, errorOf, membraneWords } from "./word-times.ts";

/** Parameters of sPyNNaker's `IF_curr_exp`, in its units: ms, nF, mV and nA. */
export interface NeuronParameters {
  readonly cm: Numbers;
  readonly tau_m: Numbers;
  readonly v_rest: Numbers;
  readonly v_reset: Numbers;
  readonly v_thresh: Numbers;
  readonly tau_refrac: Numbers;
  readonly i_offset: Numbers;
  /** Left out without synapses of the type. */
  readonly tau_syn_E?: Numbers | undefined;
  readonly tau_syn_I?: Numbers | undefined;
}

/** Synapse type of a projection, and the current of its weights. */
export interface NeuronSynapses {
  readonly type: SynapseType;
  /** Weight in nA: negative for inhibition. */
  weight(drawn: number): number;
}

/** Shift of a synapse type that the network states, and the one that sPyNNaker chooses. */
export interface ShiftPair {
  readonly type: SynapseType;
  readonly stated: number;
  readonly chosen: number;
}

/** A constant that the network states, and the one that the chip computes where they differ most. */
export interface ConstantPair {
  readonly constant: string;
  readonly stated: number;
  readonly got: number;
}

/** A population as neurons of sPyNNaker. */
export interface ChipNeurons {
  readonly parameters: NeuronParameters;
  /** Initial potential in mV. */
  readonly initial: Numbers;
  /** By name of the projection that reaches it. */
  readonly synapses: ReadonlyMap<string, NeuronSynapses>;
  /** Names of sPyNNaker's recordable variables by ours. */
  readonly recorded: Readonly<Record<string, string>>;
  /** Other initial values than 0, which sPyNNaker's neurons do not have. */
  readonly unset: readonly string[];
  /** Shifts and constants that differ. */
  readonly shifts: readonly ShiftPair[];
  readonly constants: readonly ConstantPair[];
}

/** Shortest decimal that is the same word of the chip; the number itself if none is shorter. */
function tidy(value: number): number {
  for (let digits = 3; digits < 16; digits++) {
    const short = Number(value.toPrecision(digits));
    // A difference of 10^-12 can be a rounding error of the program, and no word has as many digits.
    const isClose = Math.abs(short - value) <= 1e-12 * Math.abs(value);
    if (isClose && encoded(short) === encoded(value)) return short;
  }
  return value;
}

const tidied = (values: Float64Array): Numbers => oneIfAlike(values.map(tidy));

/** Read a population as neurons of sPyNNaker. */
export function chipNeurons(
  population: PopulationProgram,
  incoming: readonly DrawnSynapses[],
  program: NetworkProgram,
): ChipNeurons {
  return population.form.model === lifName
    ? fromWords(population, incoming, program)
    : fromEquations(population, incoming, program);
}

/** Neurons in physical units, of which the emulator computes words. */
function fromEquations(
  population: PopulationProgram,
  incoming: readonly DrawnSynapses[],
  program: NetworkProgram,
): ChipNeurons {
  const membrane = chipMembrane(population, incoming, program);
  const times = (rates: Float64Array): Numbers => tidied(rates.map((rate) => -1 / rate));
  const { exc, inh } = membrane.synapses;
  const synapses = new Map<string, NeuronSynapses>();
  for (const type of synapseTypes) {
    for (const { drawn, step } of membrane.synapses[type].loads) {
      const sign = type === "exc" ? 1 : -1;
      // Multiplied as by the emulator, so that ties are rounded alike.
      const factor = sign * Math.abs(step * nano);
      const weight = (value: number): number => Math.abs(value) * factor;
      synapses.set(drawn.name, { type, weight });
    }
  }
  return {
    parameters: {
      cm: tidied(membrane.capacitance),
      tau_m: times(membrane.leak),
      v_rest: tidied(membrane.rest),
      v_reset: tidied(membrane.reset),
      v_thresh: tidied(membrane.threshold),
      tau_refrac: tidied(membrane.refractory),
      i_offset: tidied(membrane.offset),
      tau_syn_E: exc.decay && times(exc.decay),
      tau_syn_I: inh.decay && times(inh.decay),
    },
    initial: tidied(membrane.initial),
    synapses,
    recorded: { [membrane.variable]: "v" },
    unset: [],
    shifts: [],
    constants: [],
  };
}

/** sPyNNaker's names of the variables of neurons that are stated in words. */
const recordedWords = { v: "v", i_exc: "gsyn_exc", i_inh: "gsyn_inh" } as const;

/** Neurons in words of the chip, for which times and capacitances are found that lead to them. */
function fromWords(
  { name, size, parameters, initial }: PopulationProgram,
  incoming: readonly DrawnSynapses[],
  { dt }: NetworkProgram,
): ChipNeurons {
  const given = (parameter: string): Numbers => parameters.get(parameter)?.value ?? Number.NaN;
  const inUnits = (values: Numbers): Numbers =>
    typeof values === "number"
      ? values / 2 ** 15
      : oneIfAlike(values.map((word) => word / 2 ** 15));
  const each = (values: (neuron: number) => number): Float64Array =>
    Float64Array.from({ length: size }, (_, neuron) => values(neuron));
  const constants = new Map<string, ConstantPair>();
  const compare = (constant: string, neuron: number, got: number): void => {
    const stated = numberOf(given(constant), neuron);
    const known = constants.get(constant);
    if (got === stated || (known && errorOf(known.got, known.stated) >= errorOf(got, stated)))
      return;
    constants.set(constant, { constant, stated, got });
  };
  const neurons = Array.from({ length: size }, (_, neuron) => neuron);
  const words = neurons.map((neuron) => {
    const wanted = { e: numberOf(given("e_m"), neuron), r: numberOf(given("r_m"), neuron) };
    const found = membraneWords(wanted, dt);
    compare("e_m", neuron, found.e);
    compare("r_m", neuron, found.r);
    return found;
  });
  const timeOf = (type: SynapseType): Numbers | undefined => {
    if (!incoming.some(({ receptor }) => receptor === chipReceptors[type])) return undefined;
    const taus = neurons.map((neuron) => {
      const decay = numberOf(given(`decay_${type}`), neuron);
      const init = numberOf(given(`init_${type}`), neuron);
      const found = currentWord({ decay, init }, dt);
      compare(`decay_${type}`, neuron, found.decay);
      compare(`init_${type}`, neuron, found.init);
      return found.tau;
    });
    return inUnits(oneIfAlike(Float64Array.from(taus)));
  };
  const synapses = new Map<string, NeuronSynapses>();
  const shifts: ShiftPair[] = [];
  for (const type of synapseTypes) {
    const own = incoming.filter(({ receptor }) => receptor === chipReceptors[type]);
    const stated = oneIfAlike(given(`shift_${type}`));
    if (typeof stated !== "number") {
      throw EXPORT_VALUE({
        place: `populations.${name}.parameters.shift_${type}`,
        message: "sPyNNaker has one shift for all neurons of a population.",
        expected: "one number",
        got: "different numbers",
        next: "Divide the population.",
      });
    }
    const unit = 2 ** (stated - 15);
    for (const drawn of own) {
      const sign = type === "exc" ? 1 : -1;
      synapses.set(drawn.name, { type, weight: (word) => sign * word * unit });
    }
    const scaled = own.map((drawn): ScaledProjection => {
      return { drawn, magnitude: (word) => word * unit };
    });
    const chosen = shiftFor(largestSum(scaled, { ticks: 1000 / dt, size }));
    if (own.length > 0 && chosen !== stated) shifts.push({ type, stated, chosen });
  }
  const starts = [...initial].flatMap(([variable, { value }]) => {
    const isZero = typeof value === "number" ? value === 0 : value.every((one) => one === 0);
    return variable === "v" || isZero ? [] : [variable];
  });
  return {
    parameters: {
      cm: inUnits(oneIfAlike(Float64Array.from(words, ({ capacitance }) => capacitance))),
      tau_m: inUnits(oneIfAlike(Float64Array.from(words, ({ tau }) => tau))),
      v_rest: inUnits(given("v_rest")),
      v_reset: inUnits(given("v_reset")),
      v_thresh: inUnits(given("v_threshold")),
      tau_refrac: oneIfAlike(each((neuron) => numberOf(given("refractory_steps"), neuron) * dt)),
      i_offset: inUnits(given("i_offset")),
      tau_syn_E: timeOf("exc"),
      tau_syn_I: timeOf("inh"),
    },
    initial: inUnits(oneIfAlike(each((neuron) => numberOf(initial.get("v")?.value ?? 0, neuron)))),
    synapses,
    recorded: recordedWords,
    unset: starts,
    shifts,
    constants: [...constants.values()],
  };
}
