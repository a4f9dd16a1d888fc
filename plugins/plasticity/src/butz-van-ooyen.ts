import { definePlasticity } from "@spikeloom/kernel";
import { timeConstant } from "./time-constant.ts";

/** Form and remove synapses until targets reach their calcium set point. */
export const butzVanOoyen = definePlasticity({
  name: "butz-van-ooyen",
  about: "Synapses form while a target's calcium is below its set point and vanish above it.",
  cite: ["doi:10.1371/journal.pcbi.1003259"],
  parameters: {
    tau_calcium: timeConstant("10000 ms", "time constant of calcium"),
    beta_calcium: { default: 0.001, about: "increment of calcium at a spike", min: 0 },
    eta_low: { default: 0.1, about: "calcium below which elements are lost" },
    epsilon: { default: 0.7, about: "calcium at which nothing changes" },
    growth: {
      default: "0.0001 1/ms",
      about: "maximum rate at which elements grow",
      min: "0 1/ms",
    },
    elements: {
      default: 10,
      about: "number of elements of a neuron, among which a loss is distributed",
      min: 1,
    },
    interval: timeConstant("100 ms", "time between two changes"),
  },
  traces: { calcium: { of: "post", decay: "tau_calcium", about: "calcium of the target" } },
  state: {
    lot: { initial: 1, unit: "1", about: "random number that decides whether a synapse is lost" },
  },
  expressions: {
    // The growth curve: a Gaussian of calcium, shifted so that it is 0 at eta_low and at epsilon.
    width: {
      value: "(epsilon - eta_low) / (2 * sqrt(log(2)))",
      unit: "1",
      about: "width of the growth curve",
    },
    grown: {
      value: "interval * growth * (2 * exp(-((calcium - (eta_low + epsilon) / 2) / width)**2) - 1)",
      unit: "1",
      about: "elements grown since the last change",
    },
  },
  on: { post: { calcium: "calcium + beta_calcium" }, update: { lot: "rand()" } },
  structure: {
    every: "interval",
    remove: "lot < -grown / elements",
    // Integers whose sum over many intervals is the total growth.
    add: "floor(max(grown, 0) * (t / interval + 1)) - floor(max(grown, 0) * t / interval)",
    initial: { lot: "1" },
  },
});
