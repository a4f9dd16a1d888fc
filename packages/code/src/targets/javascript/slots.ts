import type { Value, Variable } from "../../form/graph.ts";
import { type Scalar, scalarOperators } from "./scalar-operators.ts";

/** An action on the values that a routine holds: variables, constants and intermediate results. */
export type Act = (slots: Scalar[]) => void;

/** Combine actions into one that runs them in order. */
export function inOrder(acts: readonly Act[]): Act {
  return (slots) => {
    for (let k = 0; k < acts.length; k++) (acts[k] as Act)(slots);
  };
}

/** Allocates slots for the values of a routine. */
export class Slots {
  readonly #variables = new Map<Variable, number>();
  readonly #constants = new Map<Value, number>();
  readonly #before: Scalar[] = [];

  /** A slot and its initial value. */
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

  /** Initial values of all slots before a call. */
  before(): Scalar[] {
    return this.#before.slice();
  }
}

/** Values computed together, so that shared parts are computed once. */
interface Computing {
  readonly slots: Slots;
  /** Collects the actions that must run before values are in their slots. */
  readonly acts: Act[];
  readonly known: Map<Value, number>;
}

/** Add the actions that compute values; returns their slots. */
export function slotsOf(values: readonly Value[], slots: Slots, acts: Act[]): readonly number[] {
  const computing = { slots, acts, known: new Map() };
  return values.map((value) => slotOf(value, computing));
}

/** Add the actions that compute a value into a slot. */
export function compute(value: Value, into: number, slots: Slots, acts: Act[]): void {
  const from = slotOf(value, { slots, acts, known: new Map() }, into);
  if (from !== into) acts.push(copying(from, into));
}

/** Create the action that copies one slot to another. */
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
  // Values needed only in the rare case are computed only there.
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
