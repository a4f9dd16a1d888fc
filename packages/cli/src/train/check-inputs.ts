import type { NetworkRecord } from "@spikeloom/kernel";
import { adviseName } from "@spikeloom/network";
import type { NetworkProgram, PopulationProgram, ProjectionProgram } from "@spikeloom/program";
import { TRAINING_FILE } from "./errors.ts";
import type { TrainingTask } from "./task.ts";

/**
 * Refuse an encoder without its source in the network, and sources without samples.
 *
 * Throws `SL_TRAINING_FILE` at `encoder.population`, or at the source.
 */
export function checkInputs({ encoder }: TrainingTask, program: NetworkProgram): void {
  // If plasticity rules learn, the network is simulated: sources that draw their spikes continue by themselves.
  const isSimulated = program.projections.some(isPlastic);
  const isGiven = ({ source }: PopulationProgram): boolean =>
    source !== undefined && (!isSimulated || source.kind === "times");
  const given = [...program.populations.values()].filter(isGiven).map(({ name }) => name);
  const fed = encoder?.population;
  if (fed !== undefined && !given.includes(fed)) {
    throw TRAINING_FILE({
      place: "encoder.population",
      message: "This is not a source that could emit the spikes of samples.",
      expected: given.join(", ") || "a population of spike-array in the network",
      got: fed,
      next: adviseName(fed, given, "Name a population of spike-array."),
    });
  }
  const unfed = given.find((name) => name !== fed);
  if (unfed === undefined) return;
  throw TRAINING_FILE({
    place: `network.populations.${unfed}`,
    message: "This source receives no samples, so it would stay silent during training.",
    expected: fed === undefined ? "no source" : `no source besides "${fed}"`,
    got: unfed,
    next: "Remove it: during training, only the spikes of samples enter the network.",
  });
}

function isPlastic({ dynamic }: ProjectionProgram): boolean {
  return dynamic?.models.some(({ kind }) => kind === "plasticity") === true;
}

/** Whether plasticity rules act in a network: it then has no training steps, and its learner tests it. */
export function hasRules({ projections = [] }: NetworkRecord): boolean {
  return projections.some(({ plasticity }) => plasticity !== undefined);
}
