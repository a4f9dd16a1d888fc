import {
  checkOptionNames,
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
  l2,
  type RateBounds,
  rateBounds,
  rmsProp,
  type Schedule,
  type ShapeName,
  sgd,
  squaredError,
  steppedRate,
  surrogate,
  surrogateNames,
  surrogateOf,
  surrogateShapes,
  tempotronLoss,
  vanRossum,
  warmedRate,
} from "@spikeloom/training";
import { TRAINING_FILE, TRAINING_NAME } from "./errors.ts";
import type { GivenSurrogate, Named, TrainingTask } from "./task.ts";

type Options = Readonly<Record<string, unknown>>;
type Makers<T> = Readonly<Record<string, (options: Options) => T>>;

const losses: Makers<TrainingLoss> = {
  "cross-entropy": (options) => plain("loss", options, crossEntropy),
  "first-spike": (options) => firstSpikeLoss(options),
  "squared-error": (options) => plain("loss", options, squaredError),
  tempotron: (options) => tempotronLoss(numbersOf("loss", options, ["threshold"], anyNumber)),
  "van-rossum": (options) =>
    vanRossum(numbersOf("loss", { tau: 10, ...options }, ["neurons", "dt", "tau"])),
};

const optimisers: Makers<Optimiser> = {
  adam: withRate((options) => adam(options)),
  "adam-w": withRate((options) => adamW(options)),
  "rms-prop": withRate((options) => rmsProp(options)),
  sgd: withRate((options) => sgd(options)),
};

