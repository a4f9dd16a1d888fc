import type {
  NeuronRecord,
  PlasticityRecord,
  SpikeLoomError,
  SynapseRecord,
} from "@spikeloom/kernel";
import { checkNeuronModel } from "./neuron.ts";
import { checkPlasticityModel } from "./plasticity.ts";
import { nameModel } from "./shape.ts";
import { checkSynapseModel } from "./synapse.ts";

const checks: Readonly<
  Record<string, (record: never, place: string) => readonly SpikeLoomError[]>
> = {
  neuron: checkNeuronModel,
  synapse: checkSynapseModel,
  plasticity: checkPlasticityModel,
};

/** Check a model of any kind and origin in full; returns all errors. */
export function checkModelInFull(value: unknown, place?: string): readonly SpikeLoomError[] {
  const isRecord = (typeof value === "object" && value !== null) || typeof value === "function";
  const kind = isRecord ? (value as Partial<Models>).kind : undefined;
  const known = typeof kind === "string" && Object.hasOwn(checks, kind) ? kind : "neuron";
  const check = checks[known] ?? checkNeuronModel;
  return check(value as never, place ?? nameModel(known as Models["kind"], value));
}

type Models = NeuronRecord | SynapseRecord | PlasticityRecord;
