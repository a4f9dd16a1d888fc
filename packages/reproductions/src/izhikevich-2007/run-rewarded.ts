import type { Simulation, SynapseEnds } from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import { type StartedNetwork, startPublished } from "../start-published.ts";
import { excitatory, rewardedNetwork } from "./network.ts";

/** What an hour of rewards has made of the weights, in mV. */
export interface RewardedRun {
  /** The weight of the synapse that is rewarded. */
  readonly target: number;
  /** When it first was at its greatest value, in s; never where it is not given. */
  readonly reached?: number;
  /** Mean over all synapses of excitatory neurons. */
  readonly mean: number;
  readonly rewards: number;
  /** In Hz. */
  readonly excitatoryRate: number;
  readonly inhibitoryRate: number;
}

/** Greatest weight, and the longest time from a spike of the source to one of the target, in ms. */
const [greatest, interval] = [4, 20];

/**
 * Let the network fire, and reward it 1 to 3 s after the source of one synapse and then its target fire.
 *
 * The weight of that synapse is 0 at first.
 */
export async function runRewarded(seed: number, seconds: number): Promise<RewardedRun> {
  const started = await startPublished(rewardedNetwork(), seed);
  const { simulation } = started;
  const synapse = chooseSynapse(endsOf(simulation));
  const weights = weightsOf(simulation);
  weights[synapse.index] = 0;
  simulation.setSynapseState?.("excitation", "weight", weights);
  const rewards = followPair(started, synapse, seed);
  const end = 1000 * seconds;
  let reached: number | undefined;
  let count = 0;
  while (simulation.step < end) {
    const next = rewards.due();
    if (next === simulation.step) {
      simulation.sendSpikes?.("reward", Uint32Array.of(0));
      rewards.take();
      count++;
    }
    // A reward comes a second after its cause or later, so that none is missed in a shorter stretch.
    await simulation.advance(
      Math.min(rewards.due() - simulation.step, 1000, end - simulation.step),
    );
    rewards.look();
    if (reached === undefined && simulation.step % 1000 === 0) {
      const weight = weightsOf(simulation)[synapse.index] ?? 0;
      if (weight >= greatest) reached = simulation.step / 1000;
    }
  }
  const final = weightsOf(simulation);
  await simulation.close();
  const { neurons } = started.recorded.recorded(0).spikes;
  const spikes = neurons.reduce((sum, neuron) => sum + (neuron < excitatory ? 1 : 0), 0);
  return {
    target: final[synapse.index] ?? Number.NaN,
    ...(reached !== undefined && { reached }),
    mean: final.reduce((sum, weight) => sum + weight, 0) / final.length,
    rewards: count,
    excitatoryRate: spikes / excitatory / seconds,
    inhibitoryRate: (neurons.length - spikes) / 200 / seconds,
  };
}

function endsOf(simulation: Simulation): SynapseEnds {
  const none = new Uint32Array(0);
  const empty = { sources: none, targets: none, delays: new Int32Array(0) };
  return simulation.synapses?.("excitation") ?? empty;
}

function weightsOf(simulation: Simulation): Float64Array {
  return simulation.synapseState?.("excitation", "weight") ?? new Float64Array(0);
}

interface Chosen {
  readonly index: number;
  readonly source: number;
  readonly target: number;
}

/** The first synapse between two excitatory neurons that no other one joins. */
function chooseSynapse({ sources, targets }: SynapseEnds): Chosen {
  const index = sources.findIndex((source, k) => {
    const target = targets[k] ?? source;
    const isAlone = targets[k - 1] !== target && targets[k + 1] !== target;
    return target < excitatory && target !== source && isAlone;
  });
  return { index, source: sources[index] ?? 0, target: targets[index] ?? 0 };
}

/** Follow the spikes of a pair and keep the steps at which rewards are due. */
function followPair(
  { recorded }: StartedNetwork,
  { source, target }: Chosen,
  seed: number,
): { due(): number; take(): void; look(): void } {
  const random = stream(streamKey(seed, "izhikevich-2007/reward"), 0);
  const waiting: number[] = [];
  let seen = 0;
  let last = Number.NEGATIVE_INFINITY;
  return {
    due: () => waiting[0] ?? Number.POSITIVE_INFINITY,
    take: () => waiting.shift(),
    look() {
      const { steps, neurons } = recorded.recorded(0).spikes;
      for (; seen < steps.length; seen++) {
        const [step, neuron] = [steps[seen] ?? 0, neurons[seen] ?? 0];
        // A source that fires with its target comes too late.
        const since = step - last;
        if (neuron === target && since > 0 && since < interval) {
          waiting.push(step + 1001 + random.integer(2000));
        }
        if (neuron === source) last = step;
      }
      waiting.sort((a, b) => a - b);
    },
  };
}
