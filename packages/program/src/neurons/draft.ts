import { type Expression, formatExpression, simplify } from "@spikeloom/equations";
import { hostFunctions, isLong } from "@spikeloom/equations/functions";
import { UNSUPPORTED_DRAW } from "../errors.ts";
import { mapTree, type Name, name } from "../tree.ts";
import { letOf } from "./statements.ts";
import {
  type Draw,
  type ExactSystem,
  type GuardedLoop,
  type Let,
  type Slot,
  type SlotRole,
  type Statement,
  slotName,
} from "./step-program.ts";

/** Current value of each variable by name. */
export type Values = ReadonlyMap<string, Expression>;

/** A point within a step. */
export interface Moment {
  readonly values: Values;
  /** Whether a neuron is not refractory; undefined if none ever is. */
  readonly free: Expression | undefined;
  /** Whether a spike makes a neuron refractory, if that differs between neurons; undefined otherwise. */
  readonly refracts: Expression | undefined;
}

/** A partially written step. Each phase takes one and returns the next. */
export interface Draft extends Moment {
  readonly slots: ReadonlyMap<string, Slot>;
  readonly arrays: ReadonlyMap<string, Float64Array>;
  readonly draws: readonly Draw[];
  /** Draws shared by several statements, by key. */
  readonly namedDraws: ReadonlyMap<string, Expression>;
  /** Systems whose numbers depend on parameters stored in slots. */
  readonly exact: readonly ExactSystem[];
  readonly statements: readonly Statement[];
  /** Number of names generated for statements. */
  readonly names: number;
  /** Names of the calls among the statements. */
  readonly calls: ReadonlyMap<string, Expression>;
  readonly spiked: Expression | undefined;
  readonly refractory: RefractoryState | undefined;
}

/** State of refractoriness within a step. */
export interface RefractoryState {
  readonly kind: "countdown" | "since" | "while";
  /** Counts remaining or elapsed steps, or stores whether the period lasts. */
  readonly counter: Name;
  /** Number of refractory steps after a spike, or the value of the counter in this step. */
  readonly value: Expression;
}

/** A draft without statements, slots and values. */
export const emptyDraft: Draft = {
  values: new Map(),
  free: undefined,
  refracts: undefined,
  slots: new Map(),
  arrays: new Map(),
  draws: [],
  namedDraws: new Map(),
  exact: [],
  statements: [],
  names: 0,
  calls: new Map(),
  spiked: undefined,
  refractory: undefined,
};

/** Appends statements to a draft while one phase runs. */
export interface Writer {
  /** Name a value; names and numbers are returned as they are. */
  let(hint: string, value: Expression): Expression;
  /** Return a name that no statement has. */
  fresh(hint: string): Name;
  /** Create a slot; returns its name in expressions. */
  slot(role: SlotRole, of: string, more?: Partial<Pick<Slot, "type" | "start">>): Name;
  /** A random number of the step; the same key gives the same number. */
  draw(key: string, distribution: Draw["distribution"]): Expression;
  /** Add coefficients of each neuron. */
  coefficient(hint: string, values: Float64Array): Name;
  /** Register a system whose coefficients depend on parameters in slots. */
  solved(system: ExactSystem): void;
}

/** A writer outside of loops. */
export interface StepWriter extends Writer {
  loop(loop: GuardedLoop): void;
  /** The value to which a statement has given a name. */
  valueOf(name: string): Expression | undefined;
  /** Write into the body of a loop, which sees the names before it; its own names are local to it. */
  body<Result>(write: (inner: Writer) => Result): Body<Result>;
}

/** Statements written to the body of a loop. */
export interface Body<Result> {
  readonly result: Result;
  readonly lets: readonly Let[];
}

/** Parts of a draft that a writer appends to. */
interface Open {
  readonly slots: Map<string, Slot>;
  readonly arrays: Map<string, Float64Array>;
  readonly draws: Draw[];
  readonly namedDraws: Map<string, Expression>;
  readonly exact: ExactSystem[];
  names: number;
}

/** Run a phase: append its statements to the draft, and update the draft with its result. */
export function written(draft: Draft, phase: (writer: StepWriter) => Partial<Draft>): Draft {
  const open: Open = {
    slots: new Map(draft.slots),
    arrays: new Map(draft.arrays),
    draws: [...draft.draws],
    namedDraws: new Map(draft.namedDraws),
    exact: [...draft.exact],
    names: draft.names,
  };
  const statements = [...draft.statements];
  const calls = new Map(draft.calls);
  const changes = phase({
    ...writerOf(open, statements, calls),
    loop: (loop) => void statements.push(loop),
    valueOf: (text) => letOf(statements, text),
    body(write) {
      const lets: Let[] = [];
      return { result: write(writerOf(open, lets, new Map(calls))), lets };
    },
  });
  return { ...draft, ...open, statements, calls, ...changes };
}

/** Create a writer that adds to a list of statements. */
function writerOf(
  open: Open,
  statements: { push(made: Let): unknown },
  calls: Map<string, Expression>,
): Writer {
  const { slots, arrays, draws, namedDraws, exact } = open;
  const fresh: Writer["fresh"] = (hint) => name(`${hint}.${open.names++}`);
  const define = (hint: string, value: Expression): Name => {
    const made = fresh(hint);
    statements.push([made.name, value]);
    return made;
  };
  const slot: Writer["slot"] = (role, of, more) => {
    const made = slotName(role, of);
    slots.set(made, { name: made, role, of, type: { kind: "float" }, ...more });
    return name(made);
  };
  const draw = (distribution: Draw["distribution"]): Expression => {
    const made = slotName("draw", String(draws.length));
    draws.push({ slot: made, distribution, key: made });
    return name(made);
  };
  // Calls are equal if their arguments are equal once products and quotients have their constants in front, as
  // derivatives
  // write them; the first one is kept. All targets share one program, so they agree.
  const share = (node: Expression): Expression => {
    if (node.kind !== "call" || !isLong(node.name)) return node;
    const key = formatExpression(simplify(node, { fold: "algebraic" }));
    const known = calls.get(key);
    if (known !== undefined) return known;
    const call = define(node.name, node);
    calls.set(key, call);
    return call;
  };
  return {
    let(hint, value) {
      const drawn = simplify(withDraws(value, draw), { functions: hostFunctions });
      const simple = mapTree(drawn, share);
      if (simple.kind === "name" || simple.kind === "number") return simple;
      return define(hint, simple);
    },
    fresh,
    slot,
    draw(key, distribution) {
      const known = namedDraws.get(key) ?? draw(distribution);
      namedDraws.set(key, known);
      return known;
    },
    coefficient(hint, values) {
      const of = `${hint}.${arrays.size}`;
      arrays.set(slotName("coefficient", of), values);
      return slot("coefficient", of);
    },
    solved: (system) => void exact.push(system),
  };
}

/** Replace each `rand()` and `randn()` of a tree by a separate draw. */
function withDraws(
  value: Expression,
  draw: (distribution: Draw["distribution"]) => Expression,
): Expression {
  return mapTree(value, (node) => {
    if (node.kind !== "call") return node;
    if (node.name === "rand") return draw("uniform");
    if (node.name === "randn") return draw("normal");
    if (node.name === "poisson") throw UNSUPPORTED_DRAW({ name: node.name });
    return node;
  });
}
