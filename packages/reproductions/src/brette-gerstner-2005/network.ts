import type { NetworkRecord } from "@spikeloom/kernel";
import { network, population, record } from "@spikeloom/network";
import { adex } from "@spikeloom/neurons";
import { fineScheme } from "../scheme.ts";

const head = {
  cite: ["doi:10.1152/jn.00686.2005"],
  dt: fineScheme.dt,
  convention: "nest",
} as const;

const { integrator } = fineScheme;

/** Steps of current in pA; one neuron each. */
export const stepCurrents: readonly number[] = [800, 1000];

/** The published neuron under steps of one second. */
export function stepNetwork(): NetworkRecord {
  // The defaults of the model are the paper's.
  const neurons = population(adex, stepCurrents.length, {
    parameters: { i_offset: { values: stepCurrents, unit: "pA" } },
    integrator,
  });
  return network({
    ...head,
    name: "brette-gerstner-2005-steps",
    duration: "1 s",
    populations: { neurons },
    record: [record(neurons)],
  });
}

/** Currents just below and just above rheobase, in pA. */
export const rheobaseCurrents: readonly number[] = [576.9, 577.1];

/** The neuron under steps of 400 ms around its rheobase. */
export function rheobaseNetwork(): NetworkRecord {
  const neurons = population(adex, rheobaseCurrents.length, {
    parameters: { i_offset: { values: rheobaseCurrents, unit: "pA" } },
    integrator,
  });
  return network({
    ...head,
    name: "brette-gerstner-2005-rheobase",
    duration: "400 ms",
    populations: { neurons },
    record: [record(neurons)],
  });
}
