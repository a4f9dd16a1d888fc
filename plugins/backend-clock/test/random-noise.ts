import type { ProjectionRecord, StimulusRecord, Value } from "@spikeloom/kernel";
import { conventions } from "@spikeloom/network";
import { currents, drives, noisy, pairs, regular, rewiring, waves } from "./checkpoint-networks.ts";
import type { Chooser } from "./random-rules.ts";
import { leaky, type Network, poisson } from "./simulate.ts";

/** Populations that draw their spikes, and the one that receives them. */
const sources = {
  p: { model: poisson, size: 8, parameters: { rate: "90 Hz" } },
  r: { model: regular, size: 5 },
  w: { model: waves, size: 4 },
} as const;

/** Draw a network with noise in its neurons, stimuli, sources or connections, under any convention. */
export function randomNoise(choose: Chooser): Network {
  const convention = choose.pick(conventions.map(({ name }) => name));
  const least = convention === "nest" ? 1 : 0;
  const stimuli = [...drives, ...currents].filter(() => choose.chance(0.25));
  const from = ["e", ...Object.keys(sources).filter(() => choose.chance(0.5))];
  const projections = from.flatMap((name) =>
    Array.from({ length: choose.int(1, 2) }, (_, k) => {
      return { name: `${name}${k}`, from: name, to: "e", ...synapses(choose, least) };
    }),
  );
  return {
    convention,
    tier: choose.pick(["exact", "compact", "packed"]),
    populations: {
      ...sources,
      e: {
        model: choose.pick([noisy, leaky]),
        size: 37,
        parameters: { tau: { draw: "uniform", low: "8 ms", high: "12 ms" } },
        initial: { v: { draw: "uniform", low: "0 mV", high: "14 mV" } },
      },
    },
    stimuli: [...stimuli, drive(choose)].map((one): StimulusRecord => {
      return one.kind === "poisson" ? one : { ...one, input: "i_inj" };
    }),
    projections,
  };
}

function drive(choose: Chooser): StimulusRecord {
  const mean = `${choose.int(8, 20) / 10} nA`;
  const every = `${choose.int(1, 30) / 10} ms`;
  return { kind: "noise", into: "e", mean, sd: "0.8 nA", every, shared: choose.chance(0.3) };
}

/** Draw the synapses of a projection; most only have a weight. */
function synapses(choose: Chooser, least: 0 | 1): Omit<ProjectionRecord, "name" | "from" | "to"> {
  const connector = choose.pick<ProjectionRecord["connector"]>([
    { kind: "all-to-all" },
    { kind: "fixed-probability", p: 0.3 },
    { kind: "fixed-indegree", n: 3, multapses: true },
    { kind: "fixed-outdegree", n: 3, multapses: true },
  ]);
  const weight = choose.pick<Value>([
    "0.8 mV",
    { draw: "uniform", low: "0.5 mV", high: "2 mV" },
    { draw: "normal", mean: "0.5 mV", sd: "0.5 mV" },
  ]);
  const delay = choose.pick<Value>([
    `${choose.int(least, 20) / 10} ms`,
    { draw: "uniform", low: `${least / 10} ms`, high: "0.6 ms" },
    { draw: "uniform", low: "0.3 ms", high: "4 ms" },
  ]);
  if (choose.chance(0.3)) {
    const plasticity = choose.pick([pairs, rewiring]);
    return { connector, weight: "1.1 mV", delay, plasticity, dendritic: choose.pick([0, 0.5, 1]) };
  }
  const isRedrawn = connector.kind !== "fixed-indegree" && choose.chance(0.3);
  return isRedrawn ? { connector, weight, delay, procedural: true } : { connector, weight, delay };
}
