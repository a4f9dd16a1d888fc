import { type Expression, parseExpression, substitute } from "@spikeloom/equations";
import { hostFunctions as functions } from "@spikeloom/equations/functions";
import type { DrawnSynapses, NetworkProgram, PopulationProgram } from "@spikeloom/program";
import type { NeuronReplacement } from "@spikeloom/program/derive";
import { parseUnit } from "@spikeloom/units";
import { currentFactors, decayFactor, encoded, quotient } from "./constants.ts";
import { SPINNAKER_NEURON, SPINNAKER_WEIGHT } from "./errors.ts";
import { chipReceptors } from "./lif.ts";
import { chipMembrane, nano, type SynapseType, synapseTypes } from "./membrane.ts";
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
  incoming: readonly DrawnSynapses[],
  program: NetworkProgram,
): DiscretePopulation {
  const { name, size } = population;
  const membrane = chipMembrane(population, incoming, program);
  const { variable, unit, leak, initial, threshold, reset, refractory } = membrane;
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
  const lines: string[] = [];
  const weights = new Map<string, StoredWeights>();
  const synapses = new Map<string, number | Float64Array>();
  for (const type of synapseTypes) {
    const { loads: own, decay: current, scaled } = membrane.synapses[type];
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
