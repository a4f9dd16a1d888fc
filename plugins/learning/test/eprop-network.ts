import { createStack, defineNeuron, type NetworkRecord } from "@spikeloom/kernel";
import { completeNetwork, type LearningTask } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { stream, streamKey } from "@spikeloom/random";
import { sgd, squaredError, surrogate } from "@spikeloom/training";
import { defaultStack } from "spikeloom";

/**
 * The neuron of Bellec et al. 2020, equations 6 to 9: its threshold adapts, and a spike is subtracted from the
 * potential.
 *
 * There, the change by a spike starts to decay one step later than here. The paper's neuron has
 * `v_off` of the threshold times `exp(dt / tau_m)`, and `beta` times `exp(dt / tau_a)`.
 */
const alif = defineNeuron({
  name: "alif-eprop",
  about: "Leaky integrate-and-fire neuron with an adaptive threshold and reset by subtraction.",
  cite: ["doi:10.1038/s41467-020-17236-y"],
  parameters: {
    tau_m: { default: "20 ms", about: "membrane time constant" },
    tau_a: { default: "100 ms", about: "time constant of the adaptation" },
    v_threshold: { default: "1 mV", about: "threshold at rest" },
    v_off: { default: "1 mV", about: "what a spike takes off the potential" },
    beta: { default: "0 mV", about: "what a unit of adaptation adds to the threshold" },
  },
  receptors: { delta: { unit: "mV", about: "jump of the potential", on: { v: "v + weight" } } },
  state: {
    v: { initial: "0 mV", unit: "mV", about: "membrane potential" },
    a: { initial: "0", unit: "1", about: "adaptation" },
  },
  dynamics: { v: "-v / tau_m", a: "-a / tau_a" },
  spike: { when: "v >= v_threshold + beta * a", reset: { v: "v - v_off", a: "a + 1" } },
});

/** The default stack with that neuron. */
const stack = createStack({ plugins: [defaultStack, alif] });

export const sizes = { input: 8, hidden: 7, output: 2 } as const;
export const steps = 60;
export const constants = { tau_m: 20, tau_a: 100, v_threshold: 1, tau_out: 30 } as const;

/** Delays into the layer, within it, and from it to the readout, in steps. */
export interface Delays {
  readonly into: number;
  readonly within: number;
  readonly out: number;
}
export const noDelays: Delays = { into: 1, within: 1, out: 1 };

/** A recurrent layer with its readout; `beta` and the reset by a spike are in mV. */
export function recurrentNetwork(beta: number, off = 1, delays = noDelays): NetworkRecord {
  const projection = (from: string, to: string, size: number, delay: number) => ({
    name: `${from}->${to}`,
    from,
    to,
    delay: `${delay} ms`,
    connector: { kind: "all-to-all" },
    weight: { draw: "normal" as const, mean: `${0.05 * size} mV`, sd: `${size} mV` },
  });
  return completeNetwork(
    {
      format: "spikeloom-network",
      version: 1,
      dt: "1 ms",
      duration: `${steps} ms`,
      seed: 5,
      populations: {
        input: { model: "spike-array", size: sizes.input },
        hidden: {
          model: "alif-eprop",
          size: sizes.hidden,
          parameters: { beta: `${beta} mV`, v_off: `${off} mV` },
        },
        output: {
          model: "lif-delta",
          size: sizes.output,
          parameters: { tau_m: "30 ms", v_threshold: "1000 V", v_rest: "0 mV", tau_refrac: "0 ms" },
        },
      },
      projections: [
        projection("input", "hidden", 0.5, delays.into),
        projection("hidden", "hidden", 0.3, delays.within),
        projection("hidden", "output", 0.4, delays.out),
      ],
    },
    stack,
  );
}

/** The same network, whose readout has equal weights from a window that covers the layer. */
export function overWindow(network: NetworkRecord): NetworkRecord {
  const { projections = [] } = network;
  const window = { rows: 1, columns: sizes.hidden, kernelRows: 1, kernelColumns: sizes.hidden };
  return {
    ...network,
    projections: projections.map((one) =>
      one.name === "hidden->output"
        ? { ...one, connector: { kind: "convolution", ...window }, weight: "0.1 mV" }
        : one,
    ),
  };
}

/** Request the gradients of all weights, with squared errors in each step. */
export function recurrentRequest(
  network: NetworkRecord,
  more: Partial<LearningTask> = {},
): LearningTask {
  return {
    network,
    program: programOf(network, { stack }),
    stack,
    seed: 3,
    trainable: (network.projections ?? []).map(({ name = "" }) => ({
      projection: name,
      variable: "weight",
    })),
    loss: squaredError,
    optimiser: sgd({ rate: 1 }),
    precision: "f64",
    // Bellec et al. 2020, equation 22: 0.3 at the threshold, zero at a distance of one threshold.
    surrogate: surrogate("triangle", { height: 0.3, width: 0.5, reset: ["a"] }),
    readout: { population: "output", variable: "v", reduce: "each" },
    backend: stack.get("backend", "clock"),
    ...more,
  };
}

/** Draw input spikes of one sample, as a table of steps and neurons, and its targets. */
export function drawExample(seed: number, rate = 0.12) {
  const draws = stream(streamKey(seed, "example"), 0);
  const [at, neurons]: [number[], number[]] = [[], []];
  for (let step = 0; step < steps; step++) {
    for (let neuron = 0; neuron < sizes.input; neuron++) {
      if (draws.uniform() >= rate) continue;
      at.push(step);
      neurons.push(neuron);
    }
  }
  const targets = Float64Array.from({ length: steps * sizes.output }, () => draws.normal());
  return {
    size: 1,
    inputs: {
      input: {
        begins: Uint32Array.of(0, at.length),
        steps: Uint16Array.from(at),
        neurons: Uint16Array.from(neurons),
      },
    },
    targets,
  };
}
