import { stream, streamKey } from "@spikeloom/random";
import type { RecordedSpikes, SynapseValues } from "@spikeloom/simulate";
import { simulatePublished } from "../run-published.ts";
import { excitatory, inhibitory, rewardedNetwork } from "./network.ts";

/** Result of the rewards. */
export interface RewardedRun {
  /** The weight of the rewarded synapse, in mV. */
  readonly target: number;
  /** Time at which it first reached its maximum, in s; absent if it never did. */
  readonly reached?: number;
  /** Mean over all synapses of excitatory neurons, in mV. */
  readonly mean: number;
  readonly rewards: number;
  /** In Hz. */
  readonly excitatoryRate: number;
  readonly inhibitoryRate: number;
}

/** Maximum weight in mV, and maximum interval from a spike of the source to one of the target in ms. */
const [greatest, interval] = [4, 20];

/**
 * Run the network, and reward it 1 to 3 s after the source of one synapse and then its target fire.
 *
 * The weight of that synapse is initially 0.
 */
export async function runRewarded(seed: number, seconds: number): Promise<RewardedRun> {
  const simulation = await simulatePublished(rewardedNetwork(), seed);
  const before = await simulation.weights("excitation");
  const synapse = chooseSynapse(before);
  before.values[synapse.index] = 0;
  await simulation.setWeights("excitation", before);
  const rewards = followPair(synapse, seed);
  const counts = { excitatory: 0, inhibitory: 0, rewards: 0 };
  let reached: number | undefined;
  while (simulation.time < 1000 * seconds) {
    // Several may be due at once.
    while (rewards.due() === simulation.time) {
      await simulation.sendSpikes("reward", [0]);
      rewards.take();
      counts.rewards++;
    }
    // A reward follows its cause by at least a second, so none is missed until the next full second.
    const second = 1000 * (Math.floor(simulation.time / 1000) + 1);
    await simulation.advance(`${Math.min(rewards.due(), second) - simulation.time} ms`);
    const spikes = simulation.spikes("neurons");
    rewards.look(spikes);
    for (const neuron of spikes.neurons) {
      if (neuron < excitatory) counts.excitatory++;
      else counts.inhibitory++;
    }
    if (reached === undefined && simulation.time === second) {
      const weight = (await simulation.weights("excitation")).values[synapse.index] ?? 0;
      if (weight >= greatest) reached = simulation.time / 1000;
    }
  }
  const { values } = await simulation.weights("excitation");
  await simulation.close();
  return {
    target: values[synapse.index] ?? Number.NaN,
    ...(reached !== undefined && { reached }),
    mean: values.reduce((sum, weight) => sum + weight, 0) / values.length,
    rewards: counts.rewards,
    excitatoryRate: counts.excitatory / excitatory / seconds,
    inhibitoryRate: counts.inhibitory / inhibitory / seconds,
  };
}

interface Chosen {
  readonly index: number;
  readonly source: number;
  readonly target: number;
}

/** The first synapse between two excitatory neurons that are connected only once. */
function chooseSynapse({ sources, targets }: SynapseValues): Chosen {
  const index = sources.findIndex((source, k) => {
    const target = targets[k] ?? source;
    const isAlone = targets[k - 1] !== target && targets[k + 1] !== target;
    return target < excitatory && target !== source && isAlone;
  });
  return { index, source: sources[index] ?? 0, target: targets[index] ?? 0 };
}

/** Monitor the spikes of a pair, and store the times in ms at which rewards are due. */
function followPair(
  { source, target }: Chosen,
  seed: number,
): { due(): number; take(): void; look(spikes: RecordedSpikes): void } {
  const random = stream(streamKey(seed, "izhikevich-2007/reward"), 0);
  const waiting: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  return {
    due: () => waiting[0] ?? Number.POSITIVE_INFINITY,
    take: () => waiting.shift(),
    look({ steps, neurons }) {
      steps.forEach((time, k) => {
        // A source that fires simultaneously with its target is too late.
        const since = time - last;
        if (neurons[k] === target && since > 0 && since < interval) {
          waiting.push(time + 1001 + random.integer(2000));
        }
        if (neurons[k] === source) last = time;
      });
      waiting.sort((a, b) => a - b);
    },
  };
}
