import type { Expression } from "@spikeloom/equations";
import type { ConventionRecord } from "@spikeloom/kernel";
import { name, number } from "../tree.ts";
import { bindForm } from "./bind-form.ts";
import { type Draft, emptyDraft, written } from "./draft.ts";
import { linearPart } from "./linear-part.ts";
import type { FormState, NeuronForm } from "./neuron-form.ts";
import type { Scheme } from "./scheme-of.ts";
import type { SlotType } from "./step-program.ts";

/** Discretisation of a form, and the inputs of its population. */
export interface Discretisation {
  /** Parameters in internal units: one number, or one per neuron. */
  readonly parameters: ReadonlyMap<string, number | Float64Array>;
  /** Step in milliseconds. */
  readonly dt: number;
  readonly convention: ConventionRecord;
  /** Integration of equations; `undefined` for models without equations or with their own update. */
  readonly scheme: Scheme | undefined;
  /** Inputs with contributions; the others are zero. */
  readonly inputs: ReadonlySet<string>;
  /** Receptors with contributions; the others never receive a spike. */
  readonly receptors: ReadonlySet<string>;
  /** Sub-expressions whose values are recorded. */
  readonly observed: readonly string[];
  /** Whether spikes can arrive in the step in which they are sent. */
  readonly zeroDelay: boolean;
  /** Parameters stored in slots although all neurons have one value, such as those that are trained. */
  readonly asSlots?: ReadonlySet<string> | undefined;
}

/** Input of the phases of a step. */
export interface StepInput extends Discretisation {
  /** The form with numbers substituted for parameters with one value and for inputs without contributions. */
  readonly form: NeuronForm;
  /** Values of the other parameters, which are slots. */
  readonly open: ReadonlyMap<string, Float64Array>;
  /** Variables that are held while a neuron is refractory. */
  readonly held: ReadonlySet<string>;
  /** Variables that a scheme solves exactly, because their equations are linear and only read each other. */
  readonly linear: ReadonlySet<string>;
}

/** Substitute values into a form. */
export function stepInput(form: NeuronForm, discretisation: Discretisation): StepInput {
  const { parameters, dt, inputs, asSlots, scheme } = discretisation;
  const fixed = new Map<string, Expression>();
  const open = new Map<string, Float64Array>();
  for (const [parameter, value] of parameters) {
    const only = onlyValue(value);
    if (only !== undefined && !asSlots?.has(parameter)) fixed.set(parameter, number(only));
    else open.set(parameter, typeof value === "number" ? Float64Array.of(value) : value);
  }
  fixed.set("dt", number(dt));
  for (const input of form.inputs.keys()) if (!inputs.has(input)) fixed.set(input, number(0));
  return {
    ...discretisation,
    form: bindForm(form, fixed),
    open,
    held: new Set(form.emission?.refractory?.hold),
    linear: scheme?.linear === undefined ? new Set() : linearPart(form),
  };
}

/**
 * Return the value shared by all neurons, however it was specified, so that the notation does not affect any bit;
 * undefined if they differ.
 */
function onlyValue(value: number | Float64Array): number | undefined {
  if (typeof value === "number") return value;
  const [first] = value;
  return value.every((one) => Object.is(one, first)) ? first : undefined;
}

/** Begin a step: create slots of parameters, inputs and states. */
export function startDraft({ form, open, inputs }: StepInput): Draft {
  const states = [...form.states];
  const values = new Map(states.map(([variable]) => [variable, name(variable)]));
  return written({ ...emptyDraft, values, arrays: open }, ({ slot }) => {
    for (const parameter of open.keys()) {
      slot("parameter", parameter, { type: slotType(form.parameters.get(parameter)) });
    }
    for (const input of form.inputs.keys()) if (inputs.has(input)) slot("input", input);
    for (const [variable, state] of states) slot("state", variable, { type: slotType(state) });
    return {};
  });
}

function slotType({ type = "float", width }: Partial<FormState> = {}): SlotType {
  return type === "integer" ? { kind: type, width } : { kind: type };
}
