// Compiles only while the hand-written contracts and the schemas have the same fields. The contracts check
// more than a schema can express (dimensions, names of a model's own parameters); the schemas are what other
// languages read; neither is generated from the other.
import type * as kernel from "../../packages/kernel/src/index.ts";
import type * as model from "./generated/model-types.ts";
import type * as network from "./generated/network-types.ts";

type SameFields<A, B> = [keyof A, keyof B] extends [keyof B, keyof A] ? true : false;

/** One row per record; a row whose fields differ is a type error. */
export const sameFields: {
  readonly neuron: SameFields<kernel.NeuronRecord, model.NeuronRecord>;
  readonly synapse: SameFields<kernel.SynapseRecord, model.SynapseRecord>;
  readonly plasticity: SameFields<kernel.PlasticityRecord, model.PlasticityRecord>;
  readonly parameter: SameFields<kernel.ParameterRecord, model.ParameterRecord>;
  readonly state: SameFields<kernel.StateRecord, model.StateRecord>;
  readonly expression: SameFields<kernel.ExpressionRecord, model.ExpressionRecord>;
  readonly receptor: SameFields<kernel.ReceptorRecord, model.ReceptorRecord>;
  readonly spike: SameFields<kernel.SpikeRecord, model.SpikeRecord>;
  readonly refractory: SameFields<kernel.RefractoryRecord, model.RefractoryRecord>;
  readonly coupling: SameFields<kernel.CouplingRecord, model.CouplingRecord>;
  readonly network: SameFields<kernel.NetworkRecord, network.NetworkRecord>;
  readonly space: SameFields<kernel.SpaceRecord, network.SpaceRecord>;
  readonly population: SameFields<kernel.PopulationRecord, network.PopulationRecord>;
  readonly projection: SameFields<kernel.ProjectionRecord, network.ProjectionRecord>;
  readonly selection: SameFields<kernel.Selection, network.Selection>;
  readonly recorder: SameFields<kernel.RecorderRecord, network.RecorderRecord>;
} = {
  neuron: true,
  synapse: true,
  plasticity: true,
  parameter: true,
  state: true,
  expression: true,
  receptor: true,
  spike: true,
  refractory: true,
  coupling: true,
  network: true,
  space: true,
  population: true,
  projection: true,
  selection: true,
  recorder: true,
};
