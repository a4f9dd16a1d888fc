import type { Learner } from "@spikeloom/kernel";
import {
  eligibilities,
  linearFilter,
  type MakeGradientMethod,
  NOT_TRAINED,
  type RunParts,
  type Signal,
  type Tape,
  type TrainedPopulation,
  type TrainingRequest,
} from "@spikeloom/training";
import { beginWith } from "./begin-with.ts";
import { bringBack, feedbackPath, type MakeFeedback } from "./eprop-feedback.ts";
import { isTrained, ownSignal, rateSignal } from "./signals.ts";

export { adaptive, random, symmetric } from "./eprop-feedback.ts";

/** Start learning by e-prop with some kind of feedback. */
export function beginEprop(
  request: TrainingRequest,
  saved: Uint8Array | undefined,
  feedback: MakeFeedback,
): Promise<Learner> {
  return beginWith(request, saved, { method: epropBy(feedback) });
}

/**
 * Compute gradients by e-prop.
 *
 * Errors of a readout that filters spikes linearly are weighted and multiplied with eligibility traces, filtered like
 * the readout (Bellec et al. 2020, equations 4, 24 and 28); rate costs are multiplied with unfiltered traces.
 */
function epropBy(make: MakeFeedback): MakeGradientMethod {
  return (parts, request) => {
    const { program } = parts;
    const traces = eligibilities(program);
    const errors = new Map(
      program.populations
        .filter(({ name }) => name !== request.readout.population)
        .filter((one) => isTrained(one.name, parts))
        .map((one) => [one.name, backTo(one.name, { parts, request, make })] as const),
    );
    const all = [...errors.values()];
    return {
      kept: all.map(({ feedback }) => feedback.kept),
      updated: () => {
        for (const { feedback } of all) feedback.updated?.();
      },
      back(tape) {
        const signals = new Map<string, readonly Signal[]>();
        for (const [name, { signal }] of errors) {
          signals.set(name, [signal(tape), rateSignal(tape, name)]);
        }
        const { population } = request.readout;
        signals.set(population, [ownSignal(tape, request), rateSignal(tape, population)]);
        traces.add(tape, (name) => signals.get(name) ?? []);
      },
    };
  };
}

interface Backwards {
  readonly parts: RunParts;
  readonly request: TrainingRequest;
  readonly make: MakeFeedback;
}

/** Propagate the errors of the readout back to a population. */
function backTo(name: string, { parts, request, make }: Backwards) {
  if (request.readout.variable === "spikes") throw spiking();
  const { steps, dt, populations } = parts.program;
  const { population, variable } = request.readout;
  const projection = feedbackPath(parts, { population: name, readout: population });
  const feedback = make({ projection, seed: request.seed });
  const readout = populations.find((one) => one.name === population) as TrainedPopulation;
  const find = linearFilter(readout, { inflow: projection.receptor, variable, dt, steps });
  return {
    feedback,
    signal(tape: Tape): Signal {
      feedback.follow(tape);
      const errors = (step: number) => tape.readSlopes(step);
      return {
        of: "spikes",
        filter: find(tape),
        at: bringBack({ projection, feedback, steps, errors }),
      };
    },
  };
}

function spiking(): Error {
  return NOT_TRAINED({
    place: "readout.variable",
    message: "e-prop needs a readout of neurons that filter spikes linearly and do not spike.",
    expected: "a variable such as v",
    got: "spikes",
    next: "Read the potential of leaky neurons with a threshold that is never reached.",
  });
}
