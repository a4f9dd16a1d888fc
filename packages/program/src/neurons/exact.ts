import {
  compileColumns,
  differentiate,
  type Expression,
  evaluate,
  freeNames,
  type LinearSystem,
  linearSystems,
  mostSolved,
  type NumericSystem,
  type Propagator,
  propagatorSlope,
  propagators,
  type SystemBatch,
} from "@spikeloom/equations";
import { INTEGRATOR_MISFIT } from "../errors.ts";
import { binary, name, number, select } from "../tree.ts";
import { valueIn } from "./assign.ts";
import type { Moment, Writer } from "./draft.ts";
import type { Exact, System } from "./staggered.ts";
import type { StepInput } from "./step-input.ts";
import type { ExactSystem } from "./step-program.ts";

/** The point of a step at which a linear system is advanced. */
export interface ExactPlace {
  readonly writer: Writer;
  readonly moment: Moment;
  readonly input: StepInput;
}

/**
 * Advance a linear system exactly over `dt` milliseconds: x(t + dt) = P x + Q u (Rotter & Diesmann 1999,
 * doi:10.1007/s004220050570).
 *
 * Uncoupled states are solved separately.
 */
export function exactStep(place: ExactPlace, dynamics: System, dt: number): System {
  const { writer, input } = place;
  const systems = linearSystems(dynamics, heldNames(input, dynamics));
  if (systems === undefined) throw notLinear(input);
  const next = new Map(systems.flatMap((system) => advance({ ...place, dt }, system)));
  return new Map(
    [...dynamics.keys()].map((state) => [state, writer.let(state, next.get(state) ?? name(state))]),
  );
}

/** Solution method for linear parts of equations. */
export function exactly(place: ExactPlace): Exact {
  const { input } = place;
  return {
    isLinear: (dynamics) => linearSystems(dynamics, heldNames(input, dynamics)) !== undefined,
    step: (dynamics, dt) => exactStep(place, dynamics, dt),
  };
}

/** Names that are constant over the step: neither variables of the system nor parameters. */
function heldNames({ open }: StepInput, dynamics: System): readonly string[] {
  const names = new Set([...dynamics.values()].flatMap((side) => [...freeNames(side)]));
  return [...names].filter((text) => !dynamics.has(text) && !open.has(text) && text !== "t");
}

function notLinear({ form, scheme }: StepInput): Error {
  return INTEGRATOR_MISFIT({
    model: form.model,
    integrator: scheme?.name ?? "exact",
    reason: `its equations are not linear with constant coefficients, or more than ${mostSolved} variables are coupled`,
  });
}

interface Advance extends ExactPlace {
  readonly dt: number;
}

function advance(
  context: Advance,
  system: LinearSystem,
): readonly (readonly [string, Expression])[] {
  const { states } = system;
  const { values, free } = context.moment;
  const { held } = context.input;
  const columns = [...system.inputs.map(name), undefined];
  const factors = [...states.map((state) => valueIn(values, state)), ...columns];
  const moving = coefficients(context, system, []);
  const isHeld = (state: string): boolean => free !== undefined && held.has(state);
  const heldColumns = states.flatMap((state, j) => (isHeld(state) ? [j] : []));
  // A variable that reads a held one evolves differently while that one is held.
  const readsHeld = states.some(
    (state, i) => !isHeld(state) && heldColumns.some((j) => !isZero(moving[i]?.[j])),
  );
  const standing = readsHeld ? coefficients(context, system, [...held]) : undefined;
  return states.map((state, i) => {
    const next = combine(factors, moving[i] ?? []);
    const still = isHeld(state)
      ? valueIn(values, state)
      : standing && combine(factors, standing[i] ?? []);
    return [state, still === undefined ? next : select(free, next, still)];
  });
}

function combine(
  factors: readonly (Expression | undefined)[],
  row: readonly Expression[],
): Expression {
  let sum: Expression | undefined;
  row.forEach((coefficient, j) => {
    if (isZero(coefficient)) return;
    const factor = factors[j];
    const isOne = coefficient.kind === "number" && coefficient.value === 1;
    const term =
      factor === undefined ? coefficient : isOne ? factor : binary("multiply", coefficient, factor);
    sum = sum === undefined ? term : binary("add", sum, term);
  });
  return sum ?? number(0);
}

/** Rows of [P | Q], each entry a number or the name of a per-neuron coefficient. */
function coefficients(
  { writer, input, dt }: Advance,
  system: LinearSystem,
  still: readonly string[],
): readonly (readonly Expression[])[] {
  const { states } = system;
  const { open, asSlots = new Set() } = input;
  const parameters = [...asSlots].filter((one) => entriesOf(system).flat().some(reads(one)));
  const batch = systemBatch({ system, still }, open);
  const width = batch.states + batch.inputs;
  const found = propagators(batch, dt);
  const changes = changedEntries({ system, still }, parameters);
  const slots = new Map<string, number>();
  const entry = (i: number, j: number): Expression => {
    const at = i * width + j;
    const hint = `p_${states[i]}_${j}`;
    const values = found[at] ?? new Float64Array(1);
    if (changes[at]) {
      const slot = writer.coefficient(hint, values);
      slots.set(slot.name, at);
      return slot;
    }
    if (values.every((value) => value === values[0])) return number(values[0] ?? 0);
    return writer.coefficient(hint, values);
  };
  const rows = states.map((_, i) => Array.from({ length: width }, (_, j) => entry(i, j)));
  if (slots.size > 0) writer.solved({ system, dt, still, parameters, slots });
  return rows;
}

type Solved = Pick<ExactSystem, "system" | "still">;

