import { type Expression, parseExpression, substitute } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { DrawnSynapses, NetworkProgram, PopulationProgram } from "@spikeloom/program";
import type { NeuronReplacement } from "@spikeloom/program/derive";
import { parseUnit } from "@spikeloom/units";
import { accumulatorRange, currentRange, largestSums } from "./agreement.ts";
import { LOIHI_NEURON } from "./errors.ts";
import { type Membrane, membraneOf } from "./membrane.ts";

/** A population in integers of the chip, and how its numbers were rounded. */
export interface DiscretePopulation extends Pick<NeuronReplacement, "parameters" | "initial"> {
  /** The potential, which recorders read in its own unit. */
  readonly physical: { readonly variable: string; readonly unit: string };
  /** Conversion of the weights of each projection that reaches it, by name. */
  readonly weights: ReadonlyMap<string, Expression>;
  /** One line for the neurons, and one for each projection. */
  readonly report: readonly string[];
}

/** Largest values of the chip's registers. */
const mostMantissa = 131071;
const mostThreshold = mostMantissa * 64;
const mostBias = 4095;
const mostBiasExponent = 7;
const mostExponent = 7;

/** Choice of the integers of a population, relative to the usual one. */
export interface Discretisation {
  /** Factor of the scale, at most 1. */
  readonly scale: number;
  /** Largest weight that keeps its value, as a share of the largest of all, by projection; 1 by default. */
  readonly clips: ReadonlyMap<string, number>;
  /** Added to the registers of the decays, and to the mantissas of thresholds. */
  readonly du: number;
  readonly dv: number;
  readonly threshold: number;
}

/** The nearest integers on the largest scale. */
export const usualDiscretisation: Discretisation = {
  scale: 1,
  clips: new Map(),
  du: 0,
  dv: 0,
  threshold: 0,
};

/** A population in physical units, as numbers that its integers follow from. */
export interface PhysicalPopulation {
  readonly name: string;
  readonly membrane: Membrane;
  readonly dt: number;
  readonly u: Decay;
  readonly v: Decay;
  /** Thresholds and constant inputs of a step, relative to the reset. */
  readonly height: Float64Array;
  readonly bias: Float64Array;
  readonly arrivals: readonly Arrival[];
  /** Largest sum of weights that can reach a neuron in one step. */
  readonly sum: number;
}

interface Arrival {
  readonly load: DrawnSynapses;
  /** Change of the potential in a step by a weight of 1. */
  readonly factor: number;
  readonly largest: number;
  /** 1 if weights have both signs. */
  readonly mixed: number;
}

/** Read a leaky integrator in physical units, and the weights that it receives. */
export function physicalPopulation(
  population: PopulationProgram,
  loads: readonly DrawnSynapses[],
  program: NetworkProgram,
): PhysicalPopulation {
  const { name, size } = population;
  const membrane = membraneOf(population, program);
  const { leak, drive, threshold, reset, decay, unit } = membrane;
  const { dt } = program;
  // A constant input over a step.
  const held = leak === 0 ? dt : computed("expm1", leak * dt) / leak;
  const height = threshold.map((value, neuron) => value - (reset[neuron] as number));
  const bias = drive.map((value, neuron) => held * (value + leak * (reset[neuron] as number)));
  const lowest = height.findIndex((value) => !(value > 0));
  if (lowest >= 0) {
    throw LOIHI_NEURON({
      place: `populations.${name}.parameters`,
      message: "The chip resets to 0, below its threshold.",
      expected: "a threshold above the reset",
      got: `a threshold of ${threshold[lowest]} and a reset of ${reset[lowest]} ${unit}`,
      next: "Lower the reset, or run the network with the clock backend.",
    });
  }
  const arrivals = loads.map((load): Arrival => {
    const gain = membrane.gains.get(load.receptor) ?? 0;
    const step =
      leak === decay
        ? dt * computed("exp", leak * dt)
        : (computed("exp", decay * dt) - computed("exp", leak * dt)) / (decay - leak);
    const isMixed = load.least < 0 && load.greatest > 0;
    const largest = Math.abs(gain * step) * Math.max(-load.least, load.greatest);
    return { load, factor: gain * step, largest, mixed: isMixed ? 1 : 0 };
  });
  const sums = largestSums(
    arrivals.flatMap(({ load: { rows }, factor }) =>
      rows === undefined ? [] : [{ ...rows, effect: (weight: number) => factor * weight }],
    ),
    size,
  );
  return {
    name,
    membrane,
    dt,
    u: decayOf(decay, dt, 1),
    v: decayOf(leak, dt, 0),
    height,
    bias,
    arrivals,
    sum: largestOf(sums),
  };
}

