import { type Expression, parseExpression, substitute } from "@spikeloom/equations";
import { hostFunctions as functions } from "@spikeloom/equations/functions";
import type { DrawnSynapses, NetworkProgram, PopulationProgram } from "@spikeloom/program";
import {
  type ExponentialCurrent,
  type LeakyIntegrator,
  leakyIntegrator,
  type NeuronReplacement,
} from "@spikeloom/program/derive";
import { parseUnit } from "@spikeloom/units";
import { currentFactors, decayFactor, encoded, quotient } from "./constants.ts";
import { SPINNAKER_NEURON, SPINNAKER_SYNAPSE, SPINNAKER_WEIGHT } from "./errors.ts";
import { chipReceptors } from "./lif.ts";
import { largestSum, type ScaledProjection, shiftFor } from "./shifts.ts";

/** How the weights of a projection are stored. */
export interface StoredWeights {
  readonly receptor: string;
  readonly converted: Expression;
}

/** A population in words of the chip, and how its numbers were rounded. */
export interface DiscretePopulation extends Pick<NeuronReplacement, "parameters" | "initial"> {
  /** The potential, which recorders read in its own unit. */
  readonly physical: { readonly variable: string; readonly unit: string };
  /** By name of the projection that reaches it. */
  readonly weights: ReadonlyMap<string, StoredWeights>;
  /** One line for the neurons, and one for each synapse type. */
  readonly report: readonly string[];
}

/** A projection to the population. */
export interface Load {
  readonly drawn: DrawnSynapses;
  /** Spikes that a source sends per second, as far as they are known. */
  readonly rate: number | undefined;
}

type SynapseType = keyof typeof chipReceptors;

/** Currents are in pA, and those of the chip in nA. */
const nano = 1e-3;
/** Potential of a unit of the chip's word, in mV. */
const unitOfWord = 2 ** -15;
/** Largest shift with which a ring buffer fits into a word. */
const mostShift = 15;

/**
 * State a leaky integrator in words of the chip, with the constants that the chip computes from them.
 *
 * Weights of each synapse type have one scale for the whole population, which depends on all projections that reach it.
 */
