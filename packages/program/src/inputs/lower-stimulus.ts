import type { StimulusRecord } from "@spikeloom/kernel";
import { chooseInput, chooseNeurons, chooseReceptor } from "@spikeloom/network";
import { lowerCurrent } from "./lower-current.ts";
import { lowerDrive } from "./lower-drive.ts";
import type { StimulusProgram } from "./stimulus-program.ts";
import type { StimulusContext } from "./stimulus-task.ts";

/** Lower a stimulus: its port, its targets and its values in internal units. */
export function lowerStimulus(record: StimulusRecord, context: StimulusContext): StimulusProgram {
  const { index, population } = context;
  const { model, size } = population;
  const place = `stimuli[${index}]`;
  if (record.kind === "poisson") {
    const port = chooseReceptor(model, record.receptor, place);
    const targets = chooseNeurons(record.neurons, size, `${place}.neurons`);
    return lowerDrive(record, { ...context, place, targets, port });
  }
  const port = chooseInput(model, record.input, place);
  const targets = chooseNeurons(record.neurons, size, `${place}.neurons`);
  return lowerCurrent(record, { ...context, place, targets, port });
}