/**
 * State a leaky integrator in integers of the chip.
 *
 * The potential is counted from the reset, as the chip resets to 0. Weights are scaled by the exact propagator of the step, so that the
 * chip's step is the exact solution but for rounding. One scale holds for the population: the largest power of two times that
 * at which the largest weight has the largest mantissa, such that thresholds, biases and, in the worst case, sums of weights fit.
 */
export function discretePopulation(
  physical: PhysicalPopulation,
  chosen: Discretisation = usualDiscretisation,
): DiscretePopulation {
  const { name, membrane, dt, height, bias } = physical;
  const { leak, reset, silent, decay, variable, unit } = membrane;
  const u = decayBy(physical.u, chosen.du, 1);
  const v = decayBy(physical.v, chosen.dv, 0);
  const arrivals = physical.arrivals.map((one) => {
    return { ...one, largest: one.largest * (chosen.clips.get(one.load.name) ?? 1) };
  });
  const { scale: usual, within } = scaleOf({ ...physical, arrivals, kept: u.factor });
  const scale = usual * chosen.scale;
  const isWithin = scale <= within;
  const biasExponent = exponentFor(largestOf(bias) * scale, mostBias, mostBiasExponent);
  const mantissas = {
    v_threshold: height.map((value) =>
      Math.min(Math.max(Math.round((scale * value) / 64) + chosen.threshold, 0), mostMantissa),
    ),
    bias: bias.map((value) => Math.round((scale * value) / 2 ** biasExponent)),
  };
  const weights = new Map<string, Expression>();
  const lines = arrivals.map(({ load, factor, largest, mixed }) => {
    const wanted = (scale * factor) / 64;
    const exponent = exponentFor((scale * largest) / 64, 255 - mixed, mostExponent);
    const unitOfMantissa = (1 + mixed) * 2 ** exponent;
    weights.set(load.name, weightConversion(wanted / unitOfMantissa, unitOfMantissa, mixed));
    const mantissa = Math.round((scale * largest) / 64 / unitOfMantissa) * (1 + mixed);
    const share = largest === 0 ? 0 : (50 * unitOfMantissa * 64) / (scale * largest);
    return `${load.name}: mantissas up to ${mantissa}, exponent ${exponent}${mixed ? ", mixed" : ""}; weights rounded by at most ${share.toPrecision(2)} % of the largest`;
  });
  const error = largestOf(
    height.map((value, neuron) => {
      return (64 * (mantissas.v_threshold[neuron] as number)) / (scale * value) - 1;
    }),
  );
  const lost = largestOf(
    bias.map((value, neuron) => {
      return ((mantissas.bias[neuron] as number) * 2 ** biasExponent) / scale - value;
    }),
  );
  const plain = parseUnit("1").dimension;
  const own = parseUnit(unit).dimension;
  const numbers = (value: number | Float64Array) => ({ dimension: plain, value });
  return {
    physical: { variable, unit },
    weights,
    parameters: new Map([
      ["du", numbers(u.code)],
      ["dv", numbers(v.code)],
      ["v_threshold", numbers(mantissas.v_threshold)],
      ["bias", numbers(mantissas.bias)],
      ["bias_exp", numbers(biasExponent)],
      ["refractory_steps", numbers(silent.map((steps) => steps + 1))],
      ["v_min_exp", numbers(23)],
      ["v_max_exp", numbers(7)],
      ["v_origin", { dimension: own, value: reset }],
      ["v_unit", { dimension: own, value: 1 / scale }],
    ]),
    initial: new Map([
      [
        "v_chip",
        numbers(
          membrane.initial.map((value, k) => Math.round(scale * (value - (reset[k] as number)))),
        ),
      ],
    ]),
    report: [
      `${name}: dv ${v.code} (time constant ${timeText(v.factor, dt)} instead of ${rateText(leak)}), du ${u.code} (${timeText(u.factor, dt)} instead of ${rateText(decay)}), ${scale.toPrecision(4)} units of the chip in a ${unit}; thresholds within ${(100 * error).toPrecision(2)} %, biases within ${lost.toPrecision(2)} ${unit} a step`,
      ...lines,
      isWithin
        ? `${name}: no sum can leave its register, so the dialects agree`
        : `${name}: sums leave their registers if all sources of a neuron spike at once; see the counts`,
    ],
  };
}