export function discretePopulation(
  population: PopulationProgram,
  loads: readonly Load[],
  program: NetworkProgram,
): DiscretePopulation {
  const { name, size } = population;
  const membrane = membraneOf(population, program);
  const { variable, unit, leak, initial, threshold, reset, refractory, currents } = membrane;
  const word = (what: string, values: Float64Array): Float64Array =>
    values.map((value) => encoded(value) ?? outOfRange(name, what, value));
  const tick = encoded(program.dt) ?? outOfRange(name, "time step", program.dt);
  const tau = word(
    "membrane time constant",
    leak.map((rate) => -1 / rate),
  );
  const capacitance = word("capacitance", membrane.capacitance);
  const r = tau.map((value, k) => quotient(value, positive(name, "capacitance", capacitance[k])));
  const e = tau.map((value) => {
    return decayFactor(quotient(tick, positive(name, "membrane time constant", value))).accum;
  });
  const silent = word("refractory period", refractory).map((period) =>
    Math.ceil(quotient(period, tick) / 2 ** 15),
  );
  const typed = loads.map((load) => ({ ...load, ...typeOf(load, currents) }));
  const lines: string[] = [];
  const weights = new Map<string, StoredWeights>();
  const synapses = new Map<string, number | Float64Array>();
  for (const type of ["exc", "inh"] as const) {
    const own = typed.filter((load) => load.type === type);
    const current = currentOf(population, own);
    const scaled = own.map(({ drawn, rate, step }): ScaledProjection => {
      return { drawn, rate, magnitude: (weight) => Math.abs(weight * step) * nano };
    });
    const largest = largestSum(scaled, { ticks: 1000 / program.dt, size });
    const shift = shiftFor(largest);
    if (shift > mostShift) throw tooLarge(population, type, largest);
    const scale = 2 ** (15 - shift);
    for (const { drawn, step } of own) {
      const { [type]: receptor } = chipReceptors;
      weights.set(drawn.name, { receptor, converted: storedWeight(step * nano * scale) });
    }
    // Without synapses any time constant does.
    const what = "time constant of a current";
    const constants =
      current === undefined
        ? tau
        : word(
            what,
            current.map((rate) => -1 / rate),
          );
    const all = Array.from(constants, (value) => currentFactors(positive(name, what, value), tick));
    synapses.set(
      `decay_${type}`,
      Float64Array.from(all, ({ decay }) => decay),
    );
    synapses.set(
      `init_${type}`,
      Float64Array.from(all, ({ init }) => init),
    );
    synapses.set(`shift_${type}`, shift);
    if (own.length > 0) lines.push(...scaleReport(name, chipReceptors[type], { scaled, shift }));
  }
  const plain = parseUnit("1").dimension;
  const numbers = (value: number | Float64Array) => ({ dimension: plain, value });
  const parameters = {
    r_m: r,
    e_m: e,
    v_rest: word("resting potential", membrane.rest),
    v_reset: word("reset", reset),
    v_threshold: word("threshold", threshold),
    i_offset: word("constant current", membrane.offset),
    refractory_steps: silent,
    ...Object.fromEntries(synapses),
  };
  return {
    physical: { variable, unit },
    weights,
    parameters: new Map([
      ...Object.entries(parameters).map(([key, value]) => [key, numbers(value)] as const),
      ["v_unit", { dimension: parseUnit(unit).dimension, value: unitOfWord }],
    ]),
    initial: new Map([["v_chip", numbers(word("initial potential", initial))]]),
    report: [`${name}: ${decayReport(e, leak, program.dt)}`, ...lines],
  };
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
  { drawn }: Load,
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

const conversion = parseExpression(
  "where(abs(weight) * factor - floor(abs(weight) * factor) == 0.5, 2 * floor((floor(abs(weight) * factor) + 1) / 2), floor(abs(weight) * factor + 0.5))",
);

/** Store the magnitude of a weight in a word, ties to even. */
function storedWeight(factor: number): Expression {
  return substitute(conversion, new Map([["factor", { kind: "number", value: Math.abs(factor) }]]));
}

/** Report the scale of a synapse type, and what rounding does to its weights. */
function scaleReport(
  name: string,
  receptor: string,
  { scaled, shift }: { readonly scaled: readonly ScaledProjection[]; readonly shift: number },
): readonly string[] {
  const unit = 2 ** (shift - 15);
  let [lost, synapses] = [0, 0];
  for (const { drawn, magnitude } of scaled) {
    for (const weight of drawn.rows?.weights ?? []) {
      synapses += 1;
      if (weight !== 0 && magnitude(weight) <= unit / 2) lost += 1;
    }
  }
  const rounded = lost === 0 ? "" : `; ${lost} of ${synapses} weights are rounded to 0`;
  return [
    `${name}, ${receptor}: shift ${shift}, weights in units of ${unit.toPrecision(3)} nA${rounded}`,
  ];
}

function decayReport(e: Float64Array, leak: Float64Array, dt: number): string {
  const log = functions["log"];
  const error = e.reduce((most, factor, k) => {
    const tau = -dt / (log?.(factor / 2 ** 15) ?? Number.NaN);
    return Math.max(most, Math.abs(tau * (leak[k] as number) + 1));
  }, 0);
  return `membrane time constants within ${(100 * error).toPrecision(2)} %`;
}

function positive(name: string, what: string, value: number | undefined): number {
  if (value !== undefined && value > 0) return value;
  return outOfRange(name, what, (value ?? 0) / 2 ** 15);
}

function outOfRange(name: string, what: string, value: number): never {
  throw SPINNAKER_NEURON({
    place: `populations.${name}`,
    message: `The ${what} does not fit into s16.15.`,
    expected: "a magnitude below 65536, and above 0 where it divides",
    got: String(value),
    next: "Change the parameter, or its unit in an equivalent model.",
  });
}

function tooLarge({ name }: PopulationProgram, type: SynapseType, largest: number): Error {
  return SPINNAKER_WEIGHT({
    place: `populations.${name}`,
    message: `The ${chipReceptors[type]} weights that can arrive at once do not fit into a ring buffer.`,
    expected: `sums below ${2 ** mostShift} nA`,
    got: `${largest.toPrecision(4)} nA`,
    next: "Reduce the weights.",
  });
}
