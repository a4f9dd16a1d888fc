import type { Capability } from "./capabilities.ts";
import type { NeuronRecord } from "./contracts/neuron.ts";
import type { PlasticityRecord } from "./contracts/plasticity.ts";
import type { SynapseRecord } from "./contracts/synapse.ts";

type Needs = readonly (readonly [Capability, boolean])[];

/** List the capabilities that a model requires of a backend, declared or used. */
export function requirements(
  model: NeuronRecord | SynapseRecord | PlasticityRecord,
): readonly string[] {
  const needs = tables[model.kind](model as never);
  const used = needs.filter(([, needed]) => needed).map(([name]) => name);
  return [...new Set<string>([...used, ...(model.requires ?? [])])];
}

const tables: {
  readonly [K in "neuron" | "synapse" | "plasticity"]: (model: never) => Needs;
} = {
  neuron: (model: NeuronRecord): Needs => [
    ["escape-noise", model.spike?.rate !== undefined],
    ["graded-spikes", model.spike?.count !== undefined],
    // The draws of a source are those of "random-sources".
    ["noise", textsOf({ ...model, source: undefined }).some((text) => draw.test(text))],
    ["sources", model.source !== undefined],
    ["random-sources", model.source !== undefined && model.source.process !== "times"],
    ["explicit-step", model.step !== undefined],
    ["integer-state", Object.values(model.state ?? {}).some((state) => state.bits !== undefined)],
    ["regimes", model.regimes !== undefined],
    ["events", Object.keys(model.events ?? {}).length > 0],
    ["graded-output", Object.keys(model.outputs ?? {}).length > 0],
    [
      "sub-step-spikes",
      model.spike?.offset !== undefined || model.spike?.refractory?.subStep === true,
    ],
  ],
  synapse: (model: SynapseRecord): Needs => [
    ["synapse-models", true],
    ["per-synapse-state", Object.keys(model.state ?? {}).length > 0],
    ...synapticNeeds(model),
    ["coupling", (model.coupling ?? []).length > 0],
  ],
  plasticity: (model: PlasticityRecord): Needs => [
    ["plasticity", true],
    ...synapticNeeds(model),
    [
      "stepped-synapses",
      Object.values(model.traces ?? {}).some(({ input }) => input !== undefined),
    ],
    ["modulators", Object.keys(model.modulators ?? {}).length > 0],
    ["structure", model.structure !== undefined],
  ],
};

/** List what synapses and plasticity rules require alike. */
function synapticNeeds(model: SynapseRecord | PlasticityRecord): Needs {
  return [
    ["stepped-synapses", Object.values(model.dynamics ?? {}).some(({ when }) => when === "step")],
    ["synapse-reads", Object.keys(model.reads ?? {}).length > 0],
    ["synapse-events", Object.keys(model.on ?? {}).some((one) => one !== "pre" && one !== "post")],
    ["noise", textsOf(model).some((text) => draw.test(text))],
  ];
}

const draw = /\b(xi(_\w+)?|(rand|randn|poisson)\s*\()/;

/** Fields that hold prose and units rather than equations. */
const prose: ReadonlySet<string> = new Set(["name", "about", "cite", "unit", "weightUnit"]);

/** List all texts of a record that may be equations. */
function textsOf(part: unknown): readonly string[] {
  if (typeof part === "string") return [part];
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => (prose.has(key) ? [] : textsOf(value)));
}
