import { type ConfiguredSynapse, defineNeuron, type NetworkRecord } from "@spikeloom/kernel";
import { network, oneToOne, population, projection, record } from "@spikeloom/network";
import { lifCurrExp, spikeArray } from "@spikeloom/neurons";
import { tsodyksUzielMarkram } from "@spikeloom/synapses";

/** A regular train through a synapse of one kind. */
export interface Train {
  readonly synapse: ConfiguredSynapse;
  /** In ms. */
  readonly interval: number;
}

/** A depressing synapse between pyramidal neurons, as in figure 1 A. */
const depressing = tsodyksUzielMarkram({ u_0: 0.5, tau_rec: "800 ms", tau_syn: "3 ms" });

/** A facilitating synapse onto an interneuron, as in figure 1 B. */
const facilitating = tsodyksUzielMarkram({
  u_0: 0.03,
  tau_rec: "130 ms",
  tau_facil: "530 ms",
  tau_syn: "1.5 ms",
});

/** Kind of the synapse and frequency. */
export type TrainName = "depression at 20 Hz" | "facilitation at 20 Hz" | "facilitation at 70 Hz";

/** The trains of figure 1; 70 Hz to the nearest step. */
export const trains: Readonly<Record<TrainName, Train>> = {
  "depression at 20 Hz": { synapse: depressing, interval: 50 },
  "facilitation at 20 Hz": { synapse: facilitating, interval: 50 },
  "facilitation at 70 Hz": { synapse: facilitating, interval: 14.3 },
};

/** Spikes in a train. */
export const spikes = 20;

/** Sums what spikes deliver: for a weight of 1, the released fractions. */
const meter = defineNeuron({
  name: "tsodyks-1998-meter",
  about: "Adds up the weights of the spikes that have arrived.",
  parameters: {},
  receptors: { input: { unit: "1", about: "what is added", on: { sum: "sum + weight" } } },
  state: { sum: { initial: 0, unit: "1", about: "sum of all weights" } },
});

/** When a spike of the train is sent, in ms. */
export function timeOfSpike(spike: number, { interval }: Train): number {
  return 98 + spike * interval;
}

function sourceOf(train: Train) {
  const times = Array.from({ length: spikes }, (_, k) => `${timeOfSpike(k, train).toFixed(1)} ms`);
  return population(spikeArray, 1, { times: [times] });
}

const head = {
  cite: ["doi:10.1162/089976698300017502"],
  dt: "0.1 ms",
  convention: "nest",
} as const;

/** A train onto a meter, read at each step. */
export function releaseNetwork(train: Train): NetworkRecord {
  const [source, target] = [sourceOf(train), population(meter, 1)];
  return network({
    ...head,
    name: "tsodyks-1998-release",
    duration: `${timeOfSpike(spikes, train)} ms`,
    populations: { source, target },
    projections: [
      projection(source, target, {
        connector: oneToOne(),
        weight: 1,
        delay: "0.1 ms",
        synapse: train.synapse,
      }),
    ],
    record: [record(target, ["sum"])],
  });
}

/** The depressing synapse onto a membrane of 40 ms and 1 Gohm with 250 pA, as NEST tests it. */
export function potentialNetwork(): NetworkRecord {
  const train = trains["depression at 20 Hz"];
  const source = sourceOf(train);
  const parameters = {
    c_m: "40 pF",
    tau_m: "40 ms",
    v_rest: "0 mV",
    v_reset: "0 mV",
    v_threshold: "15 mV",
    tau_syn_exc: "3 ms",
  } as const;
  const target = population(lifCurrExp, 1, { parameters });
  return network({
    ...head,
    name: "tsodyks-1998-potential",
    duration: "1200 ms",
    populations: { source, target },
    projections: [
      projection(source, target, {
        receptor: "excitatory",
        connector: oneToOne(),
        weight: "250 pA",
        // NEST's test has a relay neuron in between, 1 ms from its generator and 0.1 ms from the target.
        delay: "1.1 ms",
        synapse: train.synapse,
      }),
    ],
    record: [record(target, ["v"])],
  });
}
