import { hostFunctions } from "@spikeloom/equations/functions";
import { type Assessment, type Batch, checkOptionNames, type Trainable } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { tapped } from "@spikeloom/program/derive";
import { TRAINING_OPTION } from "../errors.ts";
import { columnChanges, type TrainedColumn } from "../optimisers/trained-columns.ts";
import { notCarried } from "../run/check-carry.ts";
import { checkNotNormalised } from "../run/normalisation.ts";
import { makeTrainer, type Trainer } from "../run/trainer.ts";
import type { TrainingRequest } from "../run/training-request.ts";
import { delayKernel } from "./delay-kernel.ts";
import { type TappedProjection, tappedProjections } from "./tapped-projections.ts";

const [exp, log] = [hostFunctions["exp"], hostFunctions["log"]] as readonly [
  exp: (x: number) => number,
  log: (x: number) => number,
];

/** Options for training delays; times in ms. */
export interface DelayOptions {
  /** Maximum delay. */
  readonly longest: number;
  /** Learning rate of delays relative to that of weights. */
  readonly delayRate: number;
  /** Initial standard deviation of the bump, and the final one after so many updates. */
  readonly width: number;
  readonly lastWidth: number;
  readonly narrowing: number;
}

/** Learner of weights and delays of a time-stepped network. */
export interface DelayTrainer
  extends Pick<
    Trainer,
    "evaluate" | "differentiate" | "update" | "parameters" | "gradients" | "save" | "restore"
  > {
  started(): Promise<void>;
  close(): void;
}

const names = {
  longest: true,
  delayRate: true,
  width: true,
  lastWidth: true,
  narrowing: true,
} as const;

/**
 * Create a learner of delays by backpropagation through time.
 *
 * A delay is a bump over steps, over which its weight is distributed, and which becomes narrower during training
 * (DCLS). Evaluation uses each delay rounded to the nearest step, as in a simulation.
 */
export function delayTrainer(request: TrainingRequest, options: DelayOptions): DelayTrainer {
  checkOptionNames(options, names, "delayTrainer");
  const given = request.program as NetworkProgram;
  const { dt } = given;
  const steps = Math.round(options.longest / dt);
  checkDelays(request, options, steps);
  const learning = new Set(request.trainable.flatMap(delayOf));
  const lines = tappedProjections(given, { stack: request.stack, learning, steps });
  const projections = lines.map(({ name }) => name);
  const program = tapped(given, { projections, steps });
  const bumps = lines.map((one) => bumpOf(one, { dt, steps }));
  const direct = request.trainable.filter(
    (one) => !("projection" in one && learning.has(one.projection)),
  );
  const taps = lines.flatMap((one) => one.taps);
  const variable = "weight";
  const trainable = [...direct, ...taps.map((projection) => ({ projection, variable }))];
  const { clip: _, ...rest } = request;
  const trainer = makeTrainer({ ...rest, program, trainable });
  const own = trainer.parameters().slice(0, direct.length);
  const ofOwn = own.map(({ length }) => new Float64Array(length));
  const trained = request.trainable.map((one): TrainedColumn => {
    const bump = bumps.find(({ name }) => "projection" in one && one.projection === name);
    const k = direct.indexOf(one);
    if (bump === undefined) {
      const [values, gradient] = [own[k] as Float64Array, ofOwn[k] as Float64Array];
      return { name: `trainable[${k}]`, isDelay: false, values, gradient };
    }
    return "variable" in one && one.variable === "delay" ? bump.delay : bump.weight;
  });
  const updates = new Float64Array(1);
  const width = (): number => {
    const share = Math.min(1, (updates[0] as number) / options.narrowing);
    return options.width * exp(share * log(options.lastWidth / options.width));
  };
  const spread = (at: number): void => {
    trainer.assign([...own, ...bumps.flatMap((one) => one.spread(at))]);
  };
  const changes = columnChanges(request, {
    trained,
    delayRate: options.delayRate,
    also: [updates],
    bounds: [dt, steps * dt],
  });
  return {
    ...changes,
    started: trainer.started,
    close: trainer.close,
    evaluate(batch: Batch): Assessment {
      spread(0);
      return trainer.evaluate(batch);
    },
    differentiate(batch: Batch): Assessment {
      spread(width());
      const found = trainer.differentiate(batch);
      const slopes = trainer.gradients();
      ofOwn.forEach((into, k) => void into.set(slopes[k] as Float64Array));
      bumps.forEach((one, k) => {
        const first = direct.length + k * steps;
        one.gather(slopes.slice(first, first + steps), width());
      });
      return found;
    },
    update(rateFactor) {
      changes.update(rateFactor);
      updates[0] = (updates[0] as number) + 1;
    },
    parameters: () => trained.map(({ values }) => values.slice()),
    gradients: () => trained.map(({ gradient }) => gradient.slice()),
  };
}

