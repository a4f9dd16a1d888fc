import {
  type AffineForm,
  affineIn,
  type Expression,
  evaluate,
  freeNames,
} from "@spikeloom/equations";
import { hostFunctions as functions } from "@spikeloom/equations/functions";
import {
  bindForm,
  type Emission,
  linearJumps,
  type NetworkProgram,
  type NeuronForm,
  type PopulationProgram,
} from "@spikeloom/program";
import { LOIHI_NEURON } from "./errors.ts";

/** Leaky integrator with exponential currents, in internal units; arrays have a value for each neuron. */
export interface Membrane {
  /** The potential. */
  readonly variable: string;
  readonly unit: string;
  /** Its own rate of change, in 1/ms: at most 0. */
  readonly leak: number;
  /** Its rate of change without input at a potential of 0. */
  readonly drive: Float64Array;
  readonly threshold: Float64Array;
  readonly reset: Float64Array;
  readonly initial: Float64Array;
  /** Steps after a spike in which the potential is held. */
  readonly silent: Float64Array;
  /** Rate of change of the current relative to itself, in 1/ms: below 0. */
  readonly decay: number;
  /** Rate of change of the potential right after a spike of weight 1, by receptor. */
  readonly gains: ReadonlyMap<string, number>;
}

/** Reads the numbers of a population, or refuses its equations. */
interface Reader {
  /** Values of all neurons. */
  each(value: Expression, what: string): Float64Array;
  /** The value that all neurons have. */
  one(value: Expression, what: string): number;
  refuse(message: string, got: string): Error;
}

/**
 * Read a population as a leaky integrator.
 *
 * Throws `SL_LOIHI_NEURON` if its equations are others.
 */
export function membraneOf(
  population: PopulationProgram,
  grid: Pick<NetworkProgram, "dt" | "convention" | "open">,
): Membrane {
  const { form: general, initial, size, feeds } = population;
  const reader = readerOf(population);
  const { each, one, refuse } = reader;
  // An open program feeds every input; the simulation refuses to set them.
  if (feeds.inputs.size > 0 && !grid.open) {
    throw refuse("The chip has no continuous input.", [...feeds.inputs].join(", "));
  }
  const form = boundForm(population);
  const { flow, emission, regimes, events } = form;
  if (flow.kind !== "equations" || emission === undefined || regimes.size + events.size > 0) {
    throw refuse("The chip has no neurons of this kind.", "no equations with one threshold");
  }
  const { variable, threshold } = thresholdOf(emission, reader);
  const side = flow.sides.get(variable);
  const affine = side && affineIn(side, new Set(flow.sides.keys()));
  if (affine === undefined) throw refuse("The potential is not linear.", `d${variable}/dt`);
  const leak = one(affine.coefficients.get(variable) ?? { kind: "number", value: 0 }, "leak");
  if (leak > 0) throw refuse("The potential grows by itself.", `${leak} /ms`);
  for (const [state, { value }] of initial) {
    const starts = typeof value === "number" ? [value] : [...value];
    const other = starts.find((start) => start !== 0);
    if (state === variable || other === undefined) continue;
    throw refuse("A current starts at 0 on the chip.", `${state} starts at ${other}`);
  }
  const resets = emission.reset.get(variable);
  if (resets === undefined || emission.reset.size > 1) {
    throw refuse("The chip resets the potential alone.", [...emission.reset.keys()].join(", "));
  }
  const start = initial.get(variable)?.value ?? 0;
  return {
    variable,
    unit: general.states.get(variable)?.unit ?? "1",
    leak,
    drive: each(affine.constant, "constant input"),
    threshold: each(threshold, "threshold"),
    reset: each(resets, "reset"),
    initial: Float64Array.from({ length: size }, (_, neuron) =>
      typeof start === "number" ? start : (start[neuron % start.length] as number),
    ),
    silent: silentSteps(emission, { variable, reader, size, ...grid }),
    ...currentsOf(form, { affine, reader, receptors: feeds.receptors, dt: grid.dt }),
  };
}

/** The form with the values that all neurons share; nothing feeds its inputs. */
function boundForm({ form, parameters }: PopulationProgram): NeuronForm {
  const numbers = new Map<string, Expression>();
  for (const [parameter, { value }] of parameters) {
    if (typeof value === "number") numbers.set(parameter, { kind: "number", value });
  }
  for (const input of form.inputs.keys()) numbers.set(input, { kind: "number", value: 0 });
  return bindForm(form, numbers);
}

