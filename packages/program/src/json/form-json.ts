import type { IntegerWidth } from "@spikeloom/equations";
import type { LeadingScheme } from "@spikeloom/kernel";
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
  fieldsOf,
  flag,
  list,
  number,
  oneOf,
  record,
  refuse,
  text,
} from "./codec.ts";
import { expression } from "./expression-json.ts";

const numbers = list(number);

const dimension: Codec<Dimension> = {
  write: numbers.write,
  read(data, place) {
    const exponents = numbers.read(data, place);
    if (exponents.length !== 7) refuse(place, "seven exponents", data);
    return exponents as unknown as Dimension;
  },
};

const assignments: Codec<Assignments> = byName(expression);

const numberType = oneOf("float", "integer", "boolean");

const width: Codec<IntegerWidth> = record<IntegerWidth>({
  bits: number,
  signed: flag,
  overflow: oneOf("saturate", "wrap"),
});

const refractory: Codec<Refractory> = record<Refractory>({
  lasts: byKind<Refractory["lasts"]>({
    time: record({ duration: expression }),
    steps: record({ steps: expression }),
    while: record({ condition: expression }),
  }),
  evaluate: oneOf("at-spike", "each-step"),
  hold: list(text),
  clamp: assignments,
  subStep: flag,
});

const emission: Codec<Emission> = record<Emission>(
  {
    when: byKind<SpikeTest>({
      threshold: record({ condition: expression }),
      rate: record({ rate: expression }),
      count: record({ count: expression }),
    }),
    edge: oneOf("level", "rising"),
    within: flag,
    offset: expression,
    reset: assignments,
    refractory,
  },
  ["offset", "refractory"],
);

const event: Codec<FormEvent> = record<FormEvent>({ when: expression, do: assignments }, ["when"]);

const regime: Codec<Regime> = record<Regime>({
  initial: flag,
  sides: assignments,
  onEntry: assignments,
  transitions: list(
    record<Transition>(
      { when: expression, on: text, to: text, do: assignments, emit: list(text) },
      ["when", "on", "to"],
    ),
  ),
});

/** Codec of the continuous form of a neuron. */
export const neuronForm: Codec<NeuronForm> = record<NeuronForm>(
  {
    model: text,
    parameters: byName(record<FormParameter>({ dimension, type: numberType })),
    inputs: byName(record<FormInput>({ dimension })),
    states: byName(
      record<FormState>({ dimension, type: numberType, width, shared: flag }, ["width"]),
    ),
    expressions: byName(
      record<FormExpression>({ dimension, value: expression, constantOverStep: flag }),
    ),
    outputs: byName(record<FormOutput>({ dimension, value: expression })),
    flow: byKind<Flow>({
      equations: record({ sides: assignments }),
      update: record({ groups: list(assignments) }),
    }),
    receptors: byName(
      record<FormReceptor>({ dimension, sign: oneOf("positive", "negative"), jumps: assignments }, [
        "sign",
      ]),
    ),
    emission,
    events: byName(event),
    regimes: byName(regime),
  },
  ["emission"],
);

/** Texts by name, as a record. */
const texts: Codec<Readonly<Record<string, string>>> = {
  write: (value) => value,
  read: (data, place) =>
    Object.fromEntries(
      Object.entries(fieldsOf(data, place)).map(([key, one]) => [
        key,
        text.read(one, `${place}.${key}`),
      ]),
    ),
};

/** Codec of the scheme by which a form is advanced. */
export const scheme: Codec<Scheme> = record<Scheme>(
  {
    name: text,
    handles: oneOf("any", "conditionally-linear", "linear"),
    noise: oneOf("none", "additive", "diagonal", "any"),
    order: number,
    stages: texts,
    update: text,
    leading: record<LeadingScheme>(
      { variables: list(text), stages: texts, update: text, others: oneOf("start", "middle") },
      ["stages"],
    ),
    guard: text,
    linear: oneOf("exact"),
    subSteps: number,
  },
  ["stages", "update", "leading", "guard", "linear"],
);
