import {
  defineNeuron,
  definePlasticity,
  type NetworkRecord,
  type ProjectionRecord,
  type Value,
} from "@spikeloom/kernel";
import { network, oneToOne, pairList, population, projection, record } from "@spikeloom/network";
import { spikeArray } from "@spikeloom/neurons";
import {
  decayBy,
  lastSpikeTraces,
  programOrder,
  steppedNeuron,
  stepUnder,
  traceFactor,
} from "../izhikevich-stepping.ts";
import { type DrawnNetwork, drawNetwork, sizes } from "./draw-network.ts";

/** Height of a stimulus in mV, for one step. */
const pulse = 20;

const neuron = defineNeuron({
  name: "izhikevich-2006",
  about: "Izhikevich's neuron in the stepping of the polychronous network.",
  cite: ["doi:10.1162/089976606775093882"],
  ...steppedNeuron,
  step: stepUnder("pulse"),
});

/**
 * The paper's rule: spikes change a derivative, and the derivative changes the weight once per second.
 *
 * In the paper's program, the spike of a target acts before those that reach it in the same step, and
 * the trace of a source is read one step late. Both effects are equivalent to processing the spikes of the source
 * first, with a trace of the target that is larger by one decay.
 */
const rule = definePlasticity({
  name: "izhikevich-2006",
  about:
    "Spike-timing dependent plasticity through a derivative that the weight follows once a second.",
  cite: ["doi:10.1162/089976606775093882"],
  parameters: {
    tau: { default: decayBy(traceFactor), about: "decay of both traces" },
    potentiation: {
      default: "0.1 mV",
      about: "step of the derivative, right after a spike of the source",
    },
    depression: { default: `${0.12 / traceFactor} mV`, about: "the same, of the target" },
    forget: { default: 0.9, about: "share of the derivative that stays from second to second" },
    drift: { default: "0.01 mV", about: "growth in a second without any spikes" },
    w_max: { default: "10 mV", about: "greatest weight" },
  },
  weightUnit: "mV",
  traces: lastSpikeTraces,
  state: {
    derivative: { initial: "0 mV", unit: "mV", about: "what the weight grows by in a second" },
  },
  on: {
    pre: { x_pre: "1", derivative: "derivative - depression * x_post" },
    post: { x_post: "1", derivative: "derivative + potentiation * x_pre" },
    second: { derivative: "forget * derivative", weight: "weight + drift + forget * derivative" },
  },
  bounds: { weight: { min: "0*mV", max: "w_max" } },
});

/** Izhikevich's network of 1000 neurons with delays up to 20 ms, drawn as in the paper's program. */
export function polychronousNetwork(seed: number, seconds: number): NetworkRecord {
  const drawn = drawNetwork(seed);
  // The stimulus of the very first step is part of the initial state: no spike can precede it.
  const first = drawn.stimulate();
  const E = population(neuron, sizes.excitatory, {
    initial: initialState(drawn, "excitatory", first),
  });
  const I = population(neuron, sizes.inhibitory, {
    parameters: { a: 0.1, d: "2 mV" },
    initial: initialState(drawn, "inhibitory", first),
  });
  const thalamus = population(spikeArray, sizes.excitatory + sizes.inhibitory, {
    times: stimulation(drawn, seconds),
  });
  const stimulus = { connector: oneToOne(), weight: `${pulse} mV`, delay: "0 ms" };
  const plastic = { weight: "6 mV", plasticity: rule, events: { second: { every: "1 s" } } };
  return network({
    name: "izhikevich-2006",
    cite: ["doi:10.1162/089976606775093882"],
    dt: "1 ms",
    duration: `${seconds} s`,
    convention: programOrder("izhikevich-2006"),
    populations: { thalamus, E, I },
    projections: [
      projection(thalamus, E, { ...stimulus, fromNeurons: { until: sizes.excitatory } }),
      projection(thalamus, I, { ...stimulus, fromNeurons: { from: sizes.excitatory } }),
      projection(E, E, { ...plastic, ...synapses(drawn, "excitatory", "excitatory") }),
      projection(E, I, { ...plastic, ...synapses(drawn, "excitatory", "inhibitory") }),
      projection(I, E, { weight: "-5 mV", ...synapses(drawn, "inhibitory", "excitatory") }),
    ],
    record: [record(E), record(I)],
  });
}

type Kind = "excitatory" | "inhibitory";

/** Positions of the neurons of a kind among all. */
function range(kind: Kind): readonly [from: number, until: number] {
  const { excitatory, inhibitory } = sizes;
  return kind === "excitatory" ? [0, excitatory] : [excitatory, excitatory + inhibitory];
}

function initialState(
  { potentials }: DrawnNetwork,
  kind: Kind,
  stimulated: number,
): Readonly<Record<"v" | "u" | "pulse", Value>> {
  const [from, until] = range(kind);
  const v = potentials.slice(from, until);
  return {
    v: { values: v, unit: "mV" },
    u: { values: v.map((value) => 0.2 * value), unit: "mV" },
    pulse: { values: v.map((_, k) => (from + k === stimulated ? pulse : 0)), unit: "mV" },
  };
}

function synapses(
  { pairs, delays }: DrawnNetwork,
  from: Kind,
  to: Kind,
): Pick<ProjectionRecord, "connector" | "delay"> {
  const [[source, sourceEnd], [target, targetEnd]] = [range(from), range(to)];
  const [kept, waits]: [number[], number[]] = [[], []];
  delays.forEach((delay, k) => {
    const [i, j] = [pairs[2 * k] ?? 0, pairs[2 * k + 1] ?? 0];
    if (i < source || i >= sourceEnd || j < target || j >= targetEnd) return;
    kept.push(i - source, j - target);
    waits.push(delay);
  });
  return {
    connector: pairList(Uint32Array.from(kept)),
    delay: { values: Float64Array.from(waits), unit: "ms" },
  };
}

function stimulation({ stimulate }: DrawnNetwork, seconds: number): readonly (readonly number[])[] {
  const times = Array.from({ length: sizes.excitatory + sizes.inhibitory }, (): number[] => []);
  for (let t = 1; t < 1000 * seconds; t++) times[stimulate()]?.push(t);
  return times;
}
