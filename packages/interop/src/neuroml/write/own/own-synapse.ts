import { type Expression, freeNames } from "@spikeloom/equations";
import type { NeuronRecord } from "@spikeloom/kernel";
import type { NamedValue } from "@spikeloom/network";
import {
  type Dimension,
  divideDimensions,
  parseQuantity,
  parseUnit,
  sameDimension,
  toInternal,
} from "@spikeloom/units";
import { binary, name, renamed } from "../../../lems/tree.ts";
import { assignments, choiceAtEvent } from "../../../lems/write/actions-out.ts";
import { Unsaid } from "../../../lems/write/lems-text.ts";
import {
  addDerived,
  addParameter,
  addState,
  addValue,
  inType,
  type TypeDraft,
  typeDraft,
} from "../../../lems/write/type-draft.ts";
import type { UnitsOut } from "../../../lems/write/units-out.ts";
import type { XmlOutput } from "../../../xml/write-xml.ts";
import type { WrittenSynapse } from "../component.ts";
import { type SynapticRules, synapticRules } from "./synaptic-rules.ts";

/** Inputs for creating synapse types. */
export interface OwnSynapses {
  readonly units: UnitsOut;
  /** Parameters of the neuron; a synapse uses those of the first neuron, which the caller reports. */
  readonly parameters: ReadonlyMap<string, NamedValue>;
}

/** A custom synapse type and its states. */
export interface OwnSynapse {
  readonly written: WrittenSynapse;
  readonly states: readonly string[];
}

/**
 * Create a component type for a receptor without a NeuroML synapse.
 *
 * Each connection has one instance, with initial value zero and additive currents. Undefined if the receptor is not of
 * this form.
 */
export function ownSynapse(
  model: NeuronRecord,
  receptor: string,
  { units, parameters }: OwnSynapses,
): OwnSynapse | undefined {
  const rules = synapticRules(model, receptor);
  if (rules === undefined) return undefined;
  try {
    const draft = typeDraft(units, new Set(["i"]));
    const type = typeOf(draft, { model, receptor, rules, parameters });
    const attributes = Object.fromEntries(
      [...draft.values].map(([own, { value, dimension }]) => [
        own,
        units.quantity(firstOf(value), dimension),
      ]),
    );
    const unit = model.receptors?.[receptor]?.unit ?? "1";
    const element = String(type.attributes?.["name"]);
    const written = { receptor, element, attributes, block: undefined, unit, type };
    return { written, states: [...rules.rates.keys()] };
  } catch (fault) {
    if (fault instanceof Unsaid) return undefined;
    throw fault;
  }
}

function firstOf(value: number | Float64Array): number {
  return typeof value === "number" ? value : (value[0] ?? 0);
}

interface Synapse {
  readonly model: NeuronRecord;
  readonly receptor: string;
  readonly rules: SynapticRules;
  readonly parameters: ReadonlyMap<string, NamedValue>;
}

const [ms, mV, pA, one] = ["ms", "mV", "pA", "1"].map((unit) => parseUnit(unit).dimension) as [
  Dimension,
  Dimension,
  Dimension,
  Dimension,
];

function typeOf(draft: TypeDraft, synapse: Synapse): XmlOutput {
  const { model, receptor, rules } = synapse;
  const isMoved = freeNames(rules.current).has("v") || reads([...rules.rates.values()], "v");
  declare(draft, synapse);
  const flowing = currentOf(draft, synapse);
  draft.taken.delete("i");
  addDerived(draft, "i", { value: flowing, dimension: pA, exposed: "current" });
  const derivatives = [...rules.rates].map(([own, e]): XmlOutput => {
    const dimension = divideDimensions(parseUnit(model.state?.[own]?.unit ?? "1").dimension, ms);
    const value = addDerived(draft, `rate_of_${own}`, { value: inType(draft, e), dimension });
    return { name: "TimeDerivative", attributes: { variable: draft.names.get(own), value } };
  });
  const dynamics = [...draft.variables, ...derivatives, jumpsOf(draft, synapse)];
  const attributes = {
    name: `${model.name}_${receptor}_synapse`.replace(/\W/g, "_"),
    extends: isMoved ? "baseVoltageDepSynapse" : "baseCurrentBasedSynapse",
    description: model.receptors?.[receptor]?.about,
  };
  const children = [...draft.members, { name: "Dynamics", children: dynamics }];
  return { name: "ComponentType", attributes, children };
}

/** Declare the weight, parameters and states. */
function declare(draft: TypeDraft, { model, rules, parameters }: Synapse): void {
  const { rates, jumps, current } = rules;
  for (const own of ["v", "i", "weight"]) draft.taken.add(own);
  draft.names.set("v", "v");
  draft.dimensions.set("v", mV);
  draft.dimensions.set("weight", one);
  const weight = { name: "weight", dimension: "none", defaultValue: 1 };
  draft.members.push({ name: "Property", attributes: weight });
  const all = [...rates.values(), ...jumps.values(), current];
  for (const [own, { value, dimension }] of parameters) {
    if (!reads(all, own)) continue;
    const about = model.parameters[own]?.about ?? own;
    const said = { value: { value: firstOf(value), dimension }, about };
    draft.names.set(own, addParameter(draft, own, said));
  }
  for (const own of rates.keys()) {
    const { unit = "1", about = own } = model.state?.[own] ?? {};
    const { dimension } = parseUnit(unit);
    draft.names.set(own, addState(draft, own, { dimension, exposed: about }));
  }
}

function reads(expressions: readonly Expression[], own: string): boolean {
  return expressions.some((e) => freeNames(e).has(own));
}

/**
 * The current; if the input is not a current, a pA is one unit of it, as for other components attached to the neuron.
 */
function currentOf(draft: TypeDraft, { model, rules }: Synapse): Expression {
  const flowing = inType(draft, rules.current);
  const { dimension } = parseUnit(model.inputs?.[rules.input]?.unit ?? "1");
  if (sameDimension(dimension, pA)) return flowing;
  const value = { value: 1, dimension: divideDimensions(pA, dimension) };
  const about = "injected current";
  return binary("multiply", flowing, name(addValue(draft, "current_per_input", { value, about })));
}

/** Effect of an event, whose weight is a number in the receptor's unit. */
function jumpsOf(draft: TypeDraft, { model, receptor, rules }: Synapse): XmlOutput {
  const { unit } = model.receptors?.[receptor] ?? { unit: "1" };
  const value = {
    value: unit === "1" ? 1 : toInternal(parseQuantity(`1 ${unit}`)),
    dimension: parseUnit(unit).dimension,
  };
  const own = addValue(draft, "weight_unit", { value, about: "effect of a weight of 1" });
  draft.names.set("weight", "weight");
  const weighted = binary("multiply", name("weight"), name(own));
  const assigned = new Map(
    [...rules.jumps].map(([to, e]) => [
      draft.names.get(to) ?? to,
      renamed(inType(draft, e), (each) => (each === "weight" ? weighted : name(each))),
    ]),
  );
  const children = assignments(draft, assigned, choiceAtEvent(draft));
  return { name: "OnEvent", attributes: { port: "in" }, children };
}