/** A function as a simulation computes it, the same on every machine. */
function computed(name: "exp" | "expm1" | "log", value: number): number {
  return hostFunctions[name]?.(value) ?? Number.NaN;
}

/** The register of a decay, and the factor by which the chip multiplies in each step. */
export interface Decay {
  readonly code: number;
  readonly factor: number;
}

/** Round a decay; the chip adds `offset` to the register. */
function decayOf(rate: number, dt: number, offset: number): Decay {
  return decayBy({ code: Math.round(-4096 * computed("expm1", rate * dt)) - offset }, 0, offset);
}

/** Change the register of a decay within its range. */
function decayBy({ code: before }: Pick<Decay, "code">, change: number, offset: number): Decay {
  const code = Math.min(Math.max(before + change, 0), 4095);
  return { code, factor: (4096 - offset - code) / 4096 };
}

interface Scaling extends Pick<PhysicalPopulation, "arrivals" | "height" | "bias" | "sum"> {
  /** Factor of the current in a step. */
  readonly kept: number;
}

/** Number of units of the chip in a unit of the potential, and the largest at which no sum leaves its register whatever arrives. */
interface Scale {
  readonly scale: number;
  readonly within: number;
}

function scaleOf({ arrivals, height, bias, sum: largest, kept }: Scaling): Scale {
  const usual = least(arrivals.map((one) => (64 * (255 - one.mixed)) / one.largest));
  const fits = least([
    mostThreshold / largestOf(height),
    (mostBias * 2 ** mostBiasExponent) / largestOf(bias),
    usual * 2 ** mostExponent,
  ]);
  if (!Number.isFinite(usual)) return { scale: fits, within: fits };
  // Mantissas are rounded by half a unit of at least 255.
  const margin = 1 + 1 / 255;
  const sum = margin * largest;
  const agrees = least([
    fits,
    (accumulatorRange - 1) / sum,
    (currentRange - 1) / (sum / (1 - kept) + largestOf(bias)),
  ]);
  const chosen = agrees >= usual ? agrees : Math.min(fits, usual);
  let scale = usual;
  while (2 * scale <= chosen) scale *= 2;
  while (scale > chosen) scale /= 2;
  return { scale, within: agrees };
}

/** Smallest exponent with which a number fits into a mantissa. */
function exponentFor(value: number, mostMantissa: number, most: number): number {
  let exponent = 0;
  while (exponent < most && Math.round(value / 2 ** exponent) > mostMantissa) exponent++;
  return exponent;
}

const conversion = parseExpression("clip(floor(weight * factor + 0.5), -most, most) * unit");

/** Convert a weight to a mantissa that fits exactly, in units of 64 of the accumulator. */
function weightConversion(factor: number, unit: number, mixed: number): Expression {
  const most = mixed === 1 ? 127 : 255;
  const numbers = Object.entries({ factor, unit, most });
  return substitute(
    conversion,
    new Map(numbers.map(([name, value]) => [name, { kind: "number", value }])),
  );
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function timeText(factor: number, dt: number): string {
  if (factor >= 1) return "none";
  return factor <= 0 ? "0 ms" : `${(-dt / computed("log", factor)).toPrecision(4)} ms`;
}

function rateText(rate: number): string {
  return rate === 0 ? "none" : `${(-1 / rate).toPrecision(4)} ms`;
}
