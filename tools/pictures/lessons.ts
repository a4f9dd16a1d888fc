import {
  network,
  neurons,
  oneToOne,
  population,
  projection,
  type Simulated,
  simulate,
} from "spikeloom";
import type { PlasticityRecord } from "../../packages/kernel/src/contracts/plasticity.ts";
import { eventsOf, relay, startingWeight, weightUnitOf } from "./learning-ends.ts";

/** Spikes of one pair of neurons, in ms: of the source as they reach the synapse, and of the target. */
export interface Lesson {
  readonly pre: readonly number[];
  readonly post: readonly number[];
}

/** Common settings of lessons. */
export interface Setting {
  readonly rule: PlasticityRecord;
  /** Time of a reward, in ms; clock events occur every `clock`. */
  readonly reward?: number;
  /** Third factors: a constant value, or a pulse with each reward. */
  readonly modulators: "constant" | "pulse";
  readonly clock?: string;
  readonly dt?: string;
}

/** Delay of the synapses, and time of a spike from the driver through the relay, in ms. */
const [DELAY, RELAYED] = [1, 0.2] as const;
/** Duration of a third factor. */
const PULSE = "100 ms";

/** Prepare synapses, each of which has its own lesson. */
async function prepareLessons(lessons: readonly Lesson[], setting: Setting): Promise<Simulated> {
  const { rule, reward, clock = "10 ms", dt = "0.1 ms" } = setting;
  const size = lessons.length;
  const arrays = (times: readonly (readonly number[])[]) =>
    population(neurons.spikeArray(), times.length, { times });
  // Spikes of the source take the whole delay to the synapse, those of the target none.
  const sources = arrays(lessons.map(({ pre }) => pre.map((time) => time - DELAY)));
  const drivers = arrays(lessons.map(({ post }) => post.map((time) => time - RELAYED)));
  const third = arrays([reward === undefined ? [] : [reward]]);
  const targets = population(relay(rule), size);
  const { clocked, rewards } = eventsOf(rule);
  const events = Object.fromEntries([
    ...clocked.map((name) => [name, { every: clock }] as const),
    ...rewards.map((name) => [name, { from: "third" }] as const),
  ]);
  const learning = projection(sources, targets, {
    name: "learning",
    receptor: "plastic",
    connector: oneToOne(),
    dendritic: 0,
    weight: weightOf(rule),
    delay: `${DELAY} ms`,
    plasticity: rule,
    events,
    modulators: modulatorsOf(setting),
  });
  const driven = projection(drivers, targets, {
    receptor: "driver",
    connector: oneToOne(),
    weight: 1,
    delay: dt,
  });
  const net = network({
    populations: { sources, drivers, targets, third },
    projections: [driven, learning],
  });
  return await simulate(net, { seed: 7, dt, workers: 1 });
}

function weightOf(rule: PlasticityRecord): string | number {
  const unit = weightUnitOf(rule);
  return unit === "1" ? startingWeight(rule) : `${startingWeight(rule)} ${unit}`;
}

function modulatorsOf({ rule, modulators }: Setting) {
  const entries = Object.entries(rule.modulators ?? {}).map(([name, { unit }]) => {
    const one = unit === "1" ? 1 : `1 ${unit}`;
    const value = modulators === "pulse" ? { from: "third", weight: one, tau: PULSE } : one;
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}

/** Run lessons and return the changes of the weights between two times, relative to the initial ones. */
export async function changes(
  lessons: readonly Lesson[],
  setting: Setting,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<Float64Array> {
  const simulated = await prepareLessons(lessons, setting);
  const start = startingWeight(setting.rule);
  if (from > 0) {
    await simulated.advance(`${from} ms`);
    await simulated.setWeights("learning", weightOf(setting.rule));
  }
  await simulated.advance(`${until - from} ms`);
  const { values, targets } = await simulated.weights("learning");
  await simulated.close();
  const changed = new Float64Array(lessons.length);
  for (const [k, target] of targets.entries()) changed[target] = (values[k] ?? 0) / start - 1;
  return changed;
}
