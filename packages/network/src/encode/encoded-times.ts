import type {
  Configured,
  EncodedTimes,
  EncoderRecord,
  NetworkRecord,
  Stack,
} from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import { ENCODED_TIMES } from "../errors.ts";
import { readTime } from "../plan/network-step.ts";
import { unknownPlugin } from "../plan/unknown-plugin.ts";
import { type DataLoader, loadData } from "../values/value-kind.ts";
import { encodedStream, heldSignal } from "./encoded-stream.ts";
import { type FlatValues, flatValues, isList, withPlaces } from "./flat-values.ts";
import { type PreparedEncoder, prepareEncoder, readValues } from "./prepared-encoder.ts";

/** Destination of encoded spikes. */
export interface EncodedRequest {
  readonly stack: Stack;
  readonly network: Pick<NetworkRecord, "duration" | "trial">;
  readonly population: string;
  /** Number of neurons of the population. */
  readonly size: number;
  readonly seed: number;
  readonly load?: DataLoader | undefined;
}

/** Test whether spike times are produced by an encoder. */
export function isEncoded(times: unknown): times is EncodedTimes {
  return typeof times === "object" && times !== null && "encoder" in times;
}

/** Encode the samples of a population in sequence: spike times in ms, one array per neuron. */
export function resolveEncodedTimes(
  record: EncodedTimes,
  request: EncodedRequest,
): readonly Float64Array[] {
  const { network, population, seed, load } = request;
  const place = placeOf(population);
  const { values } = record;
  const given: FlatValues = isList(values)
    ? flatValues(values, place)
    : flatArray(loadData({ path: "/", ...values }, load, place));
  const numbers = scaled(given.numbers, record, place);
  const { configured, shape, length, start, shown, ...plan } = planTimes(record, {
    ...request,
    given,
  });
  const every = plan.every ?? shown ?? restOfRun(network, { start, place });
  // A single sample is shown until the end of the run.
  const until = shown ?? (plan.every === undefined && !plan.isSignal ? every : undefined);
  const own = encodeSeed(seed, population, network.trial);
  const encoded = encodedStream(configured, shape, { every, start, for: until, seed: own, place });
  const trains: number[][] = Array.from({ length: encoded.neurons }, () => []);
  for (let at = 0; at < numbers.length; at += length) {
    const sample = numbers.subarray(at, at + length);
    const sent = withPlaces({ place, at, shape: given.shape }, () => encoded.next(sample));
    sent.forEach((train, neuron) => {
      for (const time of train) trains[neuron]?.push(time);
    });
  }
  return trains.map((train) => Float64Array.from(train));
}

/** Return the seed for encoding the samples of a population in a trial. */
export function encodeSeed(seed: number, population: string, trial = 0): number {
  return stream(streamKey(seed, `encode/${population}`, trial), 0).integer(2 ** 53);
}

/** Maximum number of values of a signal that a check encodes; more would take too long. */
const mostChecked = 100_000;

/** Check the parts of encoded times that are known before encoding: names, units, shapes, values. */
export function checkEncodedTimes(
  record: EncodedTimes,
  request: Pick<EncodedRequest, "stack" | "population" | "size">,
): void {
  const { values } = record;
  const place = placeOf(request.population);
  const given = isList(values) ? flatValues(values, place) : undefined;
  const {
    configured,
    shape,
    length,
    every = 1,
    isSignal,
  } = planTimes(record, { ...request, given });
  if (given === undefined) return;
  const numbers = scaled(given.numbers, record, place);
  readValues(numbers, { length: numbers.length, place });
  if (isSignal && numbers.length > mostChecked) return;
  // With no presentation time, the encoder checks its values and sends no spikes.
  const shown = isSignal ? {} : { for: 0 };
  const encoded = encodedStream(configured, shape, { every, ...shown, seed: 0, place });
  for (let at = 0; at < numbers.length; at += length) {
    const sample = numbers.subarray(at, at + length);
    withPlaces({ place, at, shape: given.shape }, () => encoded.next(sample));
  }
}

const placeOf = (population: string): string => `populations.${population}.times`;

function flatArray(numbers: ArrayLike<number>): FlatValues {
  return { numbers, shape: [numbers.length] };
}

interface Plan {
  readonly configured: Configured<EncoderRecord>;
  readonly shape: readonly number[];
  /** Numbers per sample. */
  readonly length: number;
  readonly start: number;
  readonly every: number | undefined;
  readonly shown: number | undefined;
  readonly isSignal: boolean;
}

