import { affineIn, drawsNumbers, type Expression, evaluate, freeNames } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { ConventionRecord } from "@spikeloom/kernel";
import { NOT_SOLVED } from "../errors.ts";
import type { PopulationProgram } from "../network-program.ts";
import { bindForm } from "../neurons/bind-form.ts";
import type { Assignments, NeuronForm } from "../neurons/neuron-form.ts";
import { linearJumps } from "../neurons/receptors.ts";
import { conventionalThreshold } from "../neurons/spike.ts";
import { binary, number } from "../tree.ts";
import {
  type Coefficients,
  type Column,
  type LinearFlow,
  type SparseMatrix,
  solveFlow,
  sparse,
  type Unsolved,
} from "./closed-form.ts";

/**
 * Neurons whose equations have a closed form between events, as plain data.
 *
 * Variables that stay 0 are omitted. The constant 1 is the last one, so that affine expressions are linear. Times are in ms.
 */
export interface EventForm {
  readonly name: string;
  readonly size: number;
  readonly variables: readonly string[];
  /** Of each neuron, side by side: its variables, and the constant 1. */
  readonly initial: Float64Array;
  readonly free: LinearFlow;
  /** The flow in refractory periods, which hold some variables. */
  readonly held: LinearFlow;
  readonly test: EventTest | undefined;
  /** New values after a spike, of the variables that it changes. */
  readonly reset: SparseMatrix;
  /** Duration of the refractory period; 0 for none. */
  readonly refractory: Column;
  /** Effects of a spike that arrives, by receptor. */
  readonly receptors: ReadonlyMap<string, readonly Jump[]>;
  /** Variables that hold the values of continuous inputs, by input. */
  readonly inputs: ReadonlyMap<string, number>;
}

/** Spike test: a linear function of the variables that reaches 0 from below. */
export interface EventTest {
  /** A matrix of one row. */
  readonly function: SparseMatrix;
  /** Whether a value of 0 does not spike yet. */
  readonly isStrict: boolean;
  /** Whether only an upward crossing spikes, so that a value that stays above 0 does not. */
  readonly isRising: boolean;
}

/** Increment of a variable by a multiple of an arriving weight. */
export interface Jump {
  readonly variable: number;
  readonly factor: Column;
  /** Whether it is lost during refractory periods. */
  readonly isBlocked: boolean;
}

/** Options of a closed form. */
export interface EventFormOptions {
  /** Whether inputs may change at events: they become variables that nothing but events changes. */
  readonly hasInputs?: boolean;
  /** Whether code may set any variable, so that none is omitted. */
  readonly isOpen?: boolean;
  /** Duration of a step in ms, for refractory periods in steps; these are refused without it. */
  readonly dt?: number;
}

/**
 * Derive the closed form of a population between events from its equations.
 *
 * Throws `SL_NOT_SOLVED` for equations that are not linear with constant coefficients, or of which some drive each other.
 */
