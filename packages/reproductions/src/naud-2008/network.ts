import type { NetworkRecord } from "@spikeloom/kernel";
import { network, population, record } from "@spikeloom/network";
import { adex } from "@spikeloom/neurons";
import type { Scheme } from "../scheme.ts";

/** One firing pattern: the parameters of the neuron and its input current. */
interface Pattern {
  readonly name: string;
  /** In pF, nS, mV, nS, ms, pA, mV and pA. */
  readonly values: readonly [
    c_m: number,
    g_l: number,
    v_rest: number,
    a: number,
    tau_w: number,
    b: number,
    v_reset: number,
    current: number,
  ];
}

/** The eight patterns, in the order of the paper. */
export const patterns: readonly Pattern[] = [
  { name: "tonic", values: [200, 10, -70, 2, 30, 0, -58, 500] },
  { name: "adaptation", values: [200, 12, -70, 2, 300, 60, -58, 500] },
  { name: "initial burst", values: [130, 18, -58, 4, 150, 120, -50, 400] },
  { name: "regular bursting", values: [200, 10, -58, 2, 120, 100, -46, 210] },
  { name: "delayed accelerating", values: [200, 12, -70, -10, 300, 0, -58, 300] },
  { name: "delayed regular bursting", values: [100, 10, -65, -10, 90, 30, -47, 110] },
  { name: "transient", values: [100, 10, -65, 10, 90, 100, -47, 180] },
  { name: "irregular", values: [100, 12, -60, -11, 130, 30, -48, 160] },
];

/** A neuron for each pattern, driven for 600 ms. */
export function patternNetwork({ dt, integrator }: Scheme): NetworkRecord {
  const column = (index: number, unit: string): { values: number[]; unit: string } => ({
    values: patterns.map(({ values }) => values[index] ?? Number.NaN),
    unit,
  });
  const neurons = population(adex, patterns.length, {
    parameters: {
      c_m: column(0, "pF"),
      g_l: column(1, "nS"),
      v_rest: column(2, "mV"),
      a: column(3, "nS"),
      tau_w: column(4, "ms"),
      b: column(5, "pA"),
      v_reset: column(6, "mV"),
      i_offset: column(7, "pA"),
      v_threshold: "-50 mV",
      delta_t: "2 mV",
      v_spike: "0 mV",
    },
    integrator,
  });
  return network({
    name: "naud-2008",
    cite: ["doi:10.1007/s00422-008-0264-7"],
    dt,
    duration: "600 ms",
    convention: "nest",
    populations: { neurons },
    record: [record(neurons)],
  });
}
