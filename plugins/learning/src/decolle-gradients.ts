import type { Learner, LearningRequest } from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import {
  chooseReduction,
  eligibilities,
  type MakeGradientMethod,
  type RunParts,
  readSteps,
  type Signal,
  type Tape,
  type TrainingRequest,
} from "@spikeloom/training";
import { beginWith } from "./begin-with.ts";
import { isTrained, ownSignal, rateSignal } from "./signals.ts";

/** Start learning by deep continuous local learning. */
export function beginDecolle(
  request: LearningRequest,
  saved: Uint8Array | undefined,
): Promise<Learner> {
  return beginWith(request, saved, { method: locally });
}

/** No error is propagated between layers (Kaiser et al. 2020, equations 4 to 7). */
const locally: MakeGradientMethod = (parts, request) => {
  const { population } = request.readout;
  const traces = eligibilities(parts.program);
  const local = parts.program.populations
    .filter(({ name }) => name !== population && isTrained(name, parts))
    .map((one) => [one.name, localLoss(one, { parts, request })] as const);
  return {
    back(tape) {
      const signals = new Map<string, readonly Signal[]>(
        local.map(([name, signal]) => [name, [signal(tape), rateSignal(tape, name)]]),
      );
      signals.set(population, [ownSignal(tape, request), rateSignal(tape, population)]);
      traces.add(tape, (name) => signals.get(name) ?? []);
    },
  };
};

/**
 * Read out the spikes of a layer like the network, with the same number of outputs, and differentiate the same loss.
 */
function localLoss(
  { name, size }: { readonly name: string; readonly size: number },
  { parts, request }: { readonly parts: RunParts; readonly request: TrainingRequest },
): (tape: Tape) => Signal {
  const { program } = parts;
  const { readout, loss, seed } = request;
  const outputs = program.populations.find((one) => one.name === readout.population)?.size ?? 0;
  const draws = stream(streamKey(seed, `local readout of ${name}`), 0);
  const sd = 1 / Math.sqrt(size);
  const weights = Float64Array.from({ length: size * outputs }, () => sd * draws.normal());
  const reduction = chooseReduction(readout);
  const read = new Float64Array(program.steps * outputs);
  const errors = new Float64Array(program.steps * outputs);
  const steps = readSteps(readout, {
    program,
    size: outputs,
    value: (step, k) => read[step * outputs + k] as number,
    slope: (step, k, value) => {
      errors[step * outputs + k] = value;
    },
  });
  const output = new Float64Array(reduction.outputs(steps));
  const slope = new Float64Array(output.length);
  const signal = new Float64Array(size);
  return (tape) => {
    read.fill(0);
    errors.fill(0);
    for (let step = 0; step < program.steps; step++) {
      for (const neuron of tape.spikes(name, step)) {
        for (let k = 0; k < outputs; k++) {
          const at = step * outputs + k;
          read[at] = (read[at] as number) + (weights[neuron * outputs + k] as number);
        }
      }
    }
    reduction.read(steps, output);
    loss.value(output, Float64Array.from(tape.target), slope);
    reduction.write(steps, slope, tape.scale);
    return {
      of: "spikes",
      at(step) {
        for (let n = 0; n < size; n++) {
          let sum = 0;
          for (let k = 0; k < outputs; k++) {
            sum += (weights[n * outputs + k] as number) * (errors[step * outputs + k] as number);
          }
          signal[n] = sum;
        }
        return signal;
      },
    };
  };
}