export function eventForm(
  population: PopulationProgram,
  convention: ConventionRecord,
  { hasInputs = false, isOpen = false, dt }: EventFormOptions = {},
): EventForm {
  const { name, size, feeds } = population;
  const fed = [...population.form.inputs.keys()].filter((one) => feeds.inputs.has(one));
  const kept: readonly string[] = hasInputs ? fed : [];
  const others = [...population.form.inputs.keys()].filter((one) => !kept.includes(one));
  const inputs = new Map(others.map((one) => [one, number(0)]));
  const form = bindForm(population.form, inputs);
  const refuse = refusal(name);
  if (population.quantised !== undefined) throw refuse("quantised", "steps in fixed point");
  checkFeatures(form, hasInputs ? new Set() : feeds.inputs, refuse);
  const sides: Assignments = form.flow.kind === "equations" ? form.flow.sides : new Map();
  const scales = new Map(
    [...feeds.receptors].map((one) => {
      const jumps = form.receptors.get(one)?.jumps ?? new Map();
      return [one, linearJumps(form.model, one, jumps)] as const;
    }),
  );
  const reset = form.emission?.reset ?? new Map<string, Expression>();
  const jumping = [...scales.values()].flatMap((one) => [...one.keys()]);
  const all = [...form.states.keys(), ...kept];
  const starts = new Map(all.map((one) => [one, startOf(population, one)]));
  const moving = movingVariables(sides, {
    starts,
    changed: new Set(isOpen ? all : [...jumping, ...reset.keys(), ...kept]),
  });
  const read = affineReader(population, { variables: new Set(all), moving }, refuse);
  const rows = moving.map((one) => read(sides.get(one) ?? number(0), `dynamics.${one}`));
  const refractory = readRefractory(form, { read, dt }, refuse);
  const holds = refractory.some((one) => one > 0) ? (form.emission?.refractory?.hold ?? []) : [];
  const isHeld = (variable: number): boolean => holds.includes(moving[variable] as string);
  const flowOf = (a: Coefficients): LinearFlow => {
    const found = solveFlow([...a, new Map()], size);
    if ("kind" in found) throw unsolved(found, moving, refuse);
    return found;
  };
  const width = moving.length + 1;
  const initial = new Float64Array(size * width).fill(1);
  for (let n = 0; n < size; n++) {
    moving.forEach((one, k) => {
      const start = starts.get(one) as Column;
      initial[n * width + k] = start[n % start.length] as number;
    });
  }
  const still: ReadonlyMap<number, Column> = new Map();
  const resets = moving.map((one) => {
    const value = reset.get(one);
    if (value === undefined) return still;
    const row = read(value, `spike.reset.${one}`);
    return row.size > 0 ? row : new Map([[moving.length, Float64Array.of(0)]]);
  });
  return {
    name,
    size,
    variables: moving,
    initial,
    free: flowOf(rows),
    held: flowOf(rows.map((row, k) => (isHeld(k) ? still : row))),
    test: readTest(form, { size, convention, read }, refuse),
    reset: sparse(resets, size),
    refractory,
    receptors: new Map(
      [...scales].map(([receptor, jumps]) => {
        const own = [...jumps].map(([variable, scale]): Jump => {
          const k = moving.indexOf(variable);
          return {
            variable: k,
            factor: constantOf(read, scale, { place: `receptors.${receptor}`, refuse }),
            isBlocked: isHeld(k) && convention.refractory.blocksWrites,
          };
        });
        return [receptor, own];
      }),
    ),
    inputs: new Map(kept.map((one) => [one, moving.indexOf(one)])),
  };
}

type Refuse = (place: string, got: string, next?: string) => Error;

function refusal(population: string): Refuse {
  return (place, got, next) =>
    NOT_SOLVED({
      place: `populations.${population}, ${place}`,
      got,
      next: next ?? "Choose a neuron such as lif-curr-exp, or one in steps; for training, bptt.",
    });
}

/** Refuse what no linear equations with a threshold say. */
function checkFeatures(form: NeuronForm, fed: ReadonlySet<string>, refuse: Refuse): void {
  const { flow, emission, events, regimes, states } = form;
  const odd = [...states].find(([, { type, shared }]) => type === "integer" || shared);
  const clamps = emission?.refractory?.clamp.size ?? 0;
  const when = emission?.when.kind ?? "threshold";
  const refused: readonly (readonly [boolean, string, string])[] = [
    [flow.kind === "update", "update", "a model in discrete time"],
    [regimes.size > 0, "regimes", "regimes with equations of their own"],
    [events.size > 0, "events", "events besides spikes"],
    [when !== "threshold", "spike", `a ${when} of spikes, and no threshold`],
    [clamps > 0, "spike.refractory.clamp", "variables that are set throughout"],
    [odd !== undefined, `state.${odd?.[0]}`, "an integer, or one value for all neurons"],
    [fed.size > 0, "inputs", `currents over time at ${[...fed].join(", ")}`],
  ];
  for (const [isRefused, place, got] of refused) if (isRefused) throw refuse(place, got);
}

/** Find the variables that do not stay 0: something changes them, or a variable that moves drives them. */
function movingVariables(
  sides: Assignments,
  known: { readonly starts: ReadonlyMap<string, Column>; readonly changed: ReadonlySet<string> },
): readonly string[] {
  const moving = new Set(known.changed);
  for (const [one, start] of known.starts) if (start.some((own) => own !== 0)) moving.add(one);
  const names = known.starts;
  const isMoved = (side: Expression): boolean => {
    const affine = affineIn(side, names);
    if (affine === undefined) return true;
    const { constant, coefficients } = affine;
    const isZero = constant.kind === "number" && constant.value === 0;
    return !isZero || [...coefficients.keys()].some((of) => moving.has(of));
  };
  for (let before = -1; before < moving.size; ) {
    before = moving.size;
    for (const [one, side] of sides) if (isMoved(side)) moving.add(one);
  }
  return [...names.keys()].filter((one) => moving.has(one));
}

/** Read an expression as coefficients of variables and, as the last one, a constant. */
interface ReadAffine {
  (of: Expression, place: string): ReadonlyMap<number, Column>;
  /** Index of the constant. */
  readonly constant: number;
}