function planTimes(
  record: EncodedTimes,
  request: Pick<EncodedRequest, "stack" | "population" | "size"> & {
    /** The numbers; undefined until their file is read. */
    readonly given: FlatValues | undefined;
  },
): Plan {
  const { stack, population, size, given } = request;
  const count = given?.numbers.length;
  const place = placeOf(population);
  const encoder = stack.find("encoder", record.encoder);
  if (encoder === undefined) {
    const names = stack.list("encoder").map(({ name }) => name);
    throw unknownPlugin("encoder", record.encoder, { place: `${place}.encoder`, names });
  }
  const configured = { model: encoder, parameters: record.parameters ?? {} };
  const isSignal = encoder.begin !== undefined;
  const shape = record.shape ?? sampleShape(record, { given, isSignal });
  const prepared = prepareEncoder(configured, shape, place);
  const known = record.shape !== undefined || isSignal || count !== undefined;
  if (known) checkCounts(prepared, { size, count });
  const time = (name: "start" | "every" | "for"): number | undefined =>
    record[name] === undefined ? undefined : readTime(record[name], `${place}.${name}`);
  const [every, shown, start = 0] = [time("every"), time("for"), time("start")];
  checkTiming({ every, shown }, { prepared, count, isSignal });
  return { configured, shape, length: prepared.length, start, every, shown, isSignal };
}

/** Infer the shape of a sample from the nesting of lists. */
function sampleShape(
  { every }: EncodedTimes,
  { given, isSignal }: { readonly given: FlatValues | undefined; readonly isSignal: boolean },
): readonly number[] {
  const { shape: [count = 1, ...inner] = [] } = given ?? {};
  if (inner.length === 0) return [isSignal ? 1 : count];
  return isSignal || every !== undefined ? inner : [count, ...inner];
}

function checkCounts(
  { encoder, neurons, length, place }: PreparedEncoder,
  { size, count }: { readonly size: number; readonly count: number | undefined },
): void {
  if (neurons !== size) {
    const message = `"${encoder.name}" needs a different number of neurons for values of this shape.`;
    const [expected, got] = [`"size": ${neurons}`, `"size": ${size}`];
    throw ENCODED_TIMES({
      place,
      message,
      expected,
      got,
      next: "Change the size of the population or the shape.",
    });
  }
  if (count === undefined || (count > 0 && count % length === 0)) return;
  const message = "The values are not a whole number of samples.";
  const expected = `a multiple of the ${length} numbers of a sample`;
  throw ENCODED_TIMES({ place: `${place}.values`, message, expected, got: String(count) });
}

function checkTiming(
  { every, shown }: Pick<Plan, "every" | "shown">,
  given: {
    readonly prepared: PreparedEncoder;
    readonly count: number | undefined;
    isSignal: boolean;
  },
): void {
  const { prepared, count, isSignal } = given;
  const { encoder, length, place } = prepared;
  if (isSignal && shown !== undefined) throw heldSignal(encoder.name, place);
  const several = count !== undefined && count > length;
  if (every === undefined && (isSignal || several)) {
    const message = "There are several samples, but no sampling interval.";
    throw ENCODED_TIMES({ place, message, expected: '"every": "10 ms"', got: "none" });
  }
  if (shown !== undefined && every !== undefined && shown > every) {
    const message = "A sample lasts longer than the sampling interval.";
    throw ENCODED_TIMES({ place, message, expected: `at most ${every} ms`, got: `${shown} ms` });
  }
}

/** Return the time until the end of the run, for which a single sample is shown. */
function restOfRun(
  { duration }: EncodedRequest["network"],
  { start, place }: { readonly start: number; readonly place: string },
): number {
  if (duration !== undefined) return readTime(duration, "duration") - start;
  const message = "The duration of the values is missing, and the network has no duration.";
  throw ENCODED_TIMES({ place, message, expected: '"for": "100 ms"', got: "none" });
}

function scaled(
  numbers: ArrayLike<number>,
  { range }: Pick<EncodedTimes, "range">,
  place: string,
): Float64Array {
  if (range === undefined) return Float64Array.from(numbers);
  const [low = Number.NaN, high = Number.NaN] = range;
  if (range.length !== 2 || !(high > low)) {
    const message = "A range must be two numbers, the lower one for 0 and the higher one for 1.";
    const got = `[${range.join(", ")}]`;
    throw ENCODED_TIMES({ place: `${place}.range`, message, expected: "[0, 255]", got });
  }
  return Float64Array.from(numbers, (value) => (value - low) / (high - low));
}
