import type { NetworkRecord } from "@spikeloom/kernel";
import { beginLearning, completeNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { stream, streamKey } from "@spikeloom/random";
import { sgd, surrogateOf, tempotronLoss } from "@spikeloom/training";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { trainedNumbers } from "../../../tools/test/trained-numbers.ts";
import { tempotron } from "../src/index.ts";
import { kernel } from "./references/tempotron-kernel.ts";

// As in Gütig and Sompolinsky 2006: tau 15 ms, tau_s a quarter, patterns of 500 ms in which each afferent
// spikes once; the kernel of a synaptic current through a membrane is their difference of two exponentials.
const afferents = 80;
const network: NetworkRecord = completeNetwork(
  {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: "520 ms",
    seed: 2,
    populations: {
      input: { model: "spike-array", size: afferents },
      tempotron: {
        model: "lif-curr-exp",
        size: 1,
        parameters: {
          tau_m: "15 ms",
          tau_syn_exc: "3.75 ms",
          v_rest: "0 mV",
          v_reset: "0 mV",
          v_threshold: "1000 V",
          tau_refrac: "0 ms",
          c_m: "250 pF",
        },
      },
    },
    projections: [
      {
        name: "weights",
        from: "input",
        to: "tempotron",
        delay: "1 ms",
        receptor: "excitatory",
        connector: { kind: "all-to-all" },
        weight: { draw: "normal", mean: "0 pA", sd: "10 pA" },
      },
    ],
  },
  stack,
);

/** Draw patterns; the neuron should fire for the first half of them. */
function drawPatterns(count: number) {
  const draws = stream(streamKey(4, "patterns"), 0);
  const rows = Array.from({ length: count }, () =>
    Array.from({ length: afferents }, (_, neuron) => ({ step: draws.integer(500), neuron })).sort(
      (a, b) => a.step - b.step || a.neuron - b.neuron,
    ),
  );
  return rows.map((row, k) => ({
    size: 1,
    inputs: {
      input: {
        begins: Uint32Array.of(0, afferents),
        steps: Uint16Array.from(row, ({ step }) => step),
        neurons: Uint16Array.from(row, ({ neuron }) => neuron),
      },
    },
    targets: Float64Array.of(k < count / 2 ? 1 : 0),
  }));
}

const begin = (precision: "f32" | "f64" = "f32") =>
  beginLearning(tempotron, {
    network,
    program: programOf(network, { stack }),
    stack,
    seed: 1,
    precision,
    trainable: [{ projection: "weights", variable: "weight" }],
    readout: { population: "tempotron", variable: "v", reduce: "max" },
    loss: tempotronLoss({ threshold: 1 }),
    optimiser: sgd({ rate: 30, momentum: 0.9 }),
    surrogate: surrogateOf("snntorch/atan"),
    backend: stack.get("backend", "clock"),
  });

describe("the tempotron", () => {
  it("changes weights by the kernel at the maximum potential", async () => {
    const [pattern] = drawPatterns(2);
    if (pattern === undefined) throw new Error("none");
    const learner = await begin("f64");
    const [before] = await trainedNumbers(learner);
    const peak = (await learner.evaluate(pattern)).outputs[0] ?? Number.NaN;
    expect(peak).toBeLessThan(1);
    await learner.step(pattern);
    const [after] = await trainedNumbers(learner);
    // Equation 3: by lambda K(t_max - t_i) for each spike before it; K of currents in pA through 250 pF.
    const { steps } = pattern.inputs.input;
    const potential = (step: number): number =>
      steps.reduce((sum, at, k) => {
        const neuron = pattern.inputs.input.neurons[k] ?? -1;
        return sum + (before?.[neuron] ?? 0) * kernel(step - at);
      }, 0);
    // A spike in a step arrives in the next one and acts from its end on.
    const found = Array.from({ length: 540 }, (_, t) => potential(t));
    const most = found.indexOf(Math.max(...found));
    expect(found[most]).toBeCloseTo(peak, 9);
    steps.forEach((at, k) => {
      const neuron = pattern.inputs.input.neurons[k] ?? -1;
      const change = (after?.[neuron] ?? 0) - (before?.[neuron] ?? 0);
      expect(change).toBeCloseTo(30 * kernel(most - at), 9);
    });
  });

  it("learns to classify one pattern per four afferents", async () => {
    const patterns = drawPatterns(afferents / 4);
    const learner = await begin();
    const wrong = async (): Promise<number> => {
      let count = 0;
      for (const pattern of patterns) if ((await learner.evaluate(pattern)).loss > 0) count++;
      return count;
    };
    const before = await wrong();
    expect(before).toBeGreaterThan(6);
    for (let round = 0; round < 15; round++) {
      for (const pattern of patterns) await learner.step(pattern);
    }
    expect(await wrong()).toBeLessThanOrEqual(1);
  });
});
