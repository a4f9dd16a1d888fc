import { type ParsedNeuron, parseNeuronModel } from "@spikeloom/equations";
import { keepKnown, type NeuronRecord, textOf } from "@spikeloom/kernel";
import { parameterBounds } from "@spikeloom/network";
import { parseQuantity } from "@spikeloom/units";
import { name } from "../tree.ts";
import type { Emission, Flow, NeuronForm, Refractory } from "./neuron-form.ts";

type ParsedSpike = NonNullable<ParsedNeuron["spike"]>;
type ParsedRefractory = NonNullable<ParsedSpike["refractory"]>;

const forms = keepKnown<NeuronForm>(256);

/** Lower a neuron model to its continuous form; equal records share one form. */
export function neuronForm(record: NeuronRecord): NeuronForm {
  return forms(textOf(record), () => formOf(parseNeuronModel(record)));
}

function formOf(parsed: ParsedNeuron): NeuronForm {
  const { spike, record } = parsed;
  return {
    model: record.name,
    parameters: mapped(parsed.parameters, ({ type }, key) => {
      const parameter = record.parameters?.[key];
      const isBounded = parameter?.min !== undefined || parameter?.max !== undefined;
      return {
        unit: parameter === undefined ? "1" : parseQuantity(parameter.default).unit.symbol,
        type,
        bounds: isBounded ? parameterBounds(parameter) : undefined,
      };
    }),
    inputs: mapped(parsed.inputs, (_, key) => ({ unit: record.inputs?.[key]?.unit ?? "1" })),
    states: mapped(parsed.state, ({ type, width, shared }, key) => {
      return { unit: record.state?.[key]?.unit ?? "1", type, width, shared };
    }),
    expressions: mapped(parsed.expressions, ({ value, constantOverStep }, key) => {
      return { unit: record.expressions?.[key]?.unit ?? "1", value, constantOverStep };
    }),
    outputs: mapped(parsed.outputs, ({ value }, key) => {
      return { unit: record.outputs?.[key]?.unit ?? "1", value };
    }),
    flow: flowOf(parsed),
    receptors: mapped(parsed.receptors, ({ sign, on }, key) => {
      return { unit: record.receptors?.[key]?.unit ?? "1", sign, jumps: on };
    }),
    emission: spike && emissionOf(spike, parsed.record.spike?.within === true),
    events: mapped(parsed.events, ({ when, do: changes }) => ({ when, do: changes })),
    regimes: mapped(parsed.regimes, ({ initial, dynamics, onEntry, transitions }) => {
      return { initial, sides: dynamics, onEntry, transitions };
    }),
  };
}

function mapped<From, To>(
  values: ReadonlyMap<string, From>,
  change: (value: From, key: string) => To,
): ReadonlyMap<string, To> {
  return new Map([...values].map(([key, value]) => [key, change(value, key)]));
}

function flowOf({ step, dynamics, record }: ParsedNeuron): Flow {
  if (record.step !== undefined) return { kind: "update", groups: step };
  return { kind: "equations", sides: dynamics };
}

function emissionOf(spike: ParsedSpike, within: boolean): Emission {
  const { when = name("False"), rate, count, edge, offset, reset, refractory } = spike;
  return {
    when:
      count !== undefined
        ? { kind: "count", count }
        : rate !== undefined
          ? { kind: "rate", rate }
          : { kind: "threshold", condition: when },
    edge,
    within,
    offset,
    reset,
    refractory: refractory && refractoryOf(refractory),
  };
}

function refractoryOf(parsed: ParsedRefractory): Refractory {
  const { for: duration, steps, while: condition, ...others } = parsed;
  if (duration !== undefined) return { lasts: { kind: "time", duration }, ...others };
  if (steps !== undefined) return { lasts: { kind: "steps", steps }, ...others };
  return { lasts: { kind: "while", condition: condition ?? name("False") }, ...others };
}
