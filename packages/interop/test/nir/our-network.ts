import type { NetworkRecord } from "@spikeloom/kernel";

/** Number of steps for which inputs of the network are given. */
export const steps = 100;

/** A number between 0 and 1 that a step and a neuron decide. */
function hashed(step: number, neuron: number): number {
  let h = (Math.imul(step, 374761393) + Math.imul(neuron, 668265263)) | 0;
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** Inputs that spike in each step. */
export const given: readonly (readonly number[])[] = Array.from({ length: steps }, (_, step) =>
  Array.from({ length: 12 }, (_none, k) => k).filter((k) => hashed(step, k) < 0.3),
);

const sizes = { input: 12, hidden: 20, last: 6 };

function dense(from: keyof typeof sizes, to: keyof typeof sizes, scale: number): object {
  const values = Array.from(
    { length: sizes[from] * sizes[to] },
    (_, k) => scale * (2 * hashed(1000 + k, sizes[to]) - 0.8),
  );
  return {
    name: `${from}-${to}`,
    from,
    to,
    delay: "1 ms",
    connector: { kind: "all-to-all" },
    weight: { values, unit: "mV" },
  };
}

/** Our layers as training creates them, in steps of 1 ms: `lif-delta` with a recurrent layer. */
export const ourNetwork = {
  format: "spikeloom-network",
  version: 1,
  dt: "1 ms",
  duration: `${steps + 4} ms`,
  seed: 1,
  populations: {
    input: {
      model: "spike-array",
      size: sizes.input,
      times: Array.from({ length: sizes.input }, (_, k) =>
        given.flatMap((spiking, step) => (spiking.includes(k) ? [step + 1] : [])),
      ),
    },
    hidden: layer(sizes.hidden, "8 ms", {
      v_rest: "-70 mV",
      v_reset: "-70 mV",
      v_threshold: "-69 mV",
    }),
    last: layer(sizes.last, "15 ms", { v_rest: "0 mV", v_reset: "0 mV", v_threshold: "1 mV" }),
  },
  projections: [
    dense("input", "hidden", 0.6),
    dense("hidden", "hidden", 0.1),
    dense("hidden", "last", 0.4),
  ],
  record: [{ population: "last", variables: ["spikes"] }],
} as unknown as NetworkRecord;

function layer(size: number, tau: string, potentials: object): object {
  const model = "lif-delta";
  return { model, size, parameters: { ...potentials, tau_m: tau, tau_refrac: "0 ms" } };
}
