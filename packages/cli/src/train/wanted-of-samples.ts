import type { LearningRequest } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import type { LabelledValues } from "@spikeloom/training";
import { TRAINING_FILE } from "./errors.ts";

/** Reference value for a label. */
export interface Compared extends Pick<LearningRequest, "loss" | "readout"> {
  readonly program: NetworkProgram;
}

/**
 * Add to samples the targets of a loss: their label, or one number per output, 1 for the label's.
 *
 * Throws `SL_TRAINING_FILE` if a label names no output.
 */
export function wantedOf<Samples extends Pick<LabelledValues, "targets" | "size">>(
  samples: Samples,
  { loss, readout, program }: Compared,
): Samples {
  const outputs = program.populations.get(readout.population)?.size;
  // A missing population is refused when training begins.
  if (outputs === undefined || readout.reduce === "each") return samples;
  const wanted = loss.targets(outputs);
  if (wanted !== 1 && wanted !== outputs) return samples;
  const labels = samples.targets;
  for (let k = 0; outputs > 1 && k < labels.length; k++) {
    const label = labels[k] as number;
    if (label < outputs) continue;
    throw TRAINING_FILE({
      place: `readout: population "${readout.population}"`,
      message: "A label has no output neuron.",
      expected: `labels from 0 to ${outputs - 1}, because it has ${outputs} neurons`,
      got: `${label}, of sample ${k}`,
      next: "Classes are numbered from 0: the population needs one neuron per class.",
    });
  }
  if (wanted === 1) return samples;
  const targets = new Float64Array(outputs * samples.size);
  for (let k = 0; k < samples.size; k++) targets[k * outputs + (labels[k] as number)] = 1;
  return { ...samples, targets };
}