/** Name of the projection whose delays are trained. */
function delayOf(one: Trainable): readonly string[] {
  return "projection" in one && one.variable === "delay" ? [one.projection] : [];
}

/** Weights and delays of a projection, distributed over steps. */
interface Bump {
  readonly name: string;
  readonly weight: TrainedColumn;
  readonly delay: TrainedColumn;
  /** Return the weights of each step; `width` in ms, 0 for the nearest step only. */
  spread(width: number): readonly Float64Array[];
  /** Convert derivatives with respect to these into derivatives with respect to weights and delays. */
  gather(slopes: readonly Float64Array[], width: number): void;
}

function bumpOf(
  { name, weights, delays }: TappedProjection,
  { dt, steps }: { readonly dt: number; readonly steps: number },
): Bump {
  const kernel = delayKernel(steps);
  const column = (variable: string, values: Float64Array): TrainedColumn => ({
    name: `"${variable}" of "${name}"`,
    isDelay: variable === "delay",
    values,
    gradient: new Float64Array(values.length),
  });
  const [weight, delay] = [column("weight", weights), column("delay", delays)];
  const taps = Array.from({ length: steps }, () => new Float64Array(weights.length));
  return {
    name,
    weight,
    delay,
    spread(width) {
      for (let synapse = 0; synapse < weights.length; synapse++) {
        kernel.spread((delays[synapse] as number) / dt, width / dt);
        for (let k = 0; k < steps; k++) {
          const share = kernel.shares[k] as number;
          (taps[k] as Float64Array)[synapse] = share * (weights[synapse] as number);
        }
      }
      return taps;
    },
    gather(slopes, width) {
      for (let synapse = 0; synapse < weights.length; synapse++) {
        kernel.spread((delays[synapse] as number) / dt, width / dt);
        let [byWeight, byDelay] = [0, 0];
        for (let k = 0; k < steps; k++) {
          const slope = slopes[k]?.[synapse] as number;
          byWeight += slope * (kernel.shares[k] as number);
          byDelay += slope * (kernel.slopes[k] as number);
        }
        weight.gradient[synapse] = byWeight;
        delay.gradient[synapse] = (byDelay * (weights[synapse] as number)) / dt;
      }
    },
  };
}

/** In steps: for a narrower bump, the nearest step contains all but some thousandths, and delays have no gradient. */
const leastWidth = 0.2;

function tooNarrow(lastWidth: number, dt: number): Error {
  return TRAINING_OPTION({
    place: "the final width of delays",
    message:
      "The bump is so narrow that a single step contains all of it, and its delay has no gradient.",
    expected: `at least ${leastWidth} of a step of ${dt} ms`,
    got: `${lastWidth} ms`,
    next: "Increase the final width, for example to half a step.",
  });
}

function checkDelays(
  { trainable, dropout = [], normalise = [], program, carry = false }: TrainingRequest,
  options: DelayOptions,
  steps: number,
): void {
  if (carry)
    throw notCarried(
      "Spikes in transit cannot be carried over, because an update changes the delays.",
    );
  checkNotNormalised(
    { normalise },
    "Weights of trained delays are recomputed before each batch, without gains and means.",
  );
  if (dropout.length > 0) {
    throw TRAINING_OPTION({
      place: "dropout",
      message: "Dropout cannot be combined with trained delays.",
      expected: "none",
      got: dropout.map(({ population }) => population).join(", "),
    });
  }
  const { dt } = program as NetworkProgram;
  const { width, lastWidth, narrowing, delayRate } = options;
  const isRight = steps >= 2 && width > 0 && lastWidth <= width && narrowing > 0 && delayRate >= 0;
  if (isRight && !(lastWidth >= leastWidth * dt)) throw tooNarrow(lastWidth, dt);
  const learns = trainable.some((one) => "projection" in one && one.variable === "delay");
  if (isRight && learns) return;
  throw TRAINING_OPTION({
    place: learns ? "options of delays" : "trainable",
    message: "Invalid options for training delays.",
    expected: learns
      ? "a maximum delay of at least 2 steps, positive and decreasing widths, a number of updates"
      : '"delay" of a projection',
    got: learns ? JSON.stringify(options) : "none",
  });
}
