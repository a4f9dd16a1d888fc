import {
  type AffineForm,
  affineIn,
  type Expression,
  evaluate,
  freeNames,
} from "@spikeloom/equations";
import { hostFunctions as functions } from "@spikeloom/equations/functions";
import type { NetworkProgram, PopulationProgram } from "../network-program.ts";
import { bindForm } from "../neurons/bind-form.ts";
import type { Emission, NeuronForm } from "../neurons/neuron-form.ts";
import { linearJumps } from "../neurons/receptors.ts";

/** Exponential current that a receptor feeds, with a value for each neuron. */
export interface ExponentialCurrent {
  readonly variable: string;
  /** Its rate of change relative to itself, in 1/ms: below 0. */
  readonly decay: Float64Array;
  /** Its step at a spike of weight 1. */
  readonly step: Float64Array;
  /** Rate of change of the potential per unit of current. */
  readonly gain: Float64Array;
}

/** Leaky integrator in internal units, with a value for each neuron. */
export interface LeakyIntegrator {
  /** The potential. */
  readonly variable: string;
  readonly unit: string;
  /** Its own rate of change, in 1/ms: at most 0. */
  readonly leak: Float64Array;
  /** Its rate of change without input at a potential of 0. */
  readonly drive: Float64Array;
  readonly threshold: Float64Array;
  readonly reset: Float64Array;
  readonly initial: Float64Array;
  /** Time after a spike in which the potential is held, in ms; 0 without refractoriness. */
  readonly refractory: Float64Array;
  /** The same in steps, under the convention. */
  readonly silent: Float64Array;
  /** Currents of the receptors that something feeds. */
  readonly currents: ReadonlyMap<string, ExponentialCurrent>;
}

/** Creates the error of a population whose equations are others. */
export type RefuseEquations = (message: string, got: string) => Error;

/** Reads the numbers of a population, or refuses its equations. */
interface Reader {
  /** Values of all neurons. */
  each(value: Expression, what: string): Float64Array;
  readonly refuse: RefuseEquations;
}

/**
 * Read a population as a leaky integrator with exponential currents.
 *
 * Throws what `refuse` creates if its equations are others.
 */
export function leakyIntegrator(
  population: PopulationProgram,
  grid: Pick<NetworkProgram, "dt" | "convention" | "open">,
  refuse: RefuseEquations,
): LeakyIntegrator {
  const { form: general, initial, size, feeds } = population;
  const reader = readerOf(population, refuse);
  const { each } = reader;
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
  const leak = each(affine.coefficients.get(variable) ?? { kind: "number", value: 0 }, "leak");
  const growing = leak.find((rate) => rate > 0);
  if (growing !== undefined) throw refuse("The potential grows by itself.", `${growing} /ms`);
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
    ...silence(emission, { variable, reader, size, ...grid }),
    currents: currentsOf(form, { affine, reader, receptors: feeds.receptors }),
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

function readerOf({ size, parameters }: PopulationProgram, refuse: RefuseEquations): Reader {
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
  return { each, refuse };
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

/** Read the current of each receptor. */
function currentsOf(
  { flow, model, receptors: all }: NeuronForm,
  {
    affine,
    reader: { each, refuse },
    receptors,
  }: {
    readonly affine: AffineForm;
    readonly reader: Reader;
    readonly receptors: ReadonlySet<string>;
  },
): ReadonlyMap<string, ExponentialCurrent> {
  const sides = flow.kind === "equations" ? flow.sides : new Map<string, Expression>();
  const currents = new Map<string, ExponentialCurrent>();
  for (const [receptor, { jumps }] of all) {
    if (!receptors.has(receptor)) continue;
    const [[variable, scale] = ["", undefined], second] = linearJumps(model, receptor, jumps);
    const side = sides.get(variable);
    const own = side && affineIn(side, new Set(sides.keys()));
    const rate = own?.coefficients.get(variable);
    const effect = affine.coefficients.get(variable);
    const isExponential =
      own?.coefficients.size === 1 && each(own.constant, "current").every((value) => value === 0);
    if (scale === undefined || second || !isExponential || !rate || !effect) {
      throw refuse("The chip has exponential currents only.", `receptor ${receptor}`);
    }
    const decay = each(rate, "time constant");
    const growing = decay.find((value) => value >= 0);
    if (growing !== undefined) throw refuse("The current does not decay.", `${growing} /ms`);
    const step = each(scale, "effect of a spike");
    currents.set(receptor, { variable, decay, step, gain: each(effect, "effect of a current") });
  }
  return currents;
}

interface Silence extends Pick<NetworkProgram, "dt" | "convention"> {
  readonly variable: string;
  readonly reader: Reader;
  readonly size: number;
}

/** Find how long the potential is held after a spike. */
function silence(
  { refractory }: Emission,
  { variable, reader: { each, refuse }, size, dt, convention }: Silence,
): Pick<LeakyIntegrator, "refractory" | "silent"> {
  if (refractory === undefined) {
    return { refractory: new Float64Array(size), silent: new Float64Array(size) };
  }
  const { lasts, hold, clamp, evaluate: at, subStep } = refractory;
  const isHeld = hold.length === 1 && hold[0] === variable;
  if (!isHeld || clamp.size > 0 || at !== "at-spike" || subStep || lasts.kind === "while") {
    throw refuse("The chip holds the potential after a spike.", "another refractoriness");
  }
  const isTime = lasts.kind === "time";
  const given = each(isTime ? lasts.duration : lasts.steps, "refractory period");
  const { countOffset } = convention.refractory;
  return {
    refractory: isTime ? given : given.map((steps) => steps * dt),
    silent: given.map((value) =>
      Math.max(0, Math.floor(isTime ? value / dt + 0.5 : value) + countOffset),
    ),
  };
}
