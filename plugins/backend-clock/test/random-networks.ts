import { defineNeuron, type ProjectionRecord, type Selection, type Value } from "@spikeloom/kernel";
import type { Looks } from "./learn.ts";
import { type Chooser, randomRule, randomSynapse } from "./random-rules.ts";
import { type Network, source } from "./simulate.ts";

/** A neuron with optional given spikes, by a strong input; `s` sums its input. */
export const relay = defineNeuron({
  name: "relay",
  about: "Spikes when it is driven, and sums what plastic synapses send.",
  parameters: { feed: { default: 0, about: "how strongly what is summed drives it" } },
  inputs: { c: { unit: "1", about: "continuous input" } },
  receptors: {
    drive: { unit: "1", about: "drive", on: { v: "v + weight" } },
    seen: { unit: "1", about: "what plastic synapses send", on: { s: "s + weight" } },
  },
  state: {
    v: { initial: 0, unit: "1", about: "potential" },
    s: { initial: 0, unit: "1", about: "sum" },
  },
  dynamics: { v: "(-v + feed * s + c) / (5*ms)", s: "-s / (8*ms)" },
  spike: { when: "v >= 1", reset: { v: "0" } },
});

/** A case: a network, its duration, and the values to compare. */
export interface Case {
  readonly network: Network;
  readonly pieces: readonly number[];
  readonly looks: Looks;
}

/** Steps in which a neuron spikes. */
function randomTrain(choose: Chooser, steps: number, gap: readonly [number, number]): number[] {
  const out: number[] = [];
  const kind = choose.int(0, 5);
  const isSilent = (step: number): boolean => step >= gap[0] && step < gap[1];
  if (kind === 0) {
    for (let step = choose.int(1, 9); step < steps; step += 1) if (!isSilent(step)) out.push(step);
    return out.slice(0, 300);
  }
  const interval = [0, 2, 5, 20, 90, 3][kind] as number;
  let step = choose.int(1, 1 + 2 * interval);
  while (step < steps && out.length < 150) {
    if (!isSilent(step)) out.push(step);
    // A source may send two spikes in a step.
    if (choose.chance(0.05) && !isSilent(step)) out.push(step);
    step += kind === 5 && choose.chance(0.2) ? choose.int(20, 120) : choose.int(1, 2 * interval);
  }
  return out;
}

function timesOf(steps: readonly number[]): string[] {
  return steps.map((step) => `${step / 10} ms`);
}

/** Create a case. */
export function randomCase(choose: Chooser): Case {
  const convention = choose.pick(["nest", "brian2", "neuron", "nengo"]);
  const isLong = choose.chance(0.2);
  const steps = isLong ? choose.int(2200, 2600) : choose.int(40, 250);
  const gap = isLong ? ([150, 2100] as const) : ([0, 0] as const);
  // Long rows are processed several synapses at a time.
  const [sources, targets] = [choose.int(1, 3), choose.int(1, choose.pick([6, 6, 6, 40]))];
  const train = (): string[] => timesOf(randomTrain(choose, steps, gap));
  const least = convention === "nest" ? 1 : 0;
  const delay = choose.pick<Value>([
    `${choose.int(1, 12) / 10} ms`,
    `${choose.int(least, 60) / 10} ms`,
    { draw: "uniform", low: "0.1 ms", high: "6 ms" },
    { draw: "uniform", low: `${least / 10} ms`, high: "0.6 ms" },
  ]);
  const one = projectionOf(choose, { name: "w", from: "pre", delay });
  const two = choose.chance(0.3)
    ? projectionOf(choose, { name: "r", from: "post", delay: `${choose.int(1, 30) / 10} ms` })
    : undefined;
  const all = [one, ...(two === undefined ? [] : [two])];
  const feed = choose.pick([0, 0, 0.05]);
  // A model that reads its sources needs some that have variables.
  const pre = all.some(({ readsSources }) => readsSources)
    ? { model: relay, size: sources, parameters: { feed: 0 } }
    : { model: source, size: sources, times: Array.from({ length: sources }, train) };
  const reader = all.some(({ readsSources }) => readsSources);
  return {
    network: {
      convention,
      populations: {
        pre,
        driver: { model: source, size: targets, times: Array.from({ length: targets }, train) },
        ...(reader && {
          starter: { model: source, size: sources, times: Array.from({ length: sources }, train) },
        }),
        post: { model: relay, size: targets, parameters: { feed } },
      },
      projections: [
        {
          from: "driver",
          to: "post",
          receptor: "drive",
          weight: 3,
          delay: "0.1 ms",
          connector: { kind: "one-to-one" },
        },
        ...(reader
          ? [
              {
                from: "starter",
                to: "pre",
                receptor: "drive",
                weight: 3,
                delay: "0.1 ms",
                connector: { kind: "one-to-one" },
              },
            ]
          : []),
        ...all.map(({ record }) => record),
      ],
    },
    pieces: [steps],
    looks: {
      synapses: Object.fromEntries(all.map(({ record, variables }) => [record.name, variables])),
      neurons: { post: ["v", "s"] },
    },
  };
}

interface RandomProjection {
  readonly record: ProjectionRecord & { readonly name: string };
  readonly variables: readonly string[];
  readonly readsSources: boolean;
}

function projectionOf(
  choose: Chooser,
  { name, from, delay }: { readonly name: string; readonly from: string; readonly delay: Value },
): RandomProjection {
  const rule = randomRule(choose);
  const model = choose.chance(0.3) ? randomSynapse(choose) : { variables: [] };
  const isOnlySynapse = model.variables.length > 0 && choose.chance(0.3);
  const { readsSources, variables } = rule;
  const dendritic = choose.pick([undefined, 0, 0.3, 1]);
  const some = choose.pick<Selection | undefined>([undefined, undefined, { every: 2 }]);
  const ends = choose.chance(0.5) ? { fromNeurons: some } : { toNeurons: some };
  return {
    record: {
      name,
      from,
      to: "post",
      receptor: "seen",
      delay,
      connector: choose.pick<ProjectionRecord["connector"]>([
        { kind: "all-to-all" },
        { kind: "fixed-probability", p: 0.6 },
        { kind: "fixed-indegree", n: 3, multapses: true },
        { kind: "fixed-outdegree", n: 3, multapses: true },
      ]),
      ...(some !== undefined && (ends as Pick<ProjectionRecord, "fromNeurons" | "toNeurons">)),
      weight: choose.pick<Value>([0.5, { draw: "uniform", low: 0.1, high: 0.9 }]),
      ...(dendritic !== undefined && { dendritic }),
      ...("synapse" in model && model.synapse !== undefined && { synapse: model.synapse }),
      ...(!isOnlySynapse && {
        ...(rule.plasticity !== undefined && { plasticity: rule.plasticity }),
        initial: rule.initial,
        events: rule.events,
        modulators: rule.modulators,
      }),
    },
    variables: [...new Set([...(isOnlySynapse ? ["weight"] : variables), ...model.variables])],
    readsSources: readsSources && !isOnlySynapse,
  };
}
