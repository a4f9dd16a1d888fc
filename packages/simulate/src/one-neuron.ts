import type { NetworkRecord, PopulationRecord, StimulusRecord } from "@spikeloom/kernel";
import { alone, type SpikeTask } from "./one-spike.ts";
import { runAlone } from "./run.ts";

/** A neuron with its input currents. */
export interface DrivenNeuron {
  readonly target: PopulationRecord;
  readonly stimuli: readonly StimulusRecord[];
}

/** Time course of a neuron's potential. */
export interface Course {
  /** Samples at each subdivision of the network's steps. */
  readonly values: Float64Array;
  /** Time of the first spike in ms. */
  readonly until: number;
}

/** Number of steps compared, at least this many ms for short steps: long enough for a neuron to fire. */
const [leastSteps, leastTime, mostSteps] = [60, 20, 100];

/** Record the potential of one neuron without spike input. */
export async function courseOf(
  { target, stimuli }: DrivenNeuron,
  { network: { models }, stack, backend, dt, parts }: SpikeTask,
): Promise<Course> {
  const ms = (time: number): string => `${Number(time.toPrecision(12))} ms`;
  const small: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    ...(models !== undefined && { models }),
    dt: ms(dt / parts),
    populations: { target },
    stimuli: stimuli.map((one) => ({ ...one, into: "target" })),
    record: [{ population: "target", variables: ["spikes", "v"] }],
  };
  const steps = Math.min(mostSteps, Math.max(leastSteps, Math.ceil(leastTime / dt)));
  const options = { for: ms(steps * dt), onDivergence: "warn", stack, backend } as const;
  const { recordings } = await runAlone(small, { ...options, backendOptions: alone(backend) });
  const values = recordings[0]?.samples.get("v")?.values ?? new Float64Array(0);
  const until = recordings[0]?.spikes?.times[0] ?? Number.POSITIVE_INFINITY;
  return { values, until };
}

/**
 * Compute the deviation of a time course from a finer one with `parts` times as many steps, relative to the latter's range.
 *
 * Values that the finer one takes within one step before or after are tolerated, and the step of the spike is excluded, as the
 * potential covers its full range near a spike. 0 if nothing changes, infinite if a value is not a number.
 */
export function errorOfCourse(
  coarse: Course,
  fine: Course,
  { dt, parts }: Pick<SpikeTask, "dt" | "parts">,
): number {
  // A step that is far too long yields non-finite values, usually where a shorter one yields a spike.
  if (!coarse.values.every(Number.isFinite)) return Number.POSITIVE_INFINITY;
  const steps = Math.floor(Math.min(coarse.until, fine.until) / dt) - 1;
  const count = Math.min(steps, coarse.values.length, Math.floor(fine.values.length / parts) - 1);
  let [least, most, apart] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let step = 1; step < count; step++) {
    // Sample k is taken after step k + 1.
    const at = (step + 1) * parts - 1;
    const near = fine.values.subarray(at - 1, at + 2);
    const [low, high] = [Math.min(...near), Math.max(...near)];
    const value = coarse.values[step] as number;
    [least, most] = [Math.min(least, low), Math.max(most, high)];
    apart = Math.max(apart, low - value, value - high);
  }
  const range = most - least;
  // Rounding noise of a potential at rest.
  return range > 1e-9 * Math.max(Math.abs(least), Math.abs(most)) ? apart / range : 0;
}
