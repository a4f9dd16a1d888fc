import type { IntegratorRecord, NeuronRecord } from "@spikeloom/kernel";
import { discretise } from "./discretise.ts";
import { neuronForm } from "./lower-form.ts";
import { schemeOf } from "./scheme-of.ts";
import type { Discretisation } from "./step-input.ts";
import type { StepProgram } from "./step-program.ts";

/** A neuron model, and how it is discretised. */
export interface LowerOptions extends Omit<Discretisation, "scheme"> {
  readonly model: NeuronRecord;
  /** The chosen integrator; `undefined` for models without dynamics or with their own step. */
  readonly integrator: IntegratorRecord | undefined;
  readonly subSteps: number;
}

/** Lower a neuron model to its step, through its continuous form. */
export function lowerNeuron({ model, integrator, subSteps, ...others }: LowerOptions): StepProgram {
  const scheme = integrator && schemeOf(integrator, subSteps);
  return discretise(neuronForm(model), { ...others, scheme });
}
