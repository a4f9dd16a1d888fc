import type { Batch, NetworkRecord } from "@spikeloom/kernel";
import { completeNetwork, type LearningTask } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { stream, streamKey } from "@spikeloom/random";
import { firstSpikeLoss, sgd } from "@spikeloom/training";
import { defaultStack as stack } from "spikeloom";

const eventSizes = { input: 5, hidden: 6, output: 3 } as const;
/** Duration of a sample in ms. */
export const eventUntil = 40;

/** Parameters of a test network. */
export interface EventShape {
  readonly recurrent?: boolean;
  readonly seed: number;
  /** Refractory period of hidden neurons, in ms. */
  readonly refractory?: number;
  /** Whether the readout has a threshold. */
  readonly spiking?: boolean;
  readonly inhibition?: boolean;
  /** Time constants of the two currents in ms; the potential has 12 ms. By default 4 and 7. */
  readonly taus?: readonly [excitatory: number, inhibitory: number];
}

/** Describe neurons with two currents of different time constants, and drawn weights and delays. */
export function eventNetwork(shape: EventShape): NetworkRecord {
  const { recurrent = false, seed, refractory = 0, spiking = true, inhibition = true } = shape;
  const [excitatory, inhibitory] = shape.taus ?? [4, 7];
  const neurons = (size: number, v_threshold: string) => ({
    model: "lif-curr-exp",
    size,
    parameters: {
      tau_m: "12 ms",
      c_m: "100 pF",
      v_rest: "0 mV",
      v_reset: "0 mV",
      v_threshold,
      tau_syn_exc: `${excitatory} ms`,
      tau_syn_inh: `${inhibitory} ms`,
      tau_refrac: `${refractory} ms`,
    },
  });
  const projection = (from: string, to: string, mean: number, receptor = "excitatory") => ({
    name: `${from}->${to} ${receptor}`,
    from,
    to,
    receptor,
    connector: { kind: "all-to-all" },
    delay: { draw: "uniform" as const, low: "0.5 ms", high: "5 ms" },
    weight: { draw: "normal" as const, mean: `${mean} pA`, sd: `${0.5 * Math.abs(mean)} pA` },
  });
  return completeNetwork(
    {
      format: "spikeloom-network",
      version: 1,
      dt: "0.01 ms",
      seed,
      duration: `${eventUntil} ms`,
      populations: {
        input: { model: "spike-array", size: eventSizes.input },
        hidden: neurons(eventSizes.hidden, "1 mV"),
        output: neurons(eventSizes.output, spiking ? "1 mV" : "1000 V"),
      },
      projections: [
        projection("input", "hidden", 20),
        ...(inhibition ? [projection("input", "hidden", -3, "inhibitory")] : []),
        ...(recurrent ? [projection("hidden", "hidden", -6)] : []),
        projection("hidden", "output", 12),
      ],
    },
    stack,
  );
}

/** Request the gradients of all weights and all delays. */
export function eventTask(network: NetworkRecord, more: Partial<LearningTask> = {}): LearningTask {
  return {
    network,
    program: programOf(network, { stack }),
    stack,
    seed: 1,
    trainable: (network.projections ?? []).flatMap(({ name = "" }) =>
      ["weight", "delay"].map((variable) => ({ projection: name, variable })),
    ),
    loss: firstSpikeLoss(),
    optimiser: sgd({ rate: 1 }),
    readout: { population: "output", variable: "spikes", reduce: "first" },
    backend: stack.get("backend", "clock"),
    ...more,
  };
}

/** Draw a few spikes of each input neuron. */
export function eventBatch(size: number, seed: number): Batch {
  const draws = stream(streamKey(seed, "events"), 0);
  const rows: (readonly [example: number, step: number, neuron: number])[] = [];
  for (let example = 0; example < size; example++) {
    for (let neuron = 0; neuron < eventSizes.input; neuron++) {
      for (let k = 0; k < 2; k++) {
        rows.push([example, Math.floor(2500 * draws.uniform()), neuron]);
      }
    }
  }
  rows.sort(([a, b, c], [d, e, f]) => a - d || b - e || c - f);
  return {
    size,
    inputs: {
      input: {
        begins: Uint32Array.from({ length: size + 1 }, (_, k) => 2 * eventSizes.input * k),
        steps: Uint16Array.from(rows, ([, step]) => step),
        neurons: Uint16Array.from(rows, ([, , neuron]) => neuron),
      },
    },
    targets: Float64Array.from({ length: size }, (_, k) => k % eventSizes.output),
  };
}
