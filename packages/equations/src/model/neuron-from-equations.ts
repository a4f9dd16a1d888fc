import {
  checkOptionNames,
  defineNeuron,
  type EventRecord,
  type ExpressionRecord,
  type InputRecord,
  type NeuronModel,
  type NeuronRecord,
  type OptionNames,
  type ParameterRecord,
  type ReceptorRecord,
  type RefractoryRecord,
  type SpikeRecord,
  type StateRecord,
  throwAll,
} from "@spikeloom/kernel";
import { name as nameNode } from "../build.ts";
import type { Equation } from "../equation.ts";
import type { Expression } from "../expression.ts";
import { formatExpression } from "../format-expression.ts";
import { freeNames, substitute } from "../names.ts";
import { orderSubexpressions } from "../order-subexpressions.ts";
import { readEquations } from "../parse-equations.ts";
import { parseExpression } from "../parse-expression.ts";
import { readStatements, type Statement } from "../parse-statements.ts";
import {
  aboutEquation,
  checkInitial,
  type EquationModel,
  equationModelNames,
  equationParameter,
  equationUnitText,
  valueRecord,
} from "./equation-source.ts";
import { EQUATIONS_UNSUPPORTED } from "./equations-errors.ts";
import { filled } from "./filled.ts";
import { checkNeuronModel } from "./neuron.ts";
import { attempt, type Reading, startReading } from "./reading.ts";
import { simultaneous } from "./sequential.ts";
import { nameModel } from "./shape.ts";
import { checkTargets } from "./statement-targets.ts";

/** A neuron model in Brian2's form. */
export type NeuronEquations = EquationModel & {
  readonly equations: string;
  /** Parameters of the equations that are continuous inputs of the model. */
  readonly inputs?: readonly string[];
  /** Variables that synapses add to; each becomes a receptor of its name. */
  readonly receptors?: readonly string[];
  readonly threshold?: string;
  readonly reset?: string;
  /** A time, or a condition that keeps the neuron refractory. */
  readonly refractory?: string;
  readonly events?: Readonly<
    Record<string, string | { readonly when: string; readonly do?: string }>
  >;
  readonly method?: string;
};

const names: OptionNames<NeuronEquations> = {
  ...equationModelNames,
  equations: true,
  inputs: true,
  receptors: true,
  threshold: true,
  reset: true,
  refractory: true,
  events: true,
  method: true,
};

interface Draft {
  readonly reading: Reading;
  readonly options: NeuronEquations;
  readonly equations: ReadonlyMap<string, Equation>;
  readonly expressions: ReadonlyMap<string, Expression>;
  readonly reset: readonly Statement[];
  readonly actions: ReadonlyMap<string, readonly Statement[]>;
  /** Names that resets and events set. */
  readonly assigned: ReadonlySet<string>;
}

/**
 * Turn equations in Brian2's form into a neuron record, and check it.
 *
 * The record can be called with parameter values, like every model: `cuba({ taum: "10 ms" })`. Sequential statements become
 * simultaneous assignments; `unless refractory` becomes `hold`; a refractory time that changes is evaluated at each step, as in
 * Brian2; `lastspike` becomes a variable if the equations read it. All errors are thrown together.
 */
export function neuronFromEquations(options: NeuronEquations): NeuronModel {
  checkOptionNames(options, names, "neuronFromEquations");
  const reading = startReading("neuron", {
    name: options.name,
    place: nameModel("neuron", options),
  });
  const draft = readDraft(reading, options);
  checkInitial(reading, options.initial, draft.equations.keys());
  throwAll(reading.errors.all());
  const record = assemble(draft);
  throwAll(reading.errors.all());
  throwAll(checkNeuronModel(record, reading.place));
  return defineNeuron(record);
}

function readDraft(reading: Reading, options: NeuronEquations): Draft {
  const { place } = reading;
  const block = readEquations(options.equations, { place: `${place} equations` });
  reading.errors.addAll(block.errors);
  const equations = new Map(block.equations.map((equation) => [equation.name, equation]));
  const expressions = new Map(
    block.equations.flatMap((one) =>
      one.kind === "subexpression" ? [[one.name, one.expression] as const] : [],
    ),
  );
  attempt(reading, () => orderSubexpressions(expressions));
  const statements = (text: string | undefined, path: string): readonly Statement[] => {
    const found = readStatements(text ?? "", `${place} ${path}`);
    reading.errors.addAll(found.errors);
    const given = { text: text ?? "", place: `${place} ${path}`, statements: found.statements };
    if (found.errors.length === 0) checkTargets(reading, { ...given, known: equations.keys() });
    return found.statements;
  };
  const reset = statements(options.reset, "reset");
  const actions = new Map<string, readonly Statement[]>();
  for (const [event, given] of Object.entries(options.events ?? {})) {
    if (typeof given !== "string") actions.set(event, statements(given.do, `events.${event}.do`));
  }
  const all = [...reset, ...[...actions.values()].flat()];
  const assigned = new Set(all.map(({ target }) => target));
  return { reading, options, equations, expressions, reset, actions, assigned };
}

