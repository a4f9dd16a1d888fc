import type { PluginKind, RecordOfKind } from "./contracts/stack.ts";
import { checkOptionNames, type OptionNames } from "./option-names.ts";

const head = { kind: true, contract: true, name: true, about: true } as const;
const model = { $schema: true, ...head, cite: true, requires: true, parameters: true } as const;

/** Fields of the records of each kind. */
export const recordFields: { readonly [Kind in PluginKind]: OptionNames<RecordOfKind[Kind]> } = {
  neuron: {
    ...model,
    receptors: true,
    inputs: true,
    outputs: true,
    state: true,
    expressions: true,
    dynamics: true,
    step: true,
    spike: true,
    events: true,
    regimes: true,
    source: true,
    integrator: true,
  },
  synapse: {
    ...model,
    weightUnit: true,
    reads: true,
    state: true,
    expressions: true,
    dynamics: true,
    on: true,
    deliver: true,
    per: true,
    coupling: true,
  },
  plasticity: {
    ...model,
    weightUnit: true,
    traces: true,
    state: true,
    expressions: true,
    dynamics: true,
    modulators: true,
    reads: true,
    on: true,
    bounds: true,
    structure: true,
  },
  encoder: {
    ...head,
    cite: true,
    parameters: true,
    neurons: true,
    valueByValue: true,
    spikes: true,
    begin: true,
    ends: true,
    decode: true,
  },
  connector: { ...head, cite: true, options: true, module: true, plan: true },
  integrator: {
    ...head,
    cite: true,
    handles: true,
    noise: true,
    order: true,
    strongOrder: true,
    stages: true,
    update: true,
    leading: true,
    guard: true,
    linear: true,
  },
  learning: { ...model, carries: true, gpu: true, chips: true, begin: true },
  backend: {
    ...head,
    provides: true,
    time: true,
    chip: true,
    options: true,
    check: true,
    estimate: true,
    prepare: true,
    prepareBatch: true,
    derive: true,
  },
  hardware: {
    ...head,
    cite: true,
    provides: true,
    limits: true,
    losses: true,
    map: true,
    emulate: true,
  },
  format: {
    ...head,
    cite: true,
    extensions: true,
    marks: true,
    holds: true,
    options: true,
    losses: true,
    read: true,
    write: true,
  },
};

/** Reject a definition with a field unknown to its kind. */
export function checkDefinition(definition: object, kind: PluginKind): void {
  const name = `define${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  checkOptionNames<object>(definition, recordFields[kind], name);
}
