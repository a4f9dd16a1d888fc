import type { IntegerWidth } from "@spikeloom/equations";
import type { LeadingScheme } from "@spikeloom/kernel";
import type { ParameterBounds } from "@spikeloom/network";
import type { Dimension } from "@spikeloom/units";
import type {
  Assignments,
  Emission,
  Flow,
  FormEvent,
  FormExpression,
  FormInput,
  FormOutput,
  FormParameter,
  FormReceptor,
  FormState,
  NeuronForm,
  Refractory,
  Regime,
  SpikeTest,
  Transition,
} from "../neurons/neuron-form.ts";
import type { Scheme } from "../neurons/scheme-of.ts";
import {
  byKind,
  byName,
  type Codec,
  defined,
  fieldsOf,
  flag,
  list,
  number,
  oneOf,
  optional,
  record,
  refuse,
  text,
} from "./codec.ts";
import { expression } from "./expression-json.ts";

const numbers = list(number);

/** Exponents of the seven base units. */
export const dimension: Codec<Dimension> = {
  write: numbers.write,
  read(data, place, form) {
    const exponents = numbers.read(data, place, form);
    if (exponents.length !== 7) refuse(place, "seven exponents", data);
    return exponents as unknown as Dimension;
  },
  schema: { type: "array", items: number.schema, minItems: 7, maxItems: 7 },
};

const assignments: Codec<Assignments> = byName(expression);

const numberType = oneOf("float", "integer", "boolean");

/** Width of an integer. */
export const integerWidth: Codec<IntegerWidth> = record<IntegerWidth>({
  bits: number,
  signed: flag,
  overflow: oneOf("saturate", "wrap"),
});

const refractory: Codec<Refractory> = record<Refractory>({
  lasts: byKind<Refractory["lasts"]>({
    time: { duration: expression },
    steps: { steps: expression },
    while: { condition: expression },
  }),
  evaluate: oneOf("at-spike", "each-step"),
  hold: list(text),
  clamp: assignments,
  subStep: flag,
});

const emission: Codec<Emission> = record<Emission>({
  when: byKind<SpikeTest>({
    threshold: { condition: expression },
    rate: { rate: expression },
    count: { count: expression },
  }),
  edge: oneOf("level", "rising"),
  within: flag,
  offset: optional(expression),
  reset: assignments,
  refractory: optional(refractory),
});

const event: Codec<FormEvent> = record<FormEvent>({ when: optional(expression), do: assignments });

const regime: Codec<Regime> = record<Regime>({
  initial: flag,
  sides: assignments,
  onEntry: assignments,
  transitions: list(
    record<Transition>({
      when: optional(expression),
      on: optional(text),
      to: optional(text),
      do: assignments,
      emit: list(text),
    }),
  ),
});

const bounds: Codec<ParameterBounds> = record<ParameterBounds>({
  min: number,
  max: number,
  exclusive: flag,
});

/** Codec of the continuous form of a neuron. */
export const neuronForm: Codec<NeuronForm> = defined(
  "form",
  record<NeuronForm>({
    model: text,
    parameters: byName(
      record<FormParameter>({ unit: text, type: numberType, bounds: optional(bounds) }),
    ),
    inputs: byName(record<FormInput>({ unit: text })),
    states: byName(
      record<FormState>({
        unit: text,
        type: numberType,
        width: optional(integerWidth),
        shared: flag,
      }),
    ),
    expressions: byName(
      record<FormExpression>({ unit: text, value: expression, constantOverStep: flag }),
    ),
    outputs: byName(record<FormOutput>({ unit: text, value: expression })),
    flow: byKind<Flow>({
      equations: { sides: assignments },
      update: { groups: list(assignments) },
    }),
    receptors: byName(
      record<FormReceptor>({
        unit: text,
        sign: optional(oneOf("positive", "negative")),
        jumps: assignments,
      }),
    ),
    emission: optional(emission),
    events: byName(event),
    regimes: byName(regime),
  }),
);

/** Texts by name, as a record. */
const texts: Codec<Readonly<Record<string, string>>> = {
  write: (value) => value,
  read: (data, place, form) =>
    Object.fromEntries(
      Object.entries(fieldsOf(data, place)).map(([key, one]) => [
        key,
        text.read(one, `${place}.${key}`, form),
      ]),
    ),
  schema: { type: "object", additionalProperties: text.schema },
};

/** Codec of the scheme by which a form is advanced. */
export const scheme: Codec<Scheme> = defined(
  "scheme",
  record<Scheme>({
    name: text,
    handles: oneOf("any", "conditionally-linear", "linear"),
    noise: oneOf("none", "additive", "diagonal", "any"),
    order: number,
    stages: optional(texts),
    update: optional(text),
    leading: optional(
      record<LeadingScheme>({
        variables: list(text),
        stages: optional(texts),
        update: text,
        others: oneOf("start", "middle"),
      }),
    ),
    guard: optional(text),
    linear: optional(oneOf("exact")),
    subSteps: number,
  }),
);
