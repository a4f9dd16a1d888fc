import { clock } from "@spikeloom/backend-clock";
import {
  createStack,
  type NetworkRecord,
  type PlasticityRecord,
  type ProjectionRecord,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { spikeArray } from "@spikeloom/neurons";
import { run } from "@spikeloom/simulate";
import { parrot } from "./parrot.ts";
import type { Train } from "./trains.ts";

/** Input of the synapses that learn. */
export interface Lesson {
  readonly rule: PlasticityRecord;
  readonly parameters?: Readonly<Record<string, string | number>>;
  readonly pre: readonly Train[];
  readonly post: readonly Train[];
  readonly weight: string | number;
  /** In ms. */
  readonly duration: number;
  readonly convention?: "nest" | "brian2";
  readonly dt?: string;
  readonly delay?: string;
  /** The target's potential, which is constant. */
  readonly v?: string;
  readonly target?: "wasm" | "js";
  /** Spikes of a third population, "third", for events and modulators. */
  readonly third?: Train;
  readonly more?: Pick<ProjectionRecord, "events" | "modulators" | "initial" | "dendritic">;
}

/** One synapse after learning: the weight in the rule's unit, and the times in ms at which spikes reached it. */
export interface Learned {
  readonly weight: number;
  readonly pre: Train;
  readonly post: Train;
}

const times = (trains: readonly Train[]): readonly (readonly string[])[] =>
  trains.map((train) => train.map((time) => `${Number(time.toFixed(3))} ms`));

/** Let all-to-all synapses learn from given spikes. */
export async function learn(lesson: Lesson): Promise<readonly Learned[]> {
  const { rule, pre, post, third = [], convention = "nest", dt = "0.1 ms" } = lesson;
  const { delay = "1 ms", more = {}, parameters = {} } = lesson;
  const dendritic = more.dendritic ?? (convention === "nest" ? 1 : 0);
  const record: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    dt,
    duration: `${lesson.duration} ms`,
    convention,
    populations: {
      pre: { model: "spike-array", size: pre.length, times: times(pre) },
      driver: { model: "spike-array", size: post.length, times: times(post) },
      third: { model: "spike-array", size: 1, times: times([third]) },
      post: {
        model: parrot(rule.weightUnit ?? "1"),
        size: post.length,
        ...(lesson.v !== undefined && { parameters: { v_0: lesson.v } }),
      },
    },
    projections: [
      {
        from: "driver",
        to: "post",
        receptor: "relay",
        connector: { kind: "one-to-one" },
        weight: 1,
        delay: dt,
      },
      {
        name: "plastic",
        from: "pre",
        to: "post",
        receptor: "plastic",
        connector: { kind: "all-to-all" },
        weight: lesson.weight,
        delay,
        plasticity: { model: rule, parameters },
        ...more,
      },
    ],
    record: [
      { population: "pre", variables: ["spikes"] },
      { population: "post", variables: ["spikes"] },
    ],
    recordSynapses: [{ projection: "plastic" }],
  };
  const stack = createStack({ plugins: [spikeArray, ...connectors] });
  const result = await run(record, { stack, backend: clock({ target: lesson.target ?? "wasm" }) });
  const [ofPre, ofPost] = result.recordings.map(({ spikes, size }) => {
    const trains = Array.from({ length: size }, (): number[] => []);
    spikes?.neurons.forEach((neuron, k) => {
      trains[neuron]?.push(spikes.times[k] ?? Number.NaN);
    });
    return trains;
  });
  const set = result.synapseRecordings[0]?.sets.at(-1);
  const values = set?.snapshots.get("weight")?.values ?? new Float64Array();
  const count = set?.sources.length ?? 0;
  return Array.from({ length: count }, (_, k): Learned => {
    const whole = set?.delays[k] ?? Number.NaN;
    return {
      weight: values[values.length - count + k] ?? Number.NaN,
      pre: (ofPre?.[set?.sources[k] ?? -1] ?? []).map((time) => time + (1 - dendritic) * whole),
      post: (ofPost?.[set?.targets[k] ?? -1] ?? []).map((time) => time + dendritic * whole),
    };
  });
}
