import type { NetworkRecord, NeuronRecord, StimulusRecord } from "@spikeloom/kernel";

/** Drive each port of a model: receptors by spikes, inputs by a current step. */
export function exerciseNeuron(model: NeuronRecord, convention: string): NetworkRecord {
  const size = 3;
  // Integers receive integer weights; those of chips are large, because their low bits are fractions.
  const hasIntegers = Object.values(model.state ?? {}).some(({ type }) => type === "integer");
  const isSource = model.source !== undefined;
  const dt = model.integrator?.dt ?? "0.1 ms";
  const receptors = Object.entries(model.receptors ?? {});
  const stimuli: StimulusRecord[] = Object.entries(model.inputs ?? {}).map(([input, { unit }]) => ({
    kind: "steps",
    into: "n",
    input,
    times: ["5 ms", "40 ms"],
    values: [`${strength[unit] ?? 1} ${unit}`, `0 ${unit}`],
  }));
  const times = Array.from({ length: size }, (_, i) =>
    Array.from({ length: 30 }, (_, k) => `${5 + 2 * i + 3 * k} ms`),
  );
  return {
    format: "spikeloom-network",
    version: 1,
    dt,
    convention,
    populations: {
      n: {
        model,
        size,
        ...(model.source?.process === "times" && { times }),
        parameters: Object.fromEntries(
          Object.entries(busy).filter(
            ([name]) => typeof model.parameters[name]?.default === "string",
          ),
        ),
      },
      ...(!isSource && { s: { model: "spike-array", size, times } }),
    },
    projections: isSource
      ? []
      : receptors.map(([receptor, { unit, sign }], k) => ({
          name: `s to ${receptor}`,
          from: "s",
          to: "n",
          receptor,
          connector: { kind: "all-to-all" },
          weight: {
            formula: hasIntegers
              ? `${Math.floor(20_000 / (1 + 3 * k))} * (1 + i)`
              : `(1 + 0.1 * i) * ${sign === undefined && k === 1 ? -1 : 1} * ${weights[unit] ?? 0.1} * ${unit}`,
          },
          delay: { formula: "(1 + 0.5 * j) * ms" },
        })),
    stimuli,
    record: [{ population: "n", variables: ["spikes"] }],
  };
}

/** Source parameters for about 300 spikes per second. */
const busy = { rate: "300 Hz", beta: "300 Hz", b_1: "3 ms" } as const;

/** Currents that make most models fire. */
const strength: Readonly<Record<string, number>> = { nA: 1.2, pA: 1200, "uA/cm^2": 10 };

const weights: Readonly<Record<string, number>> = { nA: 0.05, pA: 50, mV: 1, nS: 2, uS: 0.002 };