function affineReader(
  { parameters, size }: PopulationProgram,
  {
    variables,
    moving,
  }: {
    readonly variables: ReadonlySet<string>;
    readonly moving: readonly string[];
  },
  refuse: Refuse,
): ReadAffine {
  const column = (of: Expression, place: string): Column => {
    const names = [...freeNames(of)];
    const odd = names.find((one) => !parameters.has(one));
    if (odd !== undefined || drawsNumbers(of)) {
      throw refuse(place, odd === undefined ? "random numbers" : `products, or "${odd}"`);
    }
    const isShared = names.every((one) => typeof parameters.get(one)?.value === "number");
    const values = Float64Array.from({ length: isShared ? 1 : size }, (_, n) => {
      const scope = (one: string): number | undefined => {
        const value = parameters.get(one)?.value;
        return typeof value === "number" ? value : value?.[n];
      };
      return evaluate(of, { scope, functions: hostFunctions });
    });
    return values.every((one) => one === values[0]) ? values.slice(0, 1) : values;
  };
  const read = (of: Expression, place: string): ReadonlyMap<number, Column> => {
    const affine = affineIn(of, variables);
    if (affine === undefined) throw refuse(place, "products or functions of variables");
    const found = new Map<number, Column>();
    const add = (k: number, part: Expression): void => {
      const own = column(part, place);
      if (own.some((one) => one !== 0)) found.set(k, own);
    };
    for (const [variable, part] of affine.coefficients) {
      // The others stay 0.
      if (moving.includes(variable)) add(moving.indexOf(variable), part);
    }
    add(moving.length, affine.constant);
    return found;
  };
  return Object.assign(read, { constant: moving.length });
}

function startOf({ initial }: PopulationProgram, variable: string): Column {
  const value = initial.get(variable)?.value ?? 0;
  return typeof value === "number" ? Float64Array.of(value) : value;
}

function readRefractory(
  { emission }: NeuronForm,
  { read, dt }: { readonly read: ReadAffine; readonly dt: number | undefined },
  refuse: Refuse,
): Column {
  if (emission?.refractory === undefined) return Float64Array.of(0);
  const { lasts } = emission.refractory;
  const place = "spike.refractory";
  if (lasts.kind === "steps" && dt !== undefined) {
    return constantOf(read, lasts.steps, { place, refuse }).map((steps) => steps * dt);
  }
  if (lasts.kind !== "time") throw refuse(place, "a period in steps, or while a condition holds");
  return constantOf(read, lasts.duration, { place, refuse });
}

function constantOf(
  read: ReadAffine,
  value: Expression,
  { place, refuse }: { readonly place: string; readonly refuse: Refuse },
): Column {
  const found = read(value, place);
  if (found.size === 0) return Float64Array.of(0);
  const last = found.get(read.constant);
  if (found.size > 1 || last === undefined) throw refuse(place, "a value that reads variables");
  return last;
}

interface Reading {
  readonly size: number;
  readonly convention: ConventionRecord;
  readonly read: ReadAffine;
}

function readTest(
  { emission }: NeuronForm,
  { size, convention, read }: Reading,
  refuse: Refuse,
): EventTest | undefined {
  if (emission?.when.kind !== "threshold") return undefined;
  const condition = conventionalThreshold(emission.when.condition, convention);
  const isUp = condition.kind === "greater" || condition.kind === "greater_equal";
  const isDown = condition.kind === "less" || condition.kind === "less_equal";
  if (!isUp && !isDown) throw refuse("spike.when", "another condition than a comparison");
  const { left, right } = condition;
  const above = isUp ? binary("subtract", left, right) : binary("subtract", right, left);
  return {
    function: sparse([read(above, "spike.when")], size),
    isStrict: condition.kind === "greater" || condition.kind === "less",
    isRising: emission.edge === "rising",
  };
}

function unsolved(fault: Unsolved, variables: readonly string[], refuse: Refuse): Error {
  const place = `dynamics.${variables[fault.variable]}`;
  if (fault.kind === "loop") return refuse(place, "variables that drive each other");
  if (fault.kind === "growth") return refuse(place, "a variable that grows by itself");
  const [one, other] = (fault.rates ?? []).map((rate) => -1 / rate);
  return refuse(
    place,
    `time constants of ${one} and ${other} ms`,
    "Choose time constants that differ by more, or are the same.",
  );
}

/** The neuron's number in columns. */
export function ofNeuron(column: Column, n: number): number {
  return column[column.length === 1 ? 0 : n] as number;
}
