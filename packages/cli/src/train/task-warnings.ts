import type { SpikeLoomError } from "@spikeloom/kernel";
import { alikeNeurons } from "./alike-neurons.ts";
import { clippedFault } from "./clip-values.ts";
import { damageFault } from "./damaged-files.ts";
import { lateFault } from "./late-spikes.ts";
import type { PreparedTask } from "./prepare-task.ts";

/** Warnings of a task before it learns, except late spikes, which may be refused. */
export function taskWarnings(prepared: PreparedTask): readonly SpikeLoomError[] {
  const { train, validation, test } = prepared;
  const data = [damageFault(prepared), clippedFault({ train, validation, test })];
  return [...data.filter((one) => one !== undefined), ...alikeNeurons(prepared)];
}

/** All warnings of a task. */
export function allWarnings(prepared: PreparedTask): readonly SpikeLoomError[] {
  const late = lateFault(prepared);
  return [...(late === undefined ? [] : [late]), ...taskWarnings(prepared)];
}
