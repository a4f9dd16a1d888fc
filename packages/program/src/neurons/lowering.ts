import {
  type Expression,
  formatExpression,
  type IntegerWidth,
  type NumberType,
  parseNeuronModel,
  simplify,
  substitute,
} from "@spikeloom/equations";
import { hostFunctions, isLong } from "@spikeloom/equations/functions";
import type { ConventionRecord, IntegratorRecord, NeuronRecord } from "@spikeloom/kernel";
import { NOT_COMPILED } from "../errors.ts";
import { mapTree, type Name, name, number } from "../tree.ts";
import { type ModelReader, modelReader } from "./model-reader.ts";
import { type DrawCollector, drawCollector } from "./replace-draws.ts";
import {
  type ExactSystem,
  isLoop,
  type Let,
  type Slot,
  type SlotRole,
  type SlotType,
  type Statement,
  slotName,
} from "./step-program.ts";

/** Input for lowering a population's step. */
export interface LowerOptions {
  readonly model: NeuronRecord;
  /** Parameters in internal units: one number, or one per neuron. */
  readonly parameters: ReadonlyMap<string, number | Float64Array>;
  /** Step in milliseconds. */
  readonly dt: number;
  readonly convention: ConventionRecord;
  /** The chosen integrator; `undefined` for models without dynamics or with a step of their own. */
  readonly integrator: IntegratorRecord | undefined;
  readonly subSteps: number;
  /** Inputs that something feeds; the others are zero. */
  readonly inputs: ReadonlySet<string>;
  /** Receptors that something feeds; the others never see a spike. */
  readonly receptors: ReadonlySet<string>;
  /** Sub-expressions whose values are recorded. */
  readonly observed: readonly string[];
  /** Spikes can arrive in the step in which they are sent. */
  readonly zeroDelay: boolean;
  /** Parameters that stay slots where all neurons have one value, such as those that are trained. */
  readonly asSlots?: ReadonlySet<string> | undefined;
}

/** The mutable state of one lowering; `now` returns the current value of a variable. */
export interface Lowering {
  readonly options: LowerOptions;
  readonly reader: ModelReader;
  readonly draws: DrawCollector;
  readonly slots: Map<string, Slot>;
  readonly arrays: Map<string, Float64Array>;
  readonly held: ReadonlySet<string>;
  now: Map<string, Expression>;
  statements: Statement[];
  /** Counts the names that the statements have made. */
  names: number;
  /** Names of the calls among the statements. */
  calls: Map<string, Expression>;
  free: Expression | undefined;
  /** Whether a spike makes a neuron refractory, if that differs between neurons; undefined otherwise. */
  refracts: Expression | undefined;
  spiked: Expression | undefined;
  /** Systems whose numbers change with parameters that stay slots. */
  readonly exact: ExactSystem[];
  let(hint: string, value: Expression): Expression;
  /** Make a slot; gives its name in expressions. */
  slot(role: SlotRole, of: string, more?: Partial<Pick<Slot, "type" | "start">>): Name;
  /** A tree of the model with the present values of its variables. */
  present(expression: Expression): Expression;
}

/** Start a lowering: fixed parameters become numbers, everything else a slot. */
export function startLowering(options: LowerOptions): Lowering {
  const { model, parameters } = options;
  const typed = parseNeuronModel(model);
  const fixed = new Map<string, Expression>();
  const slots = new Map<string, Slot>();
  const slot: Lowering["slot"] = (role, of, more) => {
    const made = slotName(role, of);
    slots.set(made, { name: made, role, of, type: { kind: "float" }, ...more });
    return name(made);
  };
  const arrays = new Map<string, Float64Array>();
  for (const [parameter, value] of parameters) {
    const only = onlyValue(value);
    if (only !== undefined && !options.asSlots?.has(parameter)) {
      fixed.set(parameter, number(only));
    } else {
      slot("parameter", parameter, { type: slotType(typed.parameters.get(parameter)?.type) });
      arrays.set(parameter, typeof value === "number" ? Float64Array.of(value) : value);
    }
  }
  fixed.set("dt", number(options.dt));
  for (const input of typed.inputs.keys()) {
    if (options.inputs.has(input)) slot("input", input);
    else fixed.set(input, number(0));
  }
  const reader = modelReader(model, fixed);
  for (const [variable, { type, width }] of typed.state) {
    slot("state", variable, { type: slotType(type, width) });
  }
  const hold = model.spike?.refractory?.hold ?? [];
  const state: Lowering = {
    options,
    reader,
    draws: drawCollector(),
    slots,
    arrays,
    held: new Set(hold),
    now: new Map(reader.states.map((variable) => [variable, name(variable)])),
    statements: [],
    names: 0,
    calls: new Map(),
    free: undefined,
    refracts: undefined,
    spiked: undefined,
    exact: [],
    let(hint, value) {
      const drawn = simplify(state.draws.replace(value), { functions: hostFunctions });
      const simple = shareCalls(state, drawn);
      if (simple.kind === "name" || simple.kind === "number") return simple;
      return nameValue(state, hint, simple);
    },
    slot,
    present: (expression) => substitute(expression, state.now),
  };
  return state;
}

function slotType(type: NumberType = "float", width?: IntegerWidth): SlotType {
  return type === "integer" ? { kind: type, width } : { kind: type };
}

/** The one value that all neurons have, however it was given, so that its form decides no bit; undefined where they differ. */
function onlyValue(value: number | Float64Array): number | undefined {
  if (typeof value === "number") return value;
  const [first] = value;
  return value.every((one) => Object.is(one, first)) ? first : undefined;
}

/**
 * Name each call of a long function, so that it is computed once.
 *
 * Calls are equal if their arguments are equal once products and quotients have their constants in front, as derivatives write
 * them; the first is kept. All targets share one program, so they agree.
 */
function shareCalls(state: Lowering, value: Expression): Expression {
  return mapTree(value, (node) => {
    if (node.kind !== "call" || !isLong(node.name)) return node;
    const key = formatExpression(simplify(node, { fold: "algebraic" }));
    const known = state.calls.get(key);
    if (known !== undefined) return known;
    const call = nameValue(state, node.name, node);
    state.calls.set(key, call);
    return call;
  });
}

function nameValue(state: Lowering, hint: string, value: Expression): Expression {
  const text = `${hint}.${state.names++}`;
  state.statements.push([text, value]);
  return name(text);
}

/** Statements written to a nested body. */
export interface Body<Result> {
  readonly result: Result;
  readonly lets: readonly Let[];
}

/**
 * Write into a nested body, such as that of a loop, which sees the names before it.
 *
 * Its names are local to it: afterwards the variables and the refractory condition are as before.
 */
export function inBody<Result>(state: Lowering, write: () => Result): Body<Result> {
  const { statements, calls, now, free } = state;
  state.statements = [];
  state.calls = new Map(calls);
  state.now = new Map(now);
  const result = write();
  const lets = state.statements.filter((statement): statement is Let => !isLoop(statement));
  if (lets.length < state.statements.length) {
    const place = `neuron "${state.options.model.name}"`;
    throw NOT_COMPILED({ place, message: "There is a loop in a loop." });
  }
  Object.assign(state, { statements, calls, now, free });
  return { result, lets };
}
