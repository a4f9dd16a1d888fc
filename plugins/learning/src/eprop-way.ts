import type { LearningRequest } from "@spikeloom/kernel";
import {
  eligibilities,
  linearFilter,
  type MakeWayBack,
  type RunParts,
  type Signal,
  type Tape,
  type TrainedPopulation,
} from "@spikeloom/training";
import { feedbackPath, type MakeFeedback } from "./eprop-feedback.ts";

/**
 * Find gradients as e-prop does.
 *
 * Errors of a readout that filters spikes linearly are brought back by weights, and meet eligibility traces that went through
 * the readout's filter (Bellec et al. 2020, equations 4, 24 and 28); costs of rates meet the traces as they are.
 */
export function epropBy(make: MakeFeedback): MakeWayBack {
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
          signals.set(name, [signal(tape), rates(tape, name)]);
        }
        const { population, variable } = request.readout;
        const own: Signal = { of: variable, at: (step) => tape.readSlopes(step) };
        signals.set(population, [own, rates(tape, population)]);
        traces.add(tape, (name) => signals.get(name) ?? []);
      },
    };
  };
}

function rates(tape: Tape, population: string): Signal {
  return { of: "spikes", at: () => tape.rateSlopes(population) };
}

function isTrained(population: string, { program }: RunParts): boolean {
  return (
    program.projections.some(({ to, isTrained: trained }) => trained && to === population) ||
    program.populations.some(({ name, trained }) => name === population && trained.length > 0)
  );
}

interface Backwards {
  readonly parts: RunParts;
  readonly request: LearningRequest;
  readonly make: MakeFeedback;
}

/** Bring the errors of the readout back to a population. */
function backTo(name: string, { parts, request, make }: Backwards) {
  const { steps, dt, populations } = parts.program;
  const { population, variable } = request.readout;
  const projection = feedbackPath(parts, { population: name, readout: population, variable });
  const feedback = make({ projection, seed: request.seed });
  const readout = populations.find((one) => one.name === population) as TrainedPopulation;
  const { receptor: inflow, latency, sources, targets } = projection;
  const find = linearFilter(readout, { inflow, variable, dt, steps });
  const errors = new Float64Array(sources);
  return {
    feedback,
    signal(tape: Tape): Signal {
      feedback.follow(tape);
      return {
        of: "spikes",
        filter: find(tape),
        // What a spike does to the readout begins when it arrives.
        at(step) {
          errors.fill(0);
          if (step + latency >= steps) return errors;
          const slopes = tape.readSlopes(step + latency);
          for (let n = 0; n < sources; n++) {
            let sum = 0;
            for (let k = 0; k < targets; k++) {
              sum += (feedback.weights[n * targets + k] as number) * (slopes[k] as number);
            }
            errors[n] = sum;
          }
          return errors;
        },
      };
    },
  };
}