function readerOf({ name, size, form, parameters }: PopulationProgram): Reader {
  const refuse = (message: string, got: string): Error =>
    LOIHI_NEURON({
      place: `populations.${name}.model`,
      message,
      expected: 'a leaky integrator with exponential currents, such as "lif-curr-exp"',
      got: `"${form.model}": ${got}`,
      next: 'State the population as "loihi-cuba", or run it with the clock backend.',
    });
  const each = (value: Expression, what: string): Float64Array => {
    const columns = [...freeNames(value)].map((text) => {
      const own = parameters.get(text)?.value;
      if (typeof own === "object") return [text, own] as const;
      throw refuse(`The ${what} is not constant.`, `it reads ${text}`);
    });
    return Float64Array.from({ length: size }, (_, neuron) => {
      // An outline has the values of a few neurons.
      const scope = (text: string): number | undefined => {
        const column = columns.find(([of]) => of === text)?.[1];
        return column?.[neuron % column.length];
      };
      return evaluate(value, { scope, functions });
    });
  };
  const one = (value: Expression, what: string): number => {
    const all = each(value, what);
    const [first = 0] = all;
    if (all.every((other) => other === first)) return first;
    throw refuse(`The ${what} differs between neurons.`, "several values in one population");
  };
  return { each, one, refuse };
}

/** Find the variable that is compared with a threshold. */
function thresholdOf(
  { when, edge, within, offset }: Emission,
  { refuse }: Reader,
): { readonly variable: string; readonly threshold: Expression } {
  const condition = when.kind === "threshold" ? when.condition : undefined;
  const isComparison = condition?.kind === "greater_equal" || condition?.kind === "greater";
  const isPlain = edge === "level" && !within && offset === undefined;
  if (isComparison && isPlain && condition.left.kind === "name") {
    return { variable: condition.left.name, threshold: condition.right };
  }
  throw refuse("The chip only compares the potential with a threshold.", "another condition");
}

/** Read the decay of the currents, and the effect of each receptor. */
function currentsOf(
  { flow, model, receptors: all }: NeuronForm,
  {
    affine,
    reader: { one, refuse },
    receptors,
    dt,
  }: {
    readonly affine: AffineForm;
    readonly reader: Reader;
    readonly receptors: ReadonlySet<string>;
    readonly dt: number;
  },
): Pick<Membrane, "decay" | "gains"> {
  const sides = flow.kind === "equations" ? flow.sides : new Map<string, Expression>();
  const gains = new Map<string, number>();
  const decays = new Set<number>();
  for (const [receptor, { jumps }] of all) {
    if (!receptors.has(receptor)) continue;
    const [[current, scale] = ["", undefined], second] = linearJumps(model, receptor, jumps);
    const side = sides.get(current);
    const own = side && affineIn(side, new Set(sides.keys()));
    const rate = own?.coefficients.get(current);
    const gain = affine.coefficients.get(current);
    const isExponential = own?.coefficients.size === 1 && one(own.constant, "current") === 0;
    if (scale === undefined || second || !isExponential || !rate || !gain) {
      throw refuse("The chip has exponential currents only.", `receptor ${receptor}`);
    }
    decays.add(one(rate, "time constant"));
    gains.set(receptor, one(gain, "effect of a current") * one(scale, "effect of a spike"));
  }
  // Without synapses any decay does.
  const [decay = -1 / dt, other] = decays;
  if (other !== undefined) {
    const got = [...decays].map((rate) => `${-1 / rate} ms`).join(" and ");
    throw refuse("A neuron of the chip has one current.", `time constants of ${got}`);
  }
  if (decay >= 0) throw refuse("The current does not decay.", `${decay} /ms`);
  return { decay, gains };
}

interface Silence extends Pick<NetworkProgram, "dt" | "convention"> {
  readonly variable: string;
  readonly reader: Reader;
  readonly size: number;
}

/** Count the steps after a spike in which the potential is held. */
function silentSteps(
  { refractory }: Emission,
  { variable, reader: { each, refuse }, size, dt, convention }: Silence,
): Float64Array {
  if (refractory === undefined) return new Float64Array(size);
  const { lasts, hold, clamp, evaluate: at, subStep } = refractory;
  const isHeld = hold.length === 1 && hold[0] === variable;
  if (!isHeld || clamp.size > 0 || at !== "at-spike" || subStep || lasts.kind === "while") {
    throw refuse("The chip holds the potential after a spike.", "another refractoriness");
  }
  const isTime = lasts.kind === "time";
  const given = each(isTime ? lasts.duration : lasts.steps, "refractory period");
  const { countOffset } = convention.refractory;
  return given.map((value) =>
    Math.max(0, Math.floor(isTime ? value / dt + 0.5 : value) + countOffset),
  );
}
