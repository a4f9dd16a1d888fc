import {
  type CouplingRecord,
  checkOptionNames,
  defineSynapse,
  type ExpressionRecord,
  type NeuronRecord,
  type OptionNames,
  ownValue,
  type ParameterRecord,
  type ReadRecord,
  type StateRecord,
  type SynapseModel,
  type SynapseRecord,
  throwAll,
} from "@spikeloom/kernel";
import { parseUnit, sameDimension } from "@spikeloom/units";
import { name as nameNode, subtract } from "../build.ts";
import type { Equation } from "../equation.ts";
import type { Expression } from "../expression.ts";
import { formatExpression } from "../format-expression.ts";
import { builtinMeaning } from "../identifiers.ts";
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
import { attempt, type Reading, startReading } from "./reading.ts";
import { simultaneous } from "./sequential.ts";
import { nameModel } from "./shape.ts";
import { checkTargets } from "./statement-targets.ts";
import { checkSynapseModel } from "./synapse.ts";

/** A synapse model in Brian2's form. */
export type SynapseEquations = EquationModel & {
  readonly model?: string;
  readonly onPre?: string;
  readonly onPost?: string;
  /** The neurons at both ends, which determine the units of what the equations read and write there. */
  readonly source?: NeuronRecord;
  readonly target?: NeuronRecord;
  /** The variable used as the projection's weight, if it has the unit of the delivered quantity; `w` by default. */
  readonly weight?: string;
};

/** A synapse record, and the receptor of the target that its spikes reach. */
export interface SynapseFromEquations {
  readonly synapse: SynapseModel;
  readonly receptor: string | undefined;
}

const names: OptionNames<SynapseEquations> = {
  ...equationModelNames,
  model: true,
  onPre: true,
  onPost: true,
  source: true,
  target: true,
  weight: true,
};

interface Draft {
  readonly reading: Reading;
  readonly options: SynapseEquations;
  readonly equations: ReadonlyMap<string, Equation>;
  readonly expressions: ReadonlyMap<string, Expression>;
  readonly pre: ReadonlyMap<string, Expression>;
  readonly post: ReadonlyMap<string, Expression>;
}

/**
 * Turn a synapse in Brian2's form into a record, and check it.
 *
 * `x_post += e` at a presynaptic spike becomes the delivered weight, at the receptor `x`; a summed variable becomes a coupling; a
 * name that only the target has is read from it. The record can be called with parameter values, like every model. All errors are
 * thrown together.
 */
export function synapseFromEquations(options: SynapseEquations): SynapseFromEquations {
  checkOptionNames(options, names, "synapseFromEquations");
  const place = nameModel("synapse", options);
  const reading = startReading("synapse", { name: options.name, place });
  const draft = readDraft(reading, options);
  checkInitial(reading, options.initial, draft.equations.keys());
  throwAll(reading.errors.all());
  const { synapse, receptor } = assemble(draft);
  throwAll(reading.errors.all());
  throwAll(checkSynapseModel(synapse, place));
  return { synapse: defineSynapse(synapse), receptor };
}

function readDraft(reading: Reading, options: SynapseEquations): Draft {
  const { place } = reading;
  const block = readEquations(options.model ?? "", { place: `${place} model`, context: "synapse" });
  reading.errors.addAll(block.errors);
  const equations = new Map(block.equations.map((equation) => [equation.name, equation]));
  const expressions = new Map(
    block.equations.flatMap((one) =>
      one.kind === "subexpression" ? [[one.name, one.expression] as const] : [],
    ),
  );
  const ordered = attempt(reading, () => orderSubexpressions(expressions));
  const kept = new Set(
    block.equations
      .filter(({ flags }) => flags.includes("constant over dt"))
      .map(({ name }) => name),
  );
  const assignments = (text: string | undefined, path: string): Map<string, Expression> => {
    const found = readStatements(text ?? "", `${place} ${path}`);
    reading.errors.addAll(found.errors);
    if (ordered === undefined) return new Map();
    const context = { place: `${place} ${path}`, expressions, kept };
    const qualified = found.statements.map((one) => qualify(one, equations, options));
    const ends = qualified
      .map(({ target }) => target)
      .filter((name) => /_(?:pre|post)$/.test(name));
    const given = { text: text ?? "", place: context.place, statements: qualified };
    checkTargets(reading, { ...given, known: [...equations.keys(), ...ends] });
    return new Map(attempt(reading, () => simultaneous(qualified, context)));
  };
  const [pre, post] = [assignments(options.onPre, "onPre"), assignments(options.onPost, "onPost")];
  return { reading, options, equations, expressions, pre, post };
}

