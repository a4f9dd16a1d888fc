import type { LearningRequest } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import type { LabelledValues } from "@spikeloom/training";
import { TRAINING_FILE } from "./errors.ts";

/** What a label is compared with. */
export interface Compared extends Pick<LearningRequest, "loss" | "readout"> {
  readonly program: NetworkProgram;
}

/**
 * Give samples with what a loss wants of them: their label, or a number for each output, 1 for that of the label.
 *
 * Throws `SL_TRAINING_FILE` where a label names no output.
 */
export function wantedOf<Samples extends Pick<LabelledValues, "targets" | "size">>(
  samples: Samples,
  { loss, readout, program }: Compared,
): Samples {
  const outputs = program.populations.get(readout.population)?.size;
  // What is not there is refused where learning begins.
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
      expected: `labels from 0 to ${outputs - 1}, as it has ${outputs} neurons`,
      got: `${label}, of sample ${k}`,
      next: "Classes are numbered from 0: the population needs one neuron per class.",
    });
  }
  if (wanted === 1) return samples;
  const targets = new Float64Array(outputs * samples.size);
  for (let k = 0; k < samples.size; k++) targets[k * outputs + (labels[k] as number)] = 1;
  return { ...samples, targets };
}
