import { nearestName, pluginOptions, type Stack, type TrainedChip } from "@spikeloom/kernel";
import { TRAINING_NAME } from "./errors.ts";
import type { TrainingTask } from "./task.ts";

/** Find the emulator of a task's chip, by the name of the chip or of the backend; undefined if it names none. */
export function chipOfTask(
  { chip }: Pick<TrainingTask, "chip">,
  stack: Pick<Stack, "list">,
): TrainedChip | undefined {
  if (chip === undefined) return undefined;
  const { name, ...given } = typeof chip === "string" ? { name: chip } : chip;
  const emulators = stack.list("backend").filter(({ derive }) => derive !== undefined);
  const emulator = emulators.find((one) => one.name === name || one.chip === name);
  if (emulator === undefined) {
    const known = emulators.flatMap((one) => [one.name, ...(one.chip ? [one.chip] : [])]);
    const nearest = nearestName(name, known);
    throw TRAINING_NAME({ place: "chip", known, got: name, nearest, fromPlugin: true });
  }
  const { options: declared = {} } = emulator;
  const plugin = { kind: "backend", name: emulator.name, options: declared };
  return { emulator, options: pluginOptions(plugin, given) };
}
