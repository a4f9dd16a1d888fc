import {
  type AffineForm,
  affineIn,
  type Expression,
  evaluate,
  freeNames,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { bindForm, type NeuronForm, type PopulationProgram } from "@spikeloom/program";
import { NOT_TRAINED } from "../errors.ts";
import type { EventCurrent, EventPopulation, EventReceptor } from "./event-neuron.ts";

/** A population and its equations. */
interface Reading {
  readonly population: PopulationProgram;
  readonly form: NeuronForm;
  /** Right-hand sides, split into coefficients of variables and a constant. */
  readonly forms: ReadonlyMap<string, AffineForm>;
  /** Evaluate an expression for each neuron; `also` defines further names. */
  numbers(of: Expression, also?: ReadonlyMap<string, Float64Array>): Float64Array;
}

/**
 * Read the equations of a population as those of leaky integrate-and-fire neurons.
 *
 * Throws `SL_NOT_TRAINED` for equations other than a leaky potential, exponentially decaying currents, and arriving spikes that
 * increment one of these.
 */
export function eventPopulation(population: PopulationProgram): EventPopulation {
  const reading = readEquations(population);
  const { variable, threshold, isStrict } = readThreshold(reading);
  const { decay, rest, driving } = readPotential(reading, variable);
  const currents = driving.map(([name, drive]) => readCurrent(reading, { name, drive, decay }));
  const names = driving.map(([name]) => name);
  const receptors = [...population.feeds.receptors].map((one) => {
    return [one, readReceptor(reading, one, { currents: names, potential: variable })] as const;
  });
  return {
    name: population.name,
    size: population.size,
    variable,
    decay,
    rest,
    threshold,
    isStrict,
    currents,
    receptors: new Map(receptors),
    initial: readStart(population, variable, threshold),
    reset: readReset(reading, variable, threshold),
    refractory: readRefractory(reading, variable),
  };
}

function readEquations(population: PopulationProgram): Reading {
  const { size, parameters } = population;
  const form = bindForm(population.form, new Map());
  const names = new Set([...form.states.keys(), ...form.inputs.keys()]);
  const forms = new Map<string, AffineForm>();
  const sides = form.flow.kind === "equations" ? form.flow.sides : [];
  for (const [state, side] of sides) {
    const affine = affineIn(side, names);
    if (affine === undefined || [...freeNames(side)].includes("t")) {
      throw refused(population, `dynamics.${state}`, "products of variables, or time itself");
    }
    forms.set(state, affine);
  }
  return {
    population,
    form,
    forms,
    numbers: (of, also) =>
      Float64Array.from({ length: size }, (_, n) => {
        const scope = (name: string): number | undefined => {
          const value = also?.get(name) ?? parameters.get(name)?.value;
          return typeof value === "number" ? value : value?.[n];
        };
        return evaluate(of, { scope, functions: hostFunctions });
      }),
  };
}

/** The variable and the threshold of a condition such as `v >= v_threshold`. */
function readThreshold({ population, form, numbers }: Reading): {
  readonly variable: string;
  readonly threshold: Float64Array;
  readonly isStrict: boolean;
} {
  const when = form.emission?.when;
  const condition = when?.kind === "threshold" ? when.condition : undefined;
  if (condition?.kind === "greater_equal" || condition?.kind === "greater") {
    const { left, right } = condition;
    const isFixed = [...freeNames(right)].every((one) => population.parameters.has(one));
    if (left.kind === "name" && form.states.has(left.name) && isFixed) {
      const isStrict = condition.kind === "greater";
      return { variable: left.name, threshold: numbers(right), isStrict };
    }
  }
  throw refused(
    population,
    "spike.when",
    condition === undefined ? "no threshold" : "another condition",
  );
}

function readPotential({ population, forms, numbers, form }: Reading, variable: string) {
  const place = `dynamics.${variable}`;
  const affine = forms.get(variable);
  const leak = affine?.coefficients.get(variable);
  if (affine === undefined || leak === undefined) throw refused(population, place, "no leak");
  const decay = numbers(leak);
  if (decay.some((one) => !(one < 0))) throw refused(population, place, "no leak");
  const drift = numbers(affine.constant);
  // A current that no projection feeds stays 0.
  const isFed = (current: string): boolean =>
    [...population.feeds.receptors].some((one) => {
      return form.receptors.get(one)?.jumps.has(current) === true;
    });
  const driving = [...affine.coefficients].filter(([of]) => of !== variable && isFed(of));
  return { decay, driving, rest: drift.map((one, n) => -one / (decay[n] as number)) };
}

/** Relative difference of rates below which the difference of two exponentials loses most digits to cancellation. */
const leastApart = 1e-4;

function readCurrent(
  { population, forms, numbers }: Reading,
  of: { readonly name: string; readonly drive: Expression; readonly decay: Float64Array },
): EventCurrent {
  const { name, decay } = of;
  const form = forms.get(name);
  const own = form?.coefficients.get(name);
  if (own === undefined || form?.coefficients.size !== 1 || !isZero(form.constant)) {
    throw refused(population, `dynamics.${name}`, "a current with other dynamics than decay");
  }
  const [rate, drive] = [numbers(own), numbers(of.drive)];
  const odd = rate.findIndex((one, n) => {
    const leak = decay[n] as number;
    return !(one < 0 && (one === leak || Math.abs(one - leak) > leastApart * Math.abs(leak)));
  });
  if (odd >= 0) {
    const constants = `time constants of ${-1 / (rate[odd] as number)} and ${-1 / (decay[odd] as number)} ms`;
    throw refused(
      population,
      `dynamics.${name}`,
      constants,
      "Choose time constants that differ by more, or are the same.",
    );
  }
  const apart = rate.map((one, n) => one - (decay[n] as number));
  const gain = drive.map((one, n) => (apart[n] === 0 ? 0 : one / (apart[n] as number)));
  const ramp = drive.map((one, n) => (apart[n] === 0 ? one : 0));
  return { rate, drive, gain, ramp, initial: startOf(population, name) };
}

function readReceptor(
  { population, form, numbers }: Reading,
  receptor: string,
  { currents, potential }: { readonly currents: readonly string[]; readonly potential: string },
): EventReceptor {
  const on = [...(form.receptors.get(receptor)?.jumps ?? [])];
  const [name, change] = on[0] ?? ["", undefined];
  const jump = change && affineIn(change, new Set([...form.states.keys(), "weight"]));
  const scale = jump?.coefficients.get("weight");
  const keeps = jump?.coefficients.get(name);
  const isJump = keeps?.kind === "number" && keeps.value === 1 && jump?.coefficients.size === 2;
  const current = currents.indexOf(name);
  const isKnown = name === potential || current >= 0;
  if (on.length !== 1 || scale === undefined || !isJump || !isZero(jump?.constant) || !isKnown) {
    throw refused(population, `receptors.${receptor}`, "an arriving spike with other effects");
  }
  return { current, scale: numbers(scale) };
}

function readReset(
  { population, form, numbers }: Reading,
  variable: string,
  threshold: Float64Array,
): Float64Array {
  const resets = form.emission?.reset ?? new Map<string, Expression>();
  const back = resets.get(variable);
  const readsMore = back && [...freeNames(back)].some((one) => isOther(one, variable, form));
  if (back === undefined || resets.size !== 1 || readsMore) {
    throw refused(population, "spike.reset", "no reset, or a reset of other variables");
  }
  // At a spike the potential equals the threshold.
  const after = numbers(back, new Map([[variable, threshold]]));
  checkBelow(after, { population, place: "spike.reset", threshold });
  return after;
}

function isOther(name: string, variable: string, { states }: NeuronForm): boolean {
  return name !== variable && states.has(name);
}

function readRefractory({ population, form, numbers }: Reading, variable: string): Float64Array {
  const refractory = form.emission?.refractory;
  if (refractory === undefined) return new Float64Array(population.size);
  const { lasts, hold, clamp } = refractory;
  const found = lasts.kind === "time" ? numbers(lasts.duration) : undefined;
  const isUsual = hold.length === 1 && hold[0] === variable && clamp.size === 0;
  if (found === undefined || (!isUsual && found.some((one) => one > 0))) {
    throw refused(
      population,
      "spike.refractory",
      "a refractory period that does not hold just the potential",
    );
  }
  return found;
}

function startOf({ initial, size }: PopulationProgram, variable: string): Float64Array {
  const value = initial.get(variable)?.value ?? 0;
  return typeof value === "number" ? new Float64Array(size).fill(value) : value;
}

function readStart(
  population: PopulationProgram,
  variable: string,
  threshold: Float64Array,
): Float64Array {
  const start = startOf(population, variable);
  checkBelow(start, { population, place: `initial.${variable}`, threshold });
  return start;
}

interface Below {
  readonly population: PopulationProgram;
  readonly place: string;
  readonly threshold: Float64Array;
}

/** Refuse a potential at or above the threshold: it would spike at once, and without a gradient. */
function checkBelow(values: Float64Array, { population, place, threshold }: Below): void {
  const odd = values.findIndex((one, n) => !(one < (threshold[n] as number)));
  if (odd < 0) return;
  throw NOT_TRAINED({
    place: `populations.${population.name}, ${place}`,
    message: "A spike time has a gradient only if the potential reaches the threshold from below.",
    expected: `a potential below the threshold (${threshold[odd]} in internal units)`,
    got: `${values[odd]} for neuron ${odd}`,
    next: "Choose an initial and a reset potential below the threshold, or train with bptt.",
  });
}

function isZero(of: Expression | undefined): boolean {
  return of?.kind === "number" && of.value === 0;
}

function refused({ name }: PopulationProgram, place: string, got: string, next?: string): Error {
  return NOT_TRAINED({
    place: `populations.${name}, ${place}`,
    message: "EventProp computes exact spike times only for leaky integrate-and-fire neurons.",
    expected: "a leaky potential, driven by exponentially decaying currents or by jumps",
    got,
    next: next ?? "Choose a neuron such as lif-curr-exp, or train with bptt.",
  });
}