/** The rows of [A | B], the constants as the last column. */
function entriesOf({ matrix, inputMatrix, constant }: LinearSystem): readonly Expression[][] {
  return matrix.map((row, i) => [
    ...row,
    ...(inputMatrix[i] as readonly Expression[]),
    constant[i] ?? number(0),
  ]);
}

const reads =
  (text: string) =>
  (entry: Expression): boolean =>
    freeNames(entry).has(text);

/** Find the entries of [P | Q] that depend on parameters: those reachable from an entry of [A | B] that reads one. */
function changedEntries(
  { system, still }: Solved,
  parameters: readonly string[],
): readonly boolean[] {
  const { states } = system;
  const rows = entriesOf(system).map((row, i) => {
    return still.includes(states[i] as string) ? row.map(() => number(0)) : row;
  });
  const width = rows[0]?.length ?? 0;
  const leads = Array.from({ length: width }, (_, i) =>
    Array.from({ length: width }, (_, j) => i === j || !isZero(rows[i]?.[j] ?? number(0))),
  );
  for (let k = 0; k < width; k++) {
    for (const row of leads) {
      if (!row[k]) continue;
      for (let j = 0; j < width; j++) if (leads[k]?.[j]) row[j] = true;
    }
  }
  const read = rows.flatMap((row, k) =>
    row.flatMap((entry, l) =>
      parameters.some((one) => reads(one)(entry)) ? [[k, l] as const] : [],
    ),
  );
  return states.flatMap((_, i) =>
    Array.from({ length: width }, (_, j) => read.some(([k, l]) => leads[i]?.[k] && leads[l]?.[j])),
  );
}

/** Evaluate the entries of a system: once per neuron if they depend on parameters that differ, otherwise once. */
function systemBatch(
  { system, still }: Solved,
  arrays: ReadonlyMap<string, Float64Array>,
  entryAs: (entry: Expression) => Expression = (entry) => entry,
): SystemBatch {
  const { states } = system;
  const rows = entriesOf(system).map((row) => row.map(entryAs));
  const needed = new Set(rows.flat().flatMap((entry) => [...freeNames(entry)]));
  const varying = new Map([...arrays].filter(([parameter]) => needed.has(parameter)));
  // A single value may apply to all neurons.
  const count = Math.max(1, ...[...varying.values()].map(({ length }) => length));
  const slots = new Map([...varying.keys()].map((parameter, slot) => [parameter, slot]));
  const columns = [...varying.values()].map((values) =>
    values.length === 1 ? (values[0] as number) : values,
  );
  const entryOf = (entry: Expression): number | Float64Array => {
    if (![...freeNames(entry)].some((one) => varying.has(one))) {
      return evaluate(entry, { scope: () => undefined });
    }
    const own = new Float64Array(count);
    compileColumns(entry, { slots })(columns, own);
    return own;
  };
  const numbers = rows.map((row, i) => {
    return still.includes(states[i] as string) ? row.map(() => 0) : row.map(entryOf);
  });
  return {
    states: states.length,
    inputs: system.inputs.length + 1,
    count,
    a: numbers.flatMap((row) => row.slice(0, states.length)),
    b: numbers.flatMap((row) => row.slice(states.length)),
  };
}

/**
 * Coefficients of an exact step, and their derivatives by its parameters.
 *
 * A single value is used if all neurons agree.
 */
export interface SolvedSystem {
  readonly values: ReadonlyMap<string, Float64Array>;
  readonly slopes: ReadonlyMap<string, ReadonlyMap<string, Float64Array>>;
}

/**
 * Solve the system of an exact step for given parameter values.
 *
 * The results equal, bit for bit, those of a step lowered with these values.
 */
export function solveExact(
  { system, still, dt, parameters, slots }: ExactSystem,
  arrays: ReadonlyMap<string, Float64Array>,
): SolvedSystem {
  const batch = systemBatch({ system, still }, arrays);
  const found = propagators(batch, dt);
  const named = [...slots];
  const empty = (): Float64Array => new Float64Array(batch.count);
  const values = new Map(named.map(([slot, at]) => [slot, found[at] ?? empty()]));
  const slopes = new Map(named.map(([slot]) => [slot, new Map<string, Float64Array>()]));
  for (const parameter of parameters) {
    const along = systemBatch({ system, still }, arrays, (entry) =>
      differentiate(entry, parameter),
    );
    const own = named.map(([slot]) => {
      const all = empty();
      slopes.get(slot)?.set(parameter, all);
      return all;
    });
    for (let k = 0; k < batch.count; k++) {
      const { p, q } = propagatorSlope(numericOf(batch, k), numericOf(along, k), dt);
      named.forEach(([, at], one) => {
        (own[one] as Float64Array)[k] = entryAt({ p, q }, batch, at);
      });
    }
  }
  return { values, slopes };
}

/** Extract one system of a batch. */
function numericOf({ states, inputs, a, b }: SystemBatch, k: number): NumericSystem {
  const of = (entry: number | Float64Array): number =>
    typeof entry === "number" ? entry : (entry[k % entry.length] as number);
  return { states, inputs, a: Float64Array.from(a, of), b: Float64Array.from(b, of) };
}

function entryAt(
  { p, q }: Propagator,
  { states, inputs }: Pick<SystemBatch, "states" | "inputs">,
  at: number,
): number {
  const [i, j] = [Math.floor(at / (states + inputs)), at % (states + inputs)];
  return (j < states ? p[i * states + j] : q[i * inputs + j - states]) as number;
}

function isZero(entry: Expression | undefined): boolean {
  return entry === undefined || (entry.kind === "number" && entry.value === 0);
}
