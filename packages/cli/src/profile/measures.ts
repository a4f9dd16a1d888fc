import type { ProfileEntry } from "@spikeloom/kernel";
import type { Result, RunProfile } from "@spikeloom/simulate";

type Phase = ProfileEntry["phase"];

/** In the order of a step. */
const order: Readonly<Record<Phase, number>> = {
  input: 0,
  draw: 1,
  drive: 2,
  update: 3,
  delivery: 4,
  exchange: 5,
  recording: 6,
};

/** Time of one phase for one population, or for all if none is named. */
export interface ProfilePart extends ProfileEntry {
  /** Fraction of the total time of all workers. */
  readonly share: number;
  /** Per neuron step or event; undefined if nothing is counted. */
  readonly nanosecondsEach: number | undefined;
}

/** Times of the parts of a run, and the costs of its units of work. */
export interface ProfileMeasures {
  /** Wall seconds. */
  readonly wall: number;
  readonly workers: number;
  /** By phase in the order of a step, then by population in the order of the network. */
  readonly parts: readonly ProfilePart[];
  /** Time between the parts: loops, waiting for commands, and the measurement itself. */
  readonly unmeasured: { readonly seconds: number; readonly share: number };
  /** Wall time over simulated time. */
  readonly realTimeFactor: number;
  readonly spikes: number;
  /** Synaptic events. */
  readonly events: number;
  readonly eventsPerSecond: number;
  /** Of a worker, in delivery. */
  readonly nanosecondsPerEvent: number | undefined;
  readonly neuronSteps: number;
  /** Of a worker, in update. */
  readonly nanosecondsPerNeuronStep: number | undefined;
  /** Total memory of the network divided by its number of synapses. */
  readonly bytesPerSynapse: number | undefined;
  /** Wall seconds, including compilation. */
  readonly construction: number;
  readonly constructionNanosecondsPerSynapse: number | undefined;
}

/** Compute the measures of a profile. */
export function profileMeasures(result: Result, profile: RunProfile): ProfileMeasures {
  const { summary, timing, duration, spikeCounts } = result;
  const { wall, workers, measured } = profile;
  const available = wall * workers;
  const share = (seconds: number): number => (available > 0 ? seconds / available : 0);
  const update = sumOf(profile, "update");
  const delivery = sumOf(profile, "delivery");
  const unmeasured = available - measured;
  return {
    wall,
    workers,
    parts: sorted(profile.entries, Object.keys(result.network.populations)).map((entry) => ({
      ...entry,
      share: share(entry.seconds),
      nanosecondsEach: nanosecondsPer(entry.seconds, entry.count),
    })),
    unmeasured: { seconds: unmeasured, share: share(unmeasured) },
    realTimeFactor: (1000 * wall) / duration,
    spikes: Object.values(spikeCounts).reduce((sum, count) => sum + count, 0),
    events: delivery.count,
    eventsPerSecond: wall > 0 ? delivery.count / wall : 0,
    nanosecondsPerEvent: nanosecondsPer(delivery.seconds, delivery.count),
    neuronSteps: update.count,
    nanosecondsPerNeuronStep: nanosecondsPer(update.seconds, update.count),
    bytesPerSynapse: summary.synapses > 0 ? summary.bytes / summary.synapses : undefined,
    construction: timing.prepare,
    constructionNanosecondsPerSynapse: nanosecondsPer(timing.prepare, summary.synapses),
  };
}

/** Without empty entries. */
function sorted(
  entries: readonly ProfileEntry[],
  populations: readonly string[],
): readonly ProfileEntry[] {
  return entries
    .filter(({ seconds, count }) => seconds > 0 || count > 0)
    .sort(
      (a, b) =>
        order[a.phase] - order[b.phase] ||
        populations.indexOf(a.population) - populations.indexOf(b.population),
    );
}

function sumOf({ entries }: RunProfile, phase: Phase): Pick<ProfileEntry, "seconds" | "count"> {
  const own = entries.filter((entry) => entry.phase === phase);
  return {
    seconds: own.reduce((sum, { seconds }) => sum + seconds, 0),
    count: own.reduce((sum, { count }) => sum + count, 0),
  };
}

function nanosecondsPer(seconds: number, count: number): number | undefined {
  return count > 0 ? (1e9 * seconds) / count : undefined;
}
