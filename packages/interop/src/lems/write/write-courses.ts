import type { Chosen, ResolvedPopulation } from "@spikeloom/network";
import { currentValue, heldValue, lowerStimulus } from "@spikeloom/program";
import type { LemsTask } from "./task.ts";
import type { CourseOut } from "./type-request.ts";

/** Maximum number of pieces of a current as conditions on time; pieces that differ between neurons are attributes. */
const most = { pieces: 500, attributes: 60 };

/** Stimuli of a population's inputs, as piecewise constant functions of time. */
export function coursesInto(
  task: LemsTask,
  name: string,
  { model, size }: ResolvedPopulation,
): readonly CourseOut[] {
  const { network, seed, dt, steps, convention } = task;
  return (network.stimuli ?? []).flatMap((record, index): CourseOut[] => {
    const place = `stimuli[${index}]`;
    if (record.into !== name) return [];
    if (record.kind === "poisson") return [];
    const stimulus = lowerStimulus(record, { index, population: { name, model, size }, dt, seed });
    if (stimulus.kind !== "current") return [];
    const { port: input, targets } = stimulus;
    const given = currentValue(stimulus, { dt, seed, trial: network.trial ?? 0 });
    const value = heldValue(given, convention);
    const pieces: { after: number; value: number | Float64Array }[] = [];
    let last = "";
    for (let step = 0; step < steps; step++) {
      const now = value(step);
      const key = typeof now === "number" ? String(now) : now.join();
      if (key === last) continue;
      last = key;
      // LEMS time in a step is that of its end; half a step less because of rounding errors.
      const after = step === 0 ? 0 : (step + 0.5) * dt;
      pieces.push({ after, value: spread(now, targets, size) });
      const limit = typeof pieces.at(-1)?.value === "number" ? most.pieces : most.attributes;
      if (pieces.length <= limit) continue;
      const message = `A stimulus that changes more than ${limit} times is omitted.`;
      task.lose("stimulus", place, message);
      return [];
    }
    return [{ input, pieces }];
  });
}

/** One value for all neurons, or one each, 0 for those that are not targets. */
function spread(now: number | Float64Array, targets: Chosen, size: number): number | Float64Array {
  if (typeof now === "number" && targets.isAll === true) return now;
  const values = new Float64Array(size);
  for (let k = 0; k < targets.size; k++) {
    values[targets.neuron(k)] = typeof now === "number" ? now : (now[k] ?? 0);
  }
  return values;
}
