import { createStack, defineNeuron, type NetworkRecord } from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { run } from "@spikeloom/simulate";
import { defaultStack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { eventNetwork } from "../../packages/training/src/event-prop/event-network.ts";
import { eventPopulations } from "../../packages/training/src/event-prop/event-population.ts";
import { eventReadout } from "../../packages/training/src/event-prop/event-readout.ts";
import { eventRows } from "../../packages/training/src/event-prop/event-rows.ts";
import { eventTape } from "../../packages/training/src/event-prop/event-tape.ts";
import { eventRun } from "../../packages/training/src/event-prop/run-sample.ts";
import { event as backend } from "../../plugins/backend-event/src/index.ts";
import { type Draw, drawSeed, draws, newDraw } from "./draws.ts";

const parameters = {
  tau_m: { default: "12 ms", about: "decay of the potential" },
  v_threshold: { default: "1 mV", about: "threshold" },
};
const state = { v: { initial: "0 mV", unit: "mV", about: "potential" } };
const delta = { unit: "mV", about: "jump of the potential", on: { v: "v + weight" } };

/** A strong jump makes it spike several times at once. */
const subtractive = defineNeuron({
  name: "subtractive",
  about: "A spike lowers the potential by the threshold.",
  cite: [],
  parameters,
  receptors: { delta },
  state,
  dynamics: { v: "-v / tau_m" },
  spike: { when: "v >= v_threshold", reset: { v: "v - v_threshold" } },
});
const rising = defineNeuron({
  name: "rising",
  about: "Spikes when the potential rises above a threshold, and does not reset it.",
  cite: [],
  parameters,
  receptors: { delta },
  state,
  dynamics: { v: "-v / tau_m" },
  spike: { when: "v > v_threshold", edge: "rising" },
});
const inSteps = defineNeuron({
  name: "in-steps",
  about: "Has a refractory period in steps.",
  cite: [],
  parameters,
  receptors: { delta },
  state,
  dynamics: { v: "-v / tau_m" },
  spike: {
    when: "v >= v_threshold",
    reset: { v: "0 * mV" },
    refractory: { steps: "13", hold: ["v"] },
  },
});
const stack = createStack({ plugins: [defaultStack, subtractive, rising, inSteps] });

/** `gain` limits how many spikes cause each other where a spike has no refractory period. */
const models = [
  { model: "lif-curr-exp", receptor: "excitatory", weight: [900, "pA"], tau_refrac: "1.3 ms" },
  { model: "lif-curr-exp", receptor: "excitatory", weight: [600, "pA"], tau_refrac: "0 ms" },
  { model: "lif-curr-alpha", receptor: "excitatory", weight: [900, "pA"], tau_refrac: "0.7 ms" },
  { model: "mat2-curr-exp", receptor: "excitatory", weight: [900, "pA"] },
  { model: "lif-delta", receptor: "delta", weight: [7, "mV"], tau_refrac: "2 ms" },
  { model: "subtractive", receptor: "delta", weight: [2.4, "mV"], gain: 0.08 },
  { model: "rising", receptor: "delta", weight: [0.6, "mV"] },
  { model: "in-steps", receptor: "delta", weight: [0.6, "mV"] },
] as const;

const [duration, dt, inputs] = [60, 0.1, 6];

/** A recurrent network whose spikes often coincide: inputs and many delays are on the grid. */
function drawnNetwork(which: number, draw: Draw) {
  const { model, receptor, weight, ...rest } = models[which] as (typeof models)[number];
  const own = "tau_refrac" in rest ? { tau_refrac: rest.tau_refrac } : {};
  const [mean, unit] = weight;
  const gain = "gain" in rest ? rest.gain : 1;
  const delays = [
    "0.4 ms",
    { draw: "uniform" as const, low: "0.1 ms", high: "3 ms", round: "0.1 ms" },
    { draw: "uniform" as const, low: "0.5 ms", high: "3 ms" },
  ];
  const connectors = [
    { kind: "all-to-all" },
    { kind: "fixed-total", n: 40 },
    { kind: "fixed-indegree", n: 5 },
    { kind: "fixed-probability", p: 0.5 },
  ];
  const projection = (from: string, to: string, share: number) => ({
    name: `${from} to ${to} ${share}`,
    from,
    to,
    receptor,
    connector: connectors[draw(connectors.length)],
    weight: {
      draw: "normal" as const,
      mean: `${share * mean} ${unit}`,
      sd: `${0.4 * Math.abs(share * mean)} ${unit}`,
    },
    // Spikes without delay reach a later population of the network, or an earlier one.
    delay: to === "b" && from === "c" && draw(2) === 0 ? "0 ms" : delays[draw(delays.length)],
  });
  const steps = Array.from({ length: inputs }, () =>
    [...new Set(Array.from({ length: 12 }, () => draw(500)))].sort((one, other) => one - other),
  );
  const neurons = (size: number) => ({ model, size, parameters: own });
  const network = completeNetwork(
    {
      format: "spikeloom-network",
      version: 1,
      dt: `${dt} ms`,
      seed: draw(1000),
      duration: `${duration} ms`,
      convention: "brian2",
      populations: {
        b: neurons(5),
        input: {
          model: "spike-array",
          size: inputs,
          times: steps.map((one) => one.map((step) => `${step / 10} ms`)),
        },
        c: neurons(7),
      },
      projections: [
        projection("input", "c", 0.8),
        projection("input", "c", -0.2),
        projection("c", "b", gain),
        projection("c", "c", -0.3),
        projection("input", "b", 0.4),
        projection("b", "c", 0.3 * gain),
      ],
      record: [
        { population: "b", variables: ["spikes"] },
        { population: "c", variables: ["spikes"] },
      ],
    } as NetworkRecord,
    stack,
  );
  return { network, steps };
}

type Spike = readonly [population: string, neuron: number, time: number];

/** Spikes of the forward pass, in its order. */
function trainedSpikes(network: NetworkRecord, steps: readonly (readonly number[])[]): Spike[] {
  const described = eventNetwork(programOf(network, { stack }), stack, () => false);
  const readout = { population: "b", variable: "spikes", reduce: "first" } as const;
  const populations = eventPopulations(described, readout);
  const tape = eventTape(Math.max(...populations.map(({ neurons }) => neurons.width)));
  const read = eventReadout(readout, { network: described, populations, tape });
  const rowsBySource = eventRows(described, populations);
  const rows = steps.flatMap((one, n) => one.map((step) => [step, n] as const));
  const batch = {
    size: 1,
    targets: Float64Array.of(0),
    inputs: {
      input: {
        begins: Uint32Array.of(0, rows.length),
        steps: Uint32Array.from(rows, ([step]) => step),
        neurons: Uint32Array.from(rows, ([, n]) => n),
      },
    },
  };
  eventRun({ network: described, populations, tape, readout: read, rows: rowsBySource })(batch, 0);
  return Array.from({ length: tape.spikes }, (_, k): Spike => {
    const own = populations.findLast(({ first }) => first <= (tape.spikeNeuron[k] as number));
    const { form, first = 0 } = own ?? {};
    const neuron = (tape.spikeNeuron[k] as number) - first;
    return [form?.name ?? "", neuron, tape.spikeTime[k] as number];
  });
}

async function simulatedSpikes(network: NetworkRecord): Promise<Spike[]> {
  const { recordings } = await run(network, { stack, backend, for: `${duration} ms` });
  return recordings.flatMap(({ population, spikes }) =>
    Array.from(spikes?.times ?? [], (time, k): Spike => {
      return [population, spikes?.neurons[k] ?? -1, time];
    }),
  );
}

const inOrder = (all: readonly Spike[]): readonly Spike[] =>
  all.toSorted(([a, b, c], [d, e, f]) => (a === d ? c - f || b - e : a < d ? -1 : 1));

const count = draws({ ci: 5, long: 200 });

describe("EventProp spikes at the times of the event backend, bit for bit", () => {
  it.each(models.map(({ model }, which) => [model, which] as const))(
    "in drawn networks of %s (%i)",
    async (_, which) => {
      const draw = newDraw(drawSeed, which);
      let spikes = 0;
      for (let k = 0; k < count; k++) {
        const { network, steps } = drawnNetwork(which, draw);
        const expected = inOrder(await simulatedSpikes(network));
        expect(inOrder(trainedSpikes(network, steps))).toEqual(expected);
        spikes += expected.length;
      }
      expect(spikes).toBeGreaterThan(20 * count);
    },
  );
});
