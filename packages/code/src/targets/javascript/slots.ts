import type { Value, Variable } from "../../form/graph.ts";
import { type Scalar, scalarOperators } from "./scalar-operators.ts";

/** Does something to what a routine holds: variables, constants and what is computed on the way. */
export type Act = (slots: Scalar[]) => void;

/** Do acts one after the other. */
export function inOrder(acts: readonly Act[]): Act {
  return (slots) => {
    for (let k = 0; k < acts.length; k++) (acts[k] as Act)(slots);
  };
}

/** Numbers the places of what a routine holds. */
export class Slots {
  readonly #variables = new Map<Variable, number>();
  readonly #constants = new Map<Value, number>();
  readonly #before: Scalar[] = [];

  /** A place, and what it holds before the routine is called. */
  fresh(before: Scalar = 0): number {
    return this.#before.push(before) - 1;
  }

  of(variable: Variable): number {
    const known = this.#variables.get(variable) ?? this.fresh();
    this.#variables.set(variable, known);
    return known;
  }

  constant(value: Value & { readonly kind: "constant" }): number {
    const known = this.#constants.get(value) ?? this.fresh(value.value);
    this.#constants.set(value, known);
    return known;
  }

  /** What all places hold before a call. */
  before(): Scalar[] {
    return this.#before.slice();
  }
}

/** What is computed together, so that what is shared is computed once. */
interface Computing {
  readonly slots: Slots;
  /** Takes what has to be done before values are where they are said to be. */
  readonly acts: Act[];
  readonly known: Map<Value, number>;
}

/** Add what computes values to acts; gives where they are then. */
export function slotsOf(values: readonly Value[], slots: Slots, acts: Act[]): readonly number[] {
  const computing = { slots, acts, known: new Map() };
  return values.map((value) => slotOf(value, computing));
}

/** Add what computes a value into a place. */
export function compute(value: Value, into: number, slots: Slots, acts: Act[]): void {
  const from = slotOf(value, { slots, acts, known: new Map() }, into);
  if (from !== into) acts.push(copying(from, into));
}

/** Make what brings a value from one place to another. */
export function copying(from: number, into: number): Act {
  return (slots) => {
    slots[into] = slots[from] as Scalar;
  };
}

function slotOf(value: Value, computing: Computing, target?: number): number {
  const { slots, acts, known } = computing;
  if (value.kind === "constant") return slots.constant(value);
  if (value.kind === "variable") return slots.of(value.variable);
  const found = known.get(value);
  if (found !== undefined) return found;
  const into = target ?? slots.fresh();
  acts.push(
    value.operator === "rarely" ? rare(value, computing, into) : applied(value, computing, into),
  );
  known.set(value, into);
  return into;
}

type Operation = Value & { readonly kind: "operator" };

function rare({ inputs }: Operation, computing: Computing, into: number): Act {
  const [first, second, third] = inputs as readonly [Value, Value, Value];
  const mask = slotOf(first, computing);
  const usual = slotOf(second, computing);
  // What only the rare case needs is computed in it alone.
  const inner: Computing = { ...computing, known: new Map(computing.known), acts: [] };
  const slow = slotOf(third, inner);
  const act = inOrder(inner.acts);
  return (slots) => {
    const isRare = slots[mask] === true;
    if (isRare) act(slots);
    slots[into] = slots[isRare ? slow : usual] as Scalar;
  };
}

function applied({ operator, inputs }: Operation, computing: Computing, into: number): Act {
  const type = inputs[0]?.type;
  const apply = type && scalarOperators[operator][type];
  if (apply === undefined) throw new TypeError(`${operator} of ${type}`);
  const [a = 0, b, c] = inputs.map((input) => slotOf(input, computing));
  if (b === undefined) {
    return (slots) => {
      slots[into] = apply(slots[a] as Scalar);
    };
  }
  if (c === undefined) {
    return (slots) => {
      slots[into] = apply(slots[a] as Scalar, slots[b] as Scalar);
    };
  }
  return (slots) => {
    slots[into] = apply(slots[a] as Scalar, slots[b] as Scalar, slots[c] as Scalar);
  };
}
