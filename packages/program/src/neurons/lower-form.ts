import { type ParsedNeuron, parseNeuronModel } from "@spikeloom/equations";
import { keepKnown, type NeuronRecord, textOf } from "@spikeloom/kernel";
import { name } from "../tree.ts";
import type { Emission, Flow, NeuronForm, Refractory } from "./neuron-form.ts";

type ParsedSpike = NonNullable<ParsedNeuron["spike"]>;
type ParsedRefractory = NonNullable<ParsedSpike["refractory"]>;

const forms = keepKnown<NeuronForm>(256);

/** Lower a neuron model to its continuous form; equal records share one form. */
export function neuronForm(record: NeuronRecord): NeuronForm {
  return forms(textOf(record), () => formOf(record.name, parseNeuronModel(record)));
}

function formOf(model: string, parsed: ParsedNeuron): NeuronForm {
  const { spike } = parsed;
  return {
    model,
    parameters: mapped(parsed.parameters, ({ dimension, type }) => ({ dimension, type })),
    inputs: mapped(parsed.inputs, ({ dimension }) => ({ dimension })),
    states: mapped(parsed.state, ({ dimension, type, width, shared }) => {
      return { dimension, type, width, shared };
    }),
    expressions: mapped(parsed.expressions, ({ dimension, value, constantOverStep }) => {
      return { dimension, value, constantOverStep };
    }),
    outputs: mapped(parsed.outputs, ({ dimension, value }) => ({ dimension, value })),
    flow: flowOf(parsed),
    receptors: mapped(parsed.receptors, ({ dimension, sign, on }) => {
      return { dimension, sign, jumps: on };
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
  change: (value: From) => To,
): ReadonlyMap<string, To> {
  return new Map([...values].map(([key, value]) => [key, change(value)]));
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