/** A target that the synapse lacks but the postsynaptic neuron has refers to that neuron. */
function qualify(
  statement: Statement,
  equations: ReadonlyMap<string, Equation>,
  { target }: SynapseEquations,
): Statement {
  const { target: name } = statement;
  const isOfTarget = !equations.has(name) && unitAt(target, name) !== undefined;
  return isOfTarget ? { ...statement, target: `${name}_post` } : statement;
}

/** Quantity delivered to the target at a presynaptic spike. */
interface Delivery {
  readonly receptor: string;
  readonly value: Expression;
  readonly unit: string;
}

function assemble(draft: Draft): {
  readonly synapse: SynapseRecord;
  readonly receptor: string | undefined;
} {
  const { options, reading, equations } = draft;
  checkWrites(draft);
  const delivery = deliveryOf(draft);
  const weight = weightOf(draft, delivery);
  const parts = partsOf(draft, weight);
  const rename = (value: Expression): Expression =>
    weight === undefined ? value : substitute(value, new Map([[weight.name, nameNode("weight")]]));
  const events = (values: ReadonlyMap<string, Expression>): Record<string, string> =>
    Object.fromEntries(
      [...values]
        .filter(([target]) => equations.has(target))
        .map(([target, value]) => [
          target === weight?.name ? "weight" : target,
          formatExpression(rename(value)),
        ]),
    );
  const coupling = couplingsOf(draft, rename);
  const deliver = delivery && formatExpression(rename(delivery.value));
  const weightUnit = weight ? equationUnitText(weight) : delivery?.unit;
  const record: SynapseRecord = {
    kind: "synapse",
    contract: 1,
    name: options.name,
    about: options.about ?? `The synapse ${options.name}, from equations.`,
    ...(options.cite && { cite: options.cite }),
    ...(weightUnit !== undefined && { weightUnit }),
    ...filled({
      ...renamed(parts, rename),
      on: filled({ pre: events(draft.pre), post: events(draft.post) }),
    }),
    parameters: parts.parameters,
    ...(coupling.length > 0 && { coupling }),
    ...(deliver !== undefined && { deliver }),
    // Without "deliver" and a coupling, the weight itself would be delivered.
    ...(deliver === undefined && coupling.length === 0 && { deliver: "0 * weight" }),
  };
  const reads = filled({ reads: readsOf(draft, record, reading) });
  return { synapse: { ...record, ...reads }, receptor: delivery?.receptor };
}

function checkWrites({ pre, post, equations, reading }: Draft): void {
  const refuse = (path: string, message: string, next: string): void => {
    reading.errors.push(
      EQUATIONS_UNSUPPORTED({ place: `${reading.place} ${path}`, message, next }),
    );
  };
  for (const target of post.keys()) {
    if (equations.has(target) || !/_(?:pre|post)$/.test(target)) continue;
    const message = `A postsynaptic spike cannot change "${target}" of a neuron.`;
    refuse("onPost", message, "Put it into the reset of the neuron.");
  }
  for (const target of pre.keys()) {
    if (!target.endsWith("_pre")) continue;
    const message = `A synapse cannot change "${target}" of its source.`;
    refuse("onPre", message, "Put it into the reset of the source.");
  }
  const targets = [...pre.keys()].filter((target) => target.endsWith("_post"));
  if (targets.length < 2) return;
  const message = `A spike changes several variables of the target: ${targets.join(", ")}.`;
  refuse("onPre", message, "Use one projection for each of them.");
}

