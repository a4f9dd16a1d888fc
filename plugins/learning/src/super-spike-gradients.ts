import type { Learner, LearningRequest } from "@spikeloom/kernel";
import {
  doubleExponential,
  eligibilities,
  filterInPlace,
  type MakeGradientMethod,
  type Signal,
  type Tape,
  TRAINING_OPTION,
} from "@spikeloom/training";
import { beginWith } from "./begin-with.ts";
import { bringBack, feedbackPath, symmetric } from "./eprop-feedback.ts";
import { isTrained, rateSignal } from "./signals.ts";

/** Start learning by SuperSpike. */
export async function beginSuperSpike(
  request: LearningRequest<"tau_rise" | "tau_decay">,
  saved: Uint8Array | undefined,
): Promise<Learner> {
  const { variable, reduce, window } = request.readout;
  if (variable !== "spikes" || reduce !== "each" || window !== undefined) {
    throw TRAINING_OPTION({
      place: "readout",
      message: "SuperSpike compares spike trains step by step.",
      expected: '"each" of "spikes" over the whole run',
      got: `"${reduce ?? "sum"}" of "${variable}"`,
      next: "Use the loss vanRossum, with a target for each step and neuron.",
    });
  }
  return beginWith(request, saved, { method: superSpikeMethod(request) });
}

/** Equation 12 of Zenke and Ganguli 2018; hidden neurons receive errors through the readout's weights. */
function superSpikeMethod(request: LearningRequest<"tau_rise" | "tau_decay">): MakeGradientMethod {
  return (parts) => {
    const { program } = parts;
    const { tau_rise: rise, tau_decay: decay } = request.parameters;
    const filter = doubleExponential({ rise, decay, dt: program.dt });
    const { population } = request.readout;
    const size = program.populations.find(({ name }) => name === population)?.size ?? 0;
    const traces = eligibilities(program);
    const hidden = program.populations
      .filter(({ name }) => name !== population && isTrained(name, parts))
      .map(({ name }) => {
        const projection = feedbackPath(parts, { population: name, readout: population });
        return { name, projection, feedback: symmetric({ projection, seed: request.seed }) };
      });
    return {
      back(tape) {
        const errors = errorsOf(tape);
        filterInPlace(filter, errors, size);
        const at = (step: number): Float64Array => errors.subarray(step * size, (step + 1) * size);
        const signals = new Map<string, readonly Signal[]>([
          [population, [{ of: "spikes", filter, at }, rateSignal(tape, population)]],
        ]);
        for (const { name, projection, feedback } of hidden) {
          feedback.follow(tape);
          const { steps } = program;
          const broughtBack = bringBack({ projection, feedback, steps, errors: at });
          const brought: Signal = { of: "spikes", filter, at: broughtBack };
          signals.set(name, [brought, rateSignal(tape, name)]);
        }
        traces.add(tape, (name) => signals.get(name) ?? []);
      },
    };
  };
}

/** Distance of the spike trains from their targets, weighted by the example's share. */
function errorsOf({ output, target, scale }: Tape): Float64Array {
  if (target.length !== output.length) {
    throw TRAINING_OPTION({
      place: "loss",
      message: "SuperSpike needs a target spike train for each output neuron.",
      expected: `${output.length} numbers a target`,
      got: String(target.length),
      next: "Use the loss vanRossum.",
    });
  }
  return output.map((spiked, k) => scale * (spiked - (target[k] as number)));
}
