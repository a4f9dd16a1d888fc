import {
  nearestName,
  type Optimiser,
  type RateCost,
  type Surrogate,
  type TrainingLoss,
} from "@spikeloom/kernel";
import {
  adam,
  adamW,
  constantRate,
  cosineRate,
  crossEntropy,
  firstSpikeLoss,
  type RateBounds,
  rateBounds,
  rmsProp,
  type Schedule,
  type ShapeName,
  sgd,
  steppedRate,
  surrogate,
  surrogateNames,
  surrogateOf,
  surrogateShapes,
  warmedRate,
} from "@spikeloom/training";
import { TRAINING_NAME } from "../errors.ts";
import type { Named, TrainingTask } from "./task.ts";

type Options = Readonly<Record<string, unknown>>;
type Makers<T> = Readonly<Record<string, (options: Options) => T>>;

const losses: Makers<TrainingLoss> = {
  "cross-entropy": (options) => plain("loss", options, crossEntropy),
  "first-spike": (options) => firstSpikeLoss(options),
};

const optimisers: Makers<Optimiser> = {
  adam: (options) => adam(options),
  "adam-w": (options) => adamW(options),
  "rms-prop": (options) => rmsProp(options),
  sgd: (options) => sgd(options),
};

const schedules: Makers<Schedule> = {
  constant: (options) => plain("schedule", options, constantRate),
  cosine: (options) => plain("schedule", options, cosineRate),
  stepped: (options) => {
    const [every, factor] = numbersOf("schedule", options, ["every", "factor"]);
    return steppedRate(every, factor);
  },
  "warmed-cosine": (options) => {
    const [over] = numbersOf("schedule", options, ["over"]);
    return warmedRate(over, cosineRate);
  },
};

const surrogates: Makers<Surrogate> = {
  ...Object.fromEntries(
    surrogateShapes.map((shape: ShapeName) => [
      shape,
      (options: Options) => surrogate(shape, options),
    ]),
  ),
  ...Object.fromEntries(
    surrogateNames.map((name) => [name, (options: Options) => surrogateOf(name, options)]),
  ),
};

/** Make the loss of a task. */
export function lossOf({ loss = "cross-entropy" }: TrainingTask): TrainingLoss {
  return isLoss(loss) ? loss : made("loss", loss, losses);
}

/** Make the optimiser of a task. */
export function optimiserOf({ optimiser = "adam" }: TrainingTask): Optimiser {
  return isOptimiser(optimiser) ? optimiser : made("optimiser", optimiser, optimisers);
}

/** Make the schedule of a task. */
export function scheduleOf({ schedule = "constant" }: TrainingTask): Schedule {
  return typeof schedule === "function" ? schedule : made("schedule", schedule, schedules);
}

/** Make the surrogate of a task; not there where it has none. */
export function surrogateOfTask({ surrogate: given }: TrainingTask): Surrogate | undefined {
  if (given === undefined || isSurrogate(given)) return given;
  return made("surrogate", given, surrogates);
}

/** Make the costs of a task. */
export function costsOf({ costs = [] }: TrainingTask): readonly RateCost[] {
  return costs.map((cost) => ("value" in cost ? cost : rateBounds(cost as RateBounds)));
}

const isLoss = (given: Named | TrainingLoss): given is TrainingLoss =>
  typeof given === "object" && typeof (given as TrainingLoss).value === "function";

const isOptimiser = (given: Named | Optimiser): given is Optimiser =>
  typeof given === "object" && typeof (given as Optimiser).update === "object";

const isSurrogate = (given: Named | Surrogate): given is Surrogate =>
  typeof given === "object" && "derivative" in given;

/**
 * Give a task as a file would hold it: names alone, where code gave the thing itself.
 *
 * What has no name has the one of its kind.
 */
export function namedTask(task: TrainingTask): object {
  const { loss, optimiser, surrogate: slope, schedule, costs, ...rest } = task;
  const named = (given: unknown, isThing: boolean, kind: string): unknown =>
    isThing ? ((given as { readonly name?: string }).name ?? kind) : given;
  return {
    ...rest,
    ...(loss !== undefined && { loss: named(loss, isLoss(loss), "loss") }),
    ...(optimiser !== undefined && {
      optimiser: named(optimiser, isOptimiser(optimiser), "optimiser"),
    }),
    ...(slope !== undefined && { surrogate: isSurrogate(slope) ? slope.derivative : slope }),
    ...(schedule !== undefined && {
      schedule: typeof schedule === "function" ? "schedule" : schedule,
    }),
    ...(costs !== undefined && { costs: costs.filter((cost) => !("value" in cost)) }),
  };
}

function made<T>(field: string, given: Named, makers: Makers<T>): T {
  const { name, ...options } = typeof given === "string" ? { name: given } : given;
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (make !== undefined) return make(options);
  const known = Object.keys(makers);
  throw TRAINING_NAME({ place: field, known, got: name, nearest: nearestName(name, known) });
}

/** Give what has no options, and refuse any. */
function plain<T>(field: string, options: Options, thing: T): T {
  const [odd] = Object.keys(options);
  if (odd === undefined) return thing;
  throw TRAINING_NAME({ place: `${field}.${odd}`, known: ["name"], got: odd });
}

function numbersOf<Name extends string>(
  field: string,
  options: Options,
  wanted: readonly [Name, ...Name[]],
): [number, number] {
  const odd = Object.keys(options).find((name) => !wanted.includes(name as Name));
  if (odd !== undefined) {
    throw TRAINING_NAME({ place: `${field}.${odd}`, known: wanted, got: odd });
  }
  return wanted.map((name) => {
    const value = options[name];
    if (typeof value === "number" && value > 0) return value;
    const place = `${field}.${name}`;
    throw TRAINING_NAME({ place, known: ["a number above 0"], got: String(value) });
  }) as [number, number];
}