function deliveryOf({ pre, equations, options, reading }: Draft): Delivery | undefined {
  const entry = [...pre].find(([name]) => name.endsWith("_post") && !equations.has(name));
  if (entry === undefined) return undefined;
  const [target, value] = entry;
  const receptor = target.slice(0, -"_post".length);
  const added = summand(value, [target, receptor]);
  const unit = unitAt(options.target, receptor);
  if (added === undefined || unit === undefined) {
    const isUnknown = unit === undefined;
    reading.errors.push(
      EQUATIONS_UNSUPPORTED({
        place: `${reading.place} onPre`,
        message: isUnknown
          ? `The unit of "${receptor}" in the target is unknown.`
          : `A spike must add to "${target}"; it cannot set it.`,
        next: isUnknown ? 'Pass the neuron as "target".' : `Write ${target} += ...`,
      }),
    );
    return undefined;
  }
  return { receptor, value: added, unit };
}

/** Return `e` of `x + e`, or `-e` of `x - e`. */
function summand(value: Expression, names: readonly string[]): Expression | undefined {
  if (value.kind !== "add" && value.kind !== "subtract") return undefined;
  const { left, right } = value;
  const readsIt = [...freeNames(right)].some((name) => names.includes(name));
  if (left.kind === "name" && names.includes(left.name) && !readsIt) {
    return value.kind === "add" ? right : subtract({ kind: "number", value: 0 }, right);
  }
  // Two additions to one variable have the form (x + a) + b.
  const inner = summand(left, names);
  return inner && !readsIt ? { ...value, left: inner, right } : undefined;
}

function weightOf(draft: Draft, delivery: Delivery | undefined): Equation | undefined {
  const { options, equations } = draft;
  const equation = equations.get(options.weight ?? "w");
  if (equation === undefined || equation.kind !== "parameter") return undefined;
  if (delivery === undefined) return equation;
  const { dimension } = parseUnit(delivery.unit);
  return sameDimension(dimension, equation.unit.dimension) ? equation : undefined;
}

interface Parts {
  readonly parameters: Record<string, ParameterRecord>;
  readonly state: Record<string, StateRecord>;
  readonly expressions: Record<string, ExpressionRecord>;
  readonly dynamics: Record<string, { derivative: string; when: "event" | "step" }>;
}

function partsOf(draft: Draft, weight: Equation | undefined): Parts {
  const { equations, options, reading } = draft;
  const parts: Parts = { parameters: {}, state: {}, expressions: {}, dynamics: {} };
  for (const equation of equations.values()) {
    if (equation !== weight) placeEquation(draft, equation, parts);
  }
  for (const [name, value] of Object.entries(options.parameters ?? {})) {
    if (equations.has(name)) continue;
    const record = valueRecord(reading, name, value);
    if (record !== undefined) parts.parameters[name] = record;
  }
  return parts;
}

function placeEquation(draft: Draft, equation: Equation, parts: Parts): void {
  const { name, flags } = equation;
  if (flags.includes("summed")) return;
  const about = aboutEquation(equation);
  const unit = equationUnitText(equation);
  const type = equation.unit.type === "float" ? {} : { type: equation.unit.type };
  const { options, pre, post, reading } = draft;
  const given = options.initial ?? {};
  const value = Object.hasOwn(options.parameters ?? {}, name)
    ? ownValue(options.parameters, name)
    : undefined;
  const initial = (Object.hasOwn(given, name) ? given[name] : undefined) ?? value ?? 0;
  if (equation.kind === "differential") {
    const when = flags.includes("event-driven") ? "event" : "step";
    parts.state[name] = { initial, unit, about };
    parts.dynamics[name] = { derivative: formatExpression(equation.expression), when };
  } else if (equation.kind === "subexpression") {
    const kept = flags.includes("constant over dt") ? { constantOverStep: true } : {};
    const text = formatExpression(equation.expression);
    parts.expressions[name] = { value: text, unit, about, ...kept, ...type };
  } else if (flags.includes("linked")) {
    const message = `"${name}" is linked to another population, which a single model cannot express.`;
    const next = "Read it from the neuron at one end.";
    reading.errors.push(EQUATIONS_UNSUPPORTED({ place: `${reading.place} model`, message, next }));
  } else if (pre.has(name) || post.has(name) || Object.hasOwn(given, name)) {
    parts.state[name] = { initial, unit, about, ...type };
  } else {
    const record = equationParameter(reading, equation, value);
    if (record !== undefined) parts.parameters[name] = record;
  }
}

