import type { Learner, LearningRequest } from "@spikeloom/kernel";
import {
  eligibilities,
  type MakeGradientMethod,
  NOT_TRAINED,
  TRAINING_OPTION,
} from "@spikeloom/training";
import { beginWith } from "./begin-with.ts";
import { isTrained, ownSignal } from "./signals.ts";

/** Start learning by the tempotron rule. */
export async function beginTempotron(
  request: LearningRequest,
  saved: Uint8Array | undefined,
): Promise<Learner> {
  const { loss, readout } = request;
  if (loss.name !== "tempotronLoss" || readout.reduce !== "max" || readout.variable === "spikes") {
    throw TRAINING_OPTION({
      place: "readout",
      message: "A tempotron decides by the maximum potential.",
      expected: '"max" of a potential, with tempotronLoss',
      got: `"${readout.reduce ?? "last"}" of "${readout.variable}", with ${loss.name}`,
    });
  }
  return beginWith(request, saved, { method: greatestPotential });
}

/** Only the output neurons learn (Gütig and Sompolinsky 2006, equation 3). */
const greatestPotential: MakeGradientMethod = (parts, request) => {
  const { program } = parts;
  const { population } = request.readout;
  const other = program.populations.find(
    ({ name }) => name !== population && isTrained(name, parts),
  );
  if (other !== undefined) {
    throw NOT_TRAINED({
      place: `populations.${other.name}`,
      message: "A tempotron has a single layer: only the output neurons learn.",
      next: "Train other layers with another algorithm.",
    });
  }
  const traces = eligibilities(program);
  const steps = Array.from({ length: program.steps }, (_, step) => step);
  return {
    back(tape) {
      const own = [ownSignal(tape, request)];
      // Nothing changes if all decisions were correct.
      if (!steps.some((step) => tape.readSlopes(step).some((slope) => slope !== 0))) return;
      traces.add(tape, (name) => (name === population ? own : []));
    },
  };
};
