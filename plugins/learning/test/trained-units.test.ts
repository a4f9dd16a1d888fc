import type { NetworkRecord } from "@spikeloom/kernel";
import { beginLearning, completeNetwork, trainedNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { adam, surrogate } from "@spikeloom/training";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { bptt, eventProp } from "../src/index.ts";
import { eventBatch, eventNetwork, eventTask } from "./event-network.ts";

/** The network of the EventProp tests, with weights in nA and delays in us. */
function inOtherUnits(): NetworkRecord {
  const drawn = eventNetwork({ seed: 3, inhibition: false });
  const projections = (drawn.projections ?? []).map((one) => ({
    ...one,
    weight: { draw: "normal" as const, mean: "0.02 nA", sd: "0.01 nA" },
    delay: { draw: "uniform" as const, low: "500 us", high: "5000 us" },
  }));
  return completeNetwork({ ...drawn, projections }, stack);
}

describe("trained values", () => {
  it("are in the units of the network, to the decimal", async () => {
    const drawn = inOtherUnits();
    const projections = (drawn.projections ?? []).map((one) => ({
      ...one,
      weight: "0.3 nA",
      delay: "1700 us",
    }));
    const network = { ...drawn, projections };
    const learner = await beginLearning(eventProp, eventTask(network));
    const [weights, delays] = await learner.parameters();
    expect(weights).toEqual({ values: new Float64Array(30).fill(0.3), unit: "nA" });
    expect(delays).toEqual({ values: new Float64Array(30).fill(1700), unit: "us" });
  });

  it("have the unit of the model if the network states none", async () => {
    const drawn = eventNetwork({ seed: 3, inhibition: false });
    const { hidden } = drawn.populations;
    const { tau_m: _, ...given } = hidden?.parameters ?? {};
    const own = { ...hidden, parameters: { ...given, tau_syn_exc: "0.004 s" } };
    const network = {
      ...drawn,
      populations: { ...drawn.populations, hidden: own },
      projections: (drawn.projections ?? []).map((one) => ({ ...one, delay: "1 ms" })),
    } as NetworkRecord;
    const learner = await beginLearning(bptt, {
      ...eventTask(network),
      program: programOf(network, { stack }),
      surrogate: surrogate("fast-sigmoid"),
      trainable: ["tau_m", "tau_syn_exc"].map((parameter) => ({ population: "hidden", parameter })),
    });
    const { default: usual } = stack.get("neuron", "lif-curr-exp").parameters["tau_m"] ?? {};
    const [membrane, synapse] = await learner.parameters();
    expect(`${membrane?.values[0]} ${membrane?.unit}`).toBe(usual);
    expect(synapse).toEqual({ values: Float64Array.of(Math.fround(4) / 1000), unit: "s" });
  });

  it("are stored in a network in their unit, and in the learner's state with every bit", async () => {
    const network = inOtherUnits();
    const task = eventTask(network, { optimiser: adam({ rate: 0.5 }) });
    const learner = await beginLearning(eventProp, task);
    for (let k = 0; k < 3; k++) await learner.step(eventBatch(3, 4));
    const values = await learner.parameters();
    const asked = { ...task, network: await learner.network() };
    const other = await beginLearning(eventProp, {
      ...asked,
      program: programOf(asked.network, { stack }),
    });
    expect(await other.evaluate(eventBatch(3, 4))).toEqual(
      await learner.evaluate(eventBatch(3, 4)),
    );
    // As text, values in another unit lose at most the last digit.
    const { projections = [] } = trainedNetwork(network, { ...task, values });
    expect(projections[0]?.weight).toEqual(values[0]);
    expect(projections[0]?.delay).toEqual(values[1]);
    const read = await beginLearning(eventProp, eventTask({ ...network, projections }));
    for (const [k, { values: found, unit }] of (await read.parameters()).entries()) {
      expect(unit).toBe(values[k]?.unit);
      found.forEach((one, n) => {
        expect(Math.abs(one / (values[k]?.values[n] as number) - 1)).toBeLessThan(4e-16);
      });
    }
  });
});
