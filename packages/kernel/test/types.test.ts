import { expect, it } from "vitest";
import { defineNeuron } from "../src/index.ts";

const lif = defineNeuron({
  name: "lif",
  about: "Leaky integrate-and-fire neuron.",
  parameters: {
    tau_m: { default: "20 ms", about: "membrane time constant" },
    gain: { default: 2, about: "gain" },
    g: { default: "1 nS/cm^2", about: "density" },
  },
  state: { v: { initial: "0 mV", unit: "mV", about: "membrane potential" } },
  dynamics: { v: "-v / tau_m" },
});

it("takes parameters of the right name and dimension only", () => {
  expect(lif({ tau_m: "0.01 s", gain: 3, g: "2 uS/mm^2" }).parameters).toEqual({
    tau_m: "0.01 s",
    gain: 3,
    g: "2 uS/mm^2",
  });
  lif({ tau_m: ["1 ms", "2 ms"] });
  lif({ tau_m: { draw: "normal", mean: "10 ms", sd: "1 ms" } });
  lif({ tau_m: { formula: "10*ms + i*ms" } });
  // @ts-expect-error a time constant is not a potential
  lif({ tau_m: "10 mV" });
  // @ts-expect-error a time constant has a unit
  lif({ tau_m: 10 });
  // @ts-expect-error a draw of a time constant has a unit of time
  lif({ tau_m: { draw: "normal", mean: "10 mV", sd: "1 ms" } });
  // @ts-expect-error no such parameter
  lif({ tau_n: "10 ms" });
  // @ts-expect-error a plain number has no unit
  lif({ gain: "3 mV" });
});

it("stays data", () => {
  expect(lif.name).toBe("lif");
  expect(JSON.parse(JSON.stringify(lif))).toMatchObject({ kind: "neuron", name: "lif" });
});
