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
import { type PreparedEncoder, prepareEncoder, readValues } from "./prepared-encoder.ts";

/** Where encoded spikes go to. */
export interface EncodedRequest {
  readonly stack: Stack;
  readonly network: Pick<NetworkRecord, "duration" | "trial">;
  readonly population: string;
  /** Neurons of the population. */
  readonly size: number;
  readonly seed: number;
  readonly load?: DataLoader | undefined;
}

/** Say whether spike times are those that an encoder makes. */
export function isEncoded(times: unknown): times is EncodedTimes {
  return typeof times === "object" && times !== null && "encoder" in times;
}

/** Encode the samples of a population one after another: spike times in ms, one array for each neuron. */
export function resolveEncodedTimes(
  record: EncodedTimes,
  request: EncodedRequest,
): readonly Float64Array[] {
  const { network, population, seed, load } = request;
  const place = placeOf(population);
  const { values } = record;
  const numbers = scaled(
    isList(values) ? values : loadData({ path: "/", ...values }, load, place),
    record,
    place,
  );
  const { configured, shape, length, start, shown, ...plan } = planTimes(record, {
    ...request,
    count: numbers.length,
  });
  const every = plan.every ?? shown ?? restOfRun(network, { start, place });
  const key = streamKey(seed, `encode/${population}`, network.trial);
  const own = stream(key, 0).integer(2 ** 53);
  const encoded = encodedStream(configured, shape, { every, start, for: shown, seed: own, place });
  const trains: number[][] = Array.from({ length: encoded.neurons }, () => []);
  for (let at = 0; at < numbers.length; at += length) {
    encoded.next(numbers.subarray(at, at + length)).forEach((train, neuron) => {
      for (const time of train) trains[neuron]?.push(time);
    });
  }
  return trains.map((train) => Float64Array.from(train));
}

/** Check what can be known of encoded times before they are encoded: names, units, shapes. */
export function checkEncodedTimes(
  record: EncodedTimes,
  request: Pick<EncodedRequest, "stack" | "population" | "size">,
): void {
  const { values } = record;
  planTimes(record, { ...request, count: isList(values) ? values.length : undefined });
  if (!isList(values)) return;
  const place = placeOf(request.population);
  const numbers = scaled(values, record, place);
  readValues(numbers, { length: numbers.length, place });
}

const placeOf = (population: string): string => `populations.${population}.times`;

function isList(values: EncodedTimes["values"]): values is readonly number[] | Float64Array {
  return Array.isArray(values) || ArrayBuffer.isView(values);
}

interface Plan {
  readonly configured: Configured<EncoderRecord>;
  readonly shape: readonly number[];
  /** Numbers of one sample. */
  readonly length: number;
  readonly start: number;
  readonly every: number | undefined;
  readonly shown: number | undefined;
}

function planTimes(
  record: EncodedTimes,
  request: Pick<EncodedRequest, "stack" | "population" | "size"> & {
    /** How many numbers there are; undefined before their file is read. */
    readonly count: number | undefined;
  },
): Plan {
  const { stack, population, count } = request;
  const place = placeOf(population);
  const encoder = stack.find("encoder", record.encoder);
  if (encoder === undefined) {
    const names = stack.list("encoder").map(({ name }) => name);
    throw unknownPlugin("encoder", record.encoder, { place: `${place}.encoder`, names });
  }
  const configured = { model: encoder, parameters: record.parameters ?? {} };
  const isSignal = encoder.begin !== undefined;
  const shape = record.shape ?? [isSignal ? 1 : (count ?? 1)];
  const prepared = prepareEncoder(configured, shape, place);
  const known = record.shape !== undefined || isSignal || count !== undefined;
  if (known) checkCounts(prepared, request);
  const time = (name: "start" | "every" | "for"): number | undefined =>
    record[name] === undefined ? undefined : readTime(record[name], `${place}.${name}`);
  const [every, shown, start = 0] = [time("every"), time("for"), time("start")];
  checkTiming({ every, shown }, { prepared, count, isSignal });
  return { configured, shape, length: prepared.length, start, every, shown };
}

function checkCounts(
  { encoder, neurons, length, place }: PreparedEncoder,
  { size, count }: { readonly size: number; readonly count: number | undefined },
): void {
  if (neurons !== size) {
    const message = `"${encoder.name}" needs another number of neurons for values of this shape.`;
    const [expected, got] = [`"size": ${neurons}`, `"size": ${size}`];
    throw ENCODED_TIMES({ place, message, expected, got, next: "Change the size or the shape." });
  }
  if (count === undefined || (count > 0 && count % length === 0)) return;
  const message = "The values are no whole number of samples.";
  const expected = `a multiple of ${length} numbers, which one sample has`;
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
    const message = "Samples follow one another, and the time between them is not given.";
    throw ENCODED_TIMES({ place, message, expected: '"every": "10 ms"', got: "none" });
  }
  if (shown !== undefined && every !== undefined && shown > every) {
    const message = "A sample is shown for longer than until the next one.";
    throw ENCODED_TIMES({ place, message, expected: `at most ${every} ms`, got: `${shown} ms` });
  }
}

/** One sample is shown to the end of the run. */
function restOfRun(
  { duration }: EncodedRequest["network"],
  { start, place }: { readonly start: number; readonly place: string },
): number {
  if (duration !== undefined) return readTime(duration, "duration") - start;
  const message = "How long the values are shown is not given, and the network states no duration.";
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
    const message = "A range is the number that counts as 0 and the greater one that counts as 1.";
    const got = `[${range.join(", ")}]`;
    throw ENCODED_TIMES({ place: `${place}.range`, message, expected: "[0, 255]", got });
  }
  return Float64Array.from(numbers, (value) => (value - low) / (high - low));
}