interface Parts {
  readonly parameters: Record<string, ParameterRecord>;
  readonly inputs: Record<string, InputRecord>;
  readonly state: Record<string, StateRecord>;
  readonly expressions: Record<string, ExpressionRecord>;
  readonly dynamics: Record<string, string>;
}

function assemble(draft: Draft): NeuronRecord {
  const { options, reading } = draft;
  const parts: Parts = { parameters: {}, inputs: {}, state: {}, expressions: {}, dynamics: {} };
  for (const equation of draft.equations.values()) place(draft, equation, parts);
  for (const [name, value] of Object.entries(options.parameters ?? {})) {
    if (draft.equations.has(name)) continue;
    const record = valueRecord(reading, name, value);
    if (record !== undefined) parts.parameters[name] = record;
  }
  const needsLast = readsLastSpike(draft);
  if (needsLast) {
    parts.state["lastspike"] = { initial: "-1e4 s", unit: "s", about: "time of the last spike" };
  }
  const spike = spikeOf(draft, needsLast);
  const { method } = options;
  return {
    kind: "neuron",
    contract: 1,
    name: options.name,
    about: options.about ?? `The model ${options.name}, from equations.`,
    ...(options.cite && { cite: options.cite }),
    ...filled({ ...parts, receptors: receptorsOf(draft), events: eventsOf(draft) }),
    parameters: parts.parameters,
    ...(spike && { spike }),
    ...(method !== undefined && { integrator: { name: integratorName(method) } }),
  };
}

function place(draft: Draft, equation: Equation, parts: Parts): void {
  const { name, unit: declared, flags } = equation;
  const unit = equationUnitText(equation);
  const type = declared.type === "float" ? {} : { type: declared.type };
  const shared = flags.includes("shared") ? { shared: true } : {};
  if (equation.kind === "differential") {
    parts.state[name] = stateOf(draft, equation);
    parts.dynamics[name] = formatExpression(equation.expression);
  } else if (equation.kind === "subexpression") {
    const value = formatExpression(equation.expression);
    const kept = flags.includes("constant over dt") ? { constantOverStep: true } : {};
    const about = aboutEquation(equation);
    parts.expressions[name] = { value, unit, about, ...kept, ...type, ...shared };
  } else placeParameter(draft, equation, parts);
}

function placeParameter(draft: Draft, equation: Equation, parts: Parts): void {
  const { options, reading, assigned } = draft;
  const { name, flags } = equation;
  const given = options.parameters ?? {};
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (flags.includes("linked")) {
    reading.errors.push(
      EQUATIONS_UNSUPPORTED({
        place: `${reading.place} equations`,
        message: `"${name}" is linked to another population, which a single model cannot express.`,
        next: `Name "${name}" in "inputs" and drive it by a synapse with a coupling.`,
      }),
    );
  } else if (options.inputs?.includes(name)) {
    parts.inputs[name] = { unit: equationUnitText(equation), about: aboutEquation(equation) };
  } else if (assigned.has(name) || options.receptors?.includes(name) || hasInitial(draft, name)) {
    parts.state[name] = stateOf(draft, equation, value);
  } else {
    const record = equationParameter(reading, equation, value);
    if (record !== undefined) parts.parameters[name] = record;
  }
}

function hasInitial({ options }: Draft, name: string): boolean {
  return Object.hasOwn(options.initial ?? {}, name);
}

function stateOf(draft: Draft, equation: Equation, value?: string | number): StateRecord {
  const { name, unit, flags } = equation;
  const given = draft.options.initial ?? {};
  const zero = unit.type === "boolean" ? "False" : 0;
  const initial = (Object.hasOwn(given, name) ? given[name] : undefined) ?? value ?? zero;
  return {
    initial,
    unit: equationUnitText(equation),
    about: aboutEquation(equation),
    ...(unit.type === "float" ? {} : { type: unit.type }),
    ...(flags.includes("shared") ? { shared: true } : {}),
  };
}

function receptorsOf({ options, equations, reading }: Draft): Record<string, ReceptorRecord> {
  const receptors: Record<string, ReceptorRecord> = {};
  for (const name of options.receptors ?? []) {
    const equation = equations.get(name);
    if (equation === undefined) {
      reading.errors.push(
        EQUATIONS_UNSUPPORTED({
          place: `${reading.place} receptors`,
          message: `No equation defines "${name}", to which synapses add.`,
          next: "Add its equation, or remove it from the list.",
        }),
      );
      continue;
    }
    const unit = equationUnitText(equation);
    const about = `adds to ${name}`;
    receptors[name] = { unit, about, on: { [name]: `${name} + weight` } };
  }
  return receptors;
}

