import type { PreparedTask } from "./prepare-task.ts";
import type { TrainedTask } from "./train.ts";

/** Report each layer that should spike and never or hardly does, because nothing passes through it. */
export function silentLayers(
  { task, test, program }: PreparedTask,
  { spikes }: Pick<TrainedTask, "spikes">,
): readonly string[] {
  const { readout } = task;
  return Object.entries(spikes).flatMap(([name, counts]) => {
    // A layer whose potential is read need not spike.
    if (name === readout.population && readout.variable !== "spikes") return [];
    // Values pass without spikes.
    if (program.populations.get(name)?.form.emission === undefined) return [];
    const active = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
    if (active === 0) {
      return [
        `warning: "${name}" never spikes in ${test.samples.size} samples: nothing passes through it. Use larger weights onto it, or a lower threshold.`,
      ];
    }
    if (active * 10 >= counts.length) return [];
    return [
      `warning: in "${name}" only ${active} of ${counts.length} neurons spike. Larger weights, a lower threshold or a bound on rates (costs) let more of them learn.`,
    ];
  });
}