const schedules: Makers<Schedule> = {
  constant: (options) => plain("schedule", options, constantRate),
  cosine: (options) => plain("schedule", options, cosineRate),
  stepped: (options) => {
    const { every, factor } = numbersOf("schedule", options, ["every", "factor"]);
    return steppedRate(every, factor);
  },
  "warmed-cosine": (options) => {
    const { over } = numbersOf("schedule", options, ["over"]);
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

/** Create the loss of a task. */
export function lossOf({ loss = "cross-entropy" }: TrainingTask): TrainingLoss {
  return isLoss(loss) ? loss : made("loss", loss, losses);
}

/** Create the optimiser of a task. */
export function optimiserOf({ optimiser = "adam" }: TrainingTask): Optimiser {
  return isOptimiser(optimiser) ? optimiser : made("optimiser", optimiser, optimisers);
}

/** Create the schedule of a task. */
export function scheduleOf({ schedule = "constant" }: TrainingTask): Schedule {
  return typeof schedule === "function" ? schedule : made("schedule", schedule, schedules);
}

// A written training file states the name as well.
const surrogateFields = { name: true, derivative: true, reset: true, rounding: true } as const;

/** Create the surrogate of a task; undefined if it has none. */
export function surrogateOfTask({ surrogate: given }: TrainingTask): Surrogate | undefined {
  if (given === undefined) return undefined;
  if (isSurrogate(given)) {
    const { derivative, reset = "by-variable", rounding } = checkedSurrogate(given);
    return { derivative, reset, ...(rounding !== undefined && { rounding }) };
  }
  return made("surrogate", given, surrogates);
}

/** Refuse a surrogate that also names a shape, which its derivative would replace, or that has other fields. */
function checkedSurrogate(given: GivenSurrogate): GivenSurrogate {
  const { name, ...own }: GivenSurrogate & { readonly name?: unknown } = given;
  if (typeof name === "string" && Object.hasOwn(surrogates, name)) {
    throw TRAINING_FILE({
      place: "surrogate",
      message: "A surrogate is either a shape with a name or a derivative.",
      expected: 'either "name" or "derivative"',
      got: `"name": ${JSON.stringify(name)} and "derivative"`,
      next: 'Remove "name" or "derivative".',
    });
  }
  checkOptionNames(own, surrogateFields, "surrogate");
  return given;
}

/** Create the costs of a task; refused with windows, because a bound per sample does not apply to a window. */
export function costsOf({ costs = [], windows = 1 }: TrainingTask): readonly RateCost[] {
  if (costs.length > 0 && windows > 1) {
    throw TRAINING_FILE({
      place: "costs",
      message: "Costs limit the spikes of a whole sample, but a window contains only some of them.",
      expected: 'either "costs" or "windows"',
      got: `"windows": ${windows}`,
      next: 'Remove "costs" or "windows".',
    });
  }
  return costs.map((cost) => ("value" in cost ? cost : rateBounds(cost as RateBounds)));
}

/** Whether code passed the object itself. */
export const isLoss = (given: Named | TrainingLoss): given is TrainingLoss =>
  typeof given === "object" && typeof (given as TrainingLoss).value === "function";

/** Whether code passed the object itself. */
export const isOptimiser = (given: Named | Optimiser): given is Optimiser =>
  typeof given === "object" && typeof (given as Optimiser).update === "object";

/** Whether code passed the object itself. */
export const isSurrogate = (given: Named | GivenSurrogate): given is GivenSurrogate =>
  typeof given === "object" && "derivative" in given;

function made<T>(field: string, given: Named, makers: Makers<T>): T {
  const { name, ...options } = typeof given === "string" ? { name: given } : given;
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (make !== undefined) return make(options);
  const known = Object.keys(makers);
  const letters = lettersOf(name);
  const same = known.find((one) => lettersOf(one) === letters) ?? otherNames[field]?.get(letters);
  const nearest = same ?? nearestName(name, known);
  throw TRAINING_NAME({ place: field, known, got: name, nearest });
}

/** Names of other tools, by field and by their letters. */
const otherNames: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  loss: new Map([
    ...["mse", "mseloss", "meansquarederror", "l2loss"].map(
      (name) => [name, "squared-error"] as const,
    ),
    ...["nll", "nllloss", "ce", "cecountloss", "logloss", "categoricalcrossentropy"].map(
      (name) => [name, "cross-entropy"] as const,
    ),
  ]),
};

/** Normalise a name whose words may be joined differently: `AdamW` and `adam-w` are the same. */
const lettersOf = (name: string): string => name.replace(/[^A-Za-z0-9]/g, "").toLowerCase();

/** Names of an optimiser's rate in other tools. */
const otherRates: readonly string[] = ["lr", "learning_rate", "learningRate", "learning-rate"];

/** Create an optimiser, with L2 regularisation if requested; refuses other tools' names of the rate. */
function withRate(make: (options: Options) => Optimiser): (options: Options) => Optimiser {
  return (options) => {
    const odd = otherRates.find((name) => Object.hasOwn(options, name));
    if (odd === undefined) return withPenalty(options, make);
    throw TRAINING_NAME({
      place: `optimiser.${odd}`,
      known: ["rate"],
      got: odd,
      nearest: "rate",
    });
  };
}

function withPenalty({ l2: weight, ...options }: Options, make: (options: Options) => Optimiser) {
  return weight === undefined ? make(options) : l2(make(options), { weight: weight as number });
}

/** Return an object without options, and refuse any. */
function plain<T>(field: string, options: Options, thing: T): T {
  const [odd] = Object.keys(options);
  if (odd === undefined) return thing;
  throw TRAINING_NAME({ place: `${field}.${odd}`, known: ["name"], got: odd });
}

/** Valid values of an option. */
interface Allowed {
  readonly text: string;
  fits(value: number): boolean;
}

const aboveZero: Allowed = { text: "a number above 0", fits: (value) => value > 0 };
const anyNumber: Allowed = { text: "a finite number", fits: Number.isFinite };

function numbersOf<Name extends string>(
  field: string,
  options: Options,
  wanted: readonly Name[],
  { text, fits }: Allowed = aboveZero,
): Readonly<Record<Name, number>> {
  const odd = Object.keys(options).find((name) => !wanted.includes(name as Name));
  if (odd !== undefined) {
    throw TRAINING_NAME({ place: `${field}.${odd}`, known: wanted, got: odd });
  }
  const numbers = wanted.map((name) => {
    const value = options[name];
    if (typeof value === "number" && fits(value)) return [name, value] as const;
    const place = `${field}.${name}`;
    throw TRAINING_NAME({ place, known: [text], got: String(value) });
  });
  return Object.fromEntries(numbers) as Record<Name, number>;
}