function spikeOf(draft: Draft, needsLast: boolean): SpikeRecord | undefined {
  const { options, reset, reading } = draft;
  if (options.threshold === undefined) return undefined;
  const refractory = refractoryOf(draft);
  const last = new Map([["lastspike", nameNode("t")]]);
  const assignments = attempt(reading, () => assignmentsOf(draft, reset, "reset")) ?? new Map();
  const texts = [...assignments].map(([target, value]) => [
    target,
    formatExpression(substitute(value, last)),
  ]);
  const all: Record<string, string> = Object.fromEntries(texts);
  if (needsLast) all["lastspike"] = "t";
  return { when: options.threshold, reset: all, ...(refractory && { refractory }) };
}

function refractoryOf({ options, equations, reading }: Draft): RefractoryRecord | undefined {
  const { refractory } = options;
  if (refractory === undefined) return undefined;
  const parsed = attempt(reading, () => {
    const place = `${reading.place} refractory`;
    return parseExpression(refractory, { place, juxtaposition: true });
  });
  if (parsed === undefined) return undefined;
  const held = [...equations.values()].filter(({ flags }) => flags.includes("unless refractory"));
  const hold = { hold: held.map(({ name }) => name) };
  if (isCondition(parsed, equations)) return { while: refractory, ...hold };
  const text = formatExpression(parsed);
  const changes = [...freeNames(parsed)].some((name) => equations.get(name)?.kind !== undefined);
  const isDrawn = /\b(?:rand|randn|poisson)\(/.test(text);
  return changes || isDrawn
    ? { for: text, evaluate: "each-step", ...hold }
    : { for: text, ...hold };
}

const conditions: ReadonlySet<string> = new Set([
  ...["less", "less_equal", "greater", "greater_equal", "equal", "not_equal"],
  ...["and", "or", "not"],
]);

function isCondition(e: Expression, equations: ReadonlyMap<string, Equation>): boolean {
  if (e.kind !== "name") return conditions.has(e.kind);
  return e.name === "True" || e.name === "False" || equations.get(e.name)?.unit.type === "boolean";
}

function eventsOf(draft: Draft): Record<string, EventRecord> {
  const { options, actions, reading } = draft;
  const events: Record<string, EventRecord> = {};
  for (const [event, given] of Object.entries(options.events ?? {})) {
    const when = typeof given === "string" ? given : given.when;
    const path = `events.${event}.do`;
    const values =
      attempt(reading, () => assignmentsOf(draft, actions.get(event) ?? [], path)) ?? new Map();
    const texts = [...values].map(([target, value]) => [target, formatExpression(value)]);
    events[event] = { when, do: Object.fromEntries(texts), about: `sent when ${when}` };
  }
  return events;
}

/** Turn statements into assignments to variables; auxiliary variables are inlined and removed. */
function assignmentsOf(
  { reading, equations, expressions }: Draft,
  statements: readonly Statement[],
  path: string,
): ReadonlyMap<string, Expression> {
  const kept = new Set(
    [...equations.values()]
      .filter(({ flags }) => flags.includes("constant over dt"))
      .map(({ name }) => name),
  );
  const place = `${reading.place} ${path}`;
  const values = simultaneous(statements, { place, expressions, kept });
  return new Map([...values].filter(([target]) => equations.has(target)));
}

function readsLastSpike({ equations, options }: Draft): boolean {
  const texts = [options.threshold, options.refractory, ...eventTexts(options)];
  const inTexts = texts.some((text) => text !== undefined && /\blastspike\b/.test(text));
  return inTexts || [...equations.values()].some(readsIt);
}

function readsIt({ expression }: Equation): boolean {
  return expression !== undefined && freeNames(expression).has("lastspike");
}

function eventTexts({ events = {} }: NeuronEquations): readonly (string | undefined)[] {
  return Object.values(events).flatMap((given) =>
    typeof given === "string" ? [given] : [given.when, given.do],
  );
}

const integrators: Readonly<Record<string, string>> = {
  linear: "exact",
  independent: "exact",
  // Brian2's "heun" takes the drift by a plain Euler step and only the noise by Heun's scheme.
  heun: "euler-heun",
};

/** Return the SpikeLoom name of a Brian2 integration method. */
function integratorName(method: string): string {
  const known = Object.hasOwn(integrators, method) ? integrators[method] : undefined;
  return known ?? method.replaceAll("_", "-");
}