/** Rename the variable that holds the weight to `weight`. */
function renamed(parts: Parts, rename: (value: Expression) => Expression): Parts {
  const text = (value: string): string => formatExpression(rename(parseExpression(value)));
  const { expressions, dynamics } = parts;
  return {
    ...parts,
    expressions: mapValues(expressions, (one) => ({ ...one, value: text(one.value) })),
    dynamics: mapValues(dynamics, (one) => ({ ...one, derivative: text(one.derivative) })),
  };
}

function mapValues<T>(record: Record<string, T>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function couplingsOf(
  { equations, reading }: Draft,
  rename: (value: Expression) => Expression,
): CouplingRecord[] {
  return [...equations.values()].flatMap((equation) => {
    const { name, flags, expression } = equation;
    if (!flags.includes("summed") || expression === undefined) return [];
    if (name.endsWith("_pre")) {
      const place = `${reading.place} model`;
      const message = `"${name}" would sum over the synapses of a source.`;
      const next = "Use a projection in the other direction.";
      reading.errors.push(EQUATIONS_UNSUPPORTED({ place, message, next }));
      return [];
    }
    const into = name.slice(0, -"_post".length);
    const value = formatExpression(rename(expression));
    return [{ into, value, unit: equationUnitText(equation) }];
  });
}

/** Collect what the record reads from the neurons at both ends. */
function readsOf(
  draft: Draft,
  record: SynapseRecord,
  reading: Reading,
): Record<string, ReadRecord> {
  const own = new Set(
    [record.parameters, record.state, record.expressions].flatMap((part) =>
      Object.keys(part ?? {}),
    ),
  );
  const texts = [
    ...Object.values(record.expressions ?? {}).map(({ value }) => value),
    ...Object.values(record.dynamics ?? {}).map(({ derivative }) => derivative),
    ...Object.values(record.on ?? {}).flatMap((one) => Object.values(one)),
    ...(record.coupling ?? []).map(({ value }) => value),
    ...(record.deliver === undefined ? [] : [record.deliver]),
  ];
  const names = new Set(texts.flatMap((text) => [...freeNames(parseExpression(text))]));
  const reads: Record<string, ReadRecord> = {};
  for (const name of names) {
    if (own.has(name) || name === "weight" || builtinMeaning(name) !== undefined) continue;
    const read = readOf(draft, name, reading);
    if (read !== undefined) reads[name] = read;
  }
  return reads;
}

function readOf({ options }: Draft, name: string, reading: Reading): ReadRecord | undefined {
  const of = name.endsWith("_pre") ? "pre" : "post";
  const variable = name.replace(/_(?:pre|post)$/, "");
  const neuron = of === "pre" ? options.source : options.target;
  const unit = unitAt(neuron, variable);
  if (unit !== undefined) return { of, variable, unit };
  // Without a suffix it may be a typing mistake; the check of the record suggests a name.
  if (variable === name) return undefined;
  const message = `The unit of "${variable}" in the ${of === "pre" ? "source" : "target"} is unknown.`;
  const next = `Pass the neuron as "${of === "pre" ? "source" : "target"}".`;
  reading.errors.push(EQUATIONS_UNSUPPORTED({ place: reading.place, message, next }));
  return undefined;
}

function unitAt(neuron: NeuronRecord | undefined, variable: string): string | undefined {
  if (neuron === undefined) return undefined;
  const { state = {}, expressions = {}, outputs = {}, inputs = {} } = neuron;
  for (const part of [state, expressions, outputs, inputs]) {
    if (Object.hasOwn(part, variable)) return part[variable]?.unit;
  }
  return undefined;
}
