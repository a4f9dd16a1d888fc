import type { EnergyConstant } from "./constant.ts";

/** Time of a step: that of a clock, or as long as the slowest core needs. */
export type StepModel =
  | { readonly kind: "clock"; readonly period: EnergyConstant }
  | {
      readonly kind: "barrier";
      readonly synapse: EnergyConstant;
      readonly update: EnergyConstant;
      readonly hop: EnergyConstant;
      readonly barrier: EnergyConstant;
    };

/**
 * Energies and times of the operations of a chip.
 *
 * A constant that is missing is part of another one, or unknown.
 */
export interface EnergyModel {
  /** Name of the chip. */
  readonly chip: string;
  /** A spike through a synapse. */
  readonly synapse: EnergyConstant;
  readonly update?: EnergyConstant;
  /** A spike of a neuron, beyond its update. */
  readonly spike?: EnergyConstant;
  /** A packet to a core, at its source. */
  readonly packet?: EnergyConstant;
  /** A packet over a link. */
  readonly hop?: EnergyConstant;
  /** Power of each chip in use, whatever it does. */
  readonly chipPower?: EnergyConstant;
  /** Power of each core in use, in addition. */
  readonly corePower?: EnergyConstant;
  readonly step: StepModel;
  /** What the figures leave out. */
  readonly limits: string;
}

/** Constants of a model by name, without those of its step. */
const energyNames = [
  "synapse",
  "update",
  "spike",
  "packet",
  "hop",
  "chipPower",
  "corePower",
] as const;

/** List the constants of a model. */
export function constantsOf(model: EnergyModel): readonly EnergyConstant[] {
  const { step } = model;
  const times =
    step.kind === "clock" ? [step.period] : [step.synapse, step.update, step.hop, step.barrier];
  return [...energyNames.flatMap((name) => model[name] ?? []), ...times];
}

/** Keep the values of one source; a constant without any is left out. */
export function valuesFrom(model: EnergyModel, cite: string): EnergyModel {
  const own = (constant: EnergyConstant): EnergyConstant => ({
    ...constant,
    values: constant.values.filter((one) => one.cite === cite),
  });
  const kept = energyNames.flatMap((name) => {
    const constant = model[name];
    const found = constant === undefined ? undefined : own(constant);
    return found === undefined || found.values.length === 0 ? [] : [[name, found] as const];
  });
  const { chip, synapse, step, limits } = model;
  return { chip, synapse: own(synapse), step, limits, ...Object.fromEntries(kept) };
}
