import {
  type Configured,
  callPlugin,
  checkOptionNames,
  type EncoderRecord,
  type OptionNames,
  type SignalEncoding,
  type SpikeLoomError,
  type StillEncoderRecord,
} from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import { ENCODED_COUNT, ENCODED_TIMES } from "../errors.ts";
import { type PreparedEncoder, prepareEncoder, readValues } from "./prepared-encoder.ts";
import { stillSpikes } from "./still-spikes.ts";

/** Timing of the samples. */
export interface StreamOptions {
  /** Sampling interval in ms. */
  readonly every: number;
  /** Presentation time of static values in ms; by default until the next sample. */
  readonly for?: number | undefined;
  /** Time of the first sample in ms. */
  readonly start?: number | undefined;
  readonly seed: number;
  /** Name for error messages. */
  readonly place?: string | undefined;
}

/**
 * Return a time in ms longer than any output of the encoder.
 *
 * It serves as the time to the next sample when all spikes of one are requested.
 */
export const endless: number = 2 ** 53;

const names: OptionNames<StreamOptions> = {
  every: true,
  for: true,
  start: true,
  seed: true,
  place: true,
};

/** Samples that are encoded in sequence, from a list or live. */
export interface EncodedStream {
  readonly neurons: number;
  /** Time of the next sample in ms. */
  readonly time: number;
  /** Encode the next sample: its spikes in ms, ascending, one array per neuron. */
  next(values: ArrayLike<number>): readonly Float64Array[];
}

/**
 * Encode a sequence of samples of a given shape.
 *
 * For images shown in turn, or a signal. The spikes of a sample lie between its time and that of the next one. They
 * depend on the samples up to it, the options and the number of previous samples, so a live stream and a list give the
 * same spikes.
 */
export function encodedStream(
  given: EncoderRecord | Configured<EncoderRecord>,
  shape: readonly number[],
  options: StreamOptions,
): EncodedStream {
  checkOptionNames(options, names, "encodedStream");
  return streamOf(prepareEncoder(given, shape, options.place), options);
}

/**
 * Encode samples independently, with an encoder whose spikes end.
 *
 * Returns a function that takes the next sample and returns all of its spikes in ms from its start, one array per neuron: those
 * of the stream of the same seed. Throws `SL_ENCODED_TIMES` for an encoder whose spikes do not end.
 */
export function encodedSamples(
  given: EncoderRecord | Configured<EncoderRecord>,
  shape: readonly number[],
  options: Pick<StreamOptions, "seed" | "place">,
): (values: ArrayLike<number>) => readonly Float64Array[] {
  checkOptionNames(options, { seed: true, place: true }, "encodedSamples");
  const prepared = prepareEncoder(given, shape, options.place);
  const { encoder, place } = prepared;
  if (encoder.begin !== undefined || encoder.ends !== true) {
    const message = `"${encoder.name}" emits spikes as long as a sample is presented.`;
    const next = "Use encodedStream, which sets the duration of each sample.";
    throw ENCODED_TIMES({ place, message, got: encoder.name, next });
  }
  const seeds = sampleSeeds(options.seed);
  return (values) => {
    const sample = readValues(values, prepared);
    return stillSpikes(encoder, sample, {
      from: 0,
      until: Number.POSITIVE_INFINITY,
      seed: seeds(),
      prepared,
    });
  };
}

/** Generate a seed per sample, so that the spike trains of samples are independent. */
function sampleSeeds(seed: number): () => number {
  const seeds = stream(streamKey(seed, "encode"), 0);
  return () => seeds.integer(2 ** 53);
}

/** Encode samples with an encoder whose parameters are set. */
export function streamOf(prepared: PreparedEncoder, options: StreamOptions): EncodedStream {
  const { every, start = 0, seed } = options;
  checkEvery(every, prepared);
  const next = encodeNext(prepared, options);
  const seeds = sampleSeeds(seed);
  let count = 0;
  return {
    neurons: prepared.neurons,
    get time() {
      return start + count * every;
    },
    next(values) {
      const begin = start + count * every;
      const trains = next(readValues(values, prepared), seeds());
      count++;
      return trains.map((times) => times.map((time) => begin + time));
    },
  };
}

function checkEvery(every: number, { place }: PreparedEncoder): void {
  if (every > 0) return;
  const message = "The time between samples must be above 0.";
  throw ENCODED_TIMES({ place, message, expected: "a time above 0 ms", got: `${every} ms` });
}

/** Encodes a sample; times are relative to its start. */
type EncodeNext = (values: Float64Array, seed: number) => readonly Float64Array[];

function encodeNext(prepared: PreparedEncoder, options: StreamOptions): EncodeNext {
  const { encoder, shape, parameters, place } = prepared;
  const { every, for: shown = every, seed } = options;
  if (encoder.begin === undefined) {
    const until = Math.min(shown, every);
    // A presentation time states that the spikes are cut off on purpose.
    if (encoder.ends === true && options.for === undefined)
      return wholeSpikes(encoder, options, prepared);
    return (values, own) => stillSpikes(encoder, values, { from: 0, until, seed: own, prepared });
  }
  if (options.for !== undefined) throw heldSignal(encoder.name, place);
  const begun: unknown = callPlugin(encoder, place, () =>
    encoder.begin(shape, { parameters, every, seed }),
  );
  if (isEncoding(begun)) return (values) => signalSpikes(begun, values, { prepared, every });
  throw prepared.wrong("the state of a signal", 'a record with "next"', begun);
}

/** Encode samples whose spikes end before the next sample. */
function wholeSpikes(
  encoder: StillEncoderRecord,
  { every }: StreamOptions,
  prepared: PreparedEncoder,
): EncodeNext {
  return (values, seed) => {
    const window = { from: 0, until: Number.POSITIVE_INFINITY, seed };
    const trains = stillSpikes(encoder, values, { ...window, prepared });
    const last = trains.reduce((most, times) => Math.max(most, times.at(-1) ?? 0), 0);
    if (last < every) return trains;
    throw ENCODED_TIMES({
      place: prepared.place,
      message: `Spikes of "${encoder.name}" occur after the next sample, and would be lost.`,
      expected: `more than ${Number(last.toPrecision(6))} ms from one sample to the next`,
      got: `${every} ms`,
      next: 'Increase "every", or set the duration of a sample with "for".',
    });
  };
}

/** Create the error for a signal sample with a presentation time. */
export function heldSignal(name: string, place: string): SpikeLoomError {
  const message = `"${name}" encodes a signal, whose samples each hold until the next one.`;
  return ENCODED_TIMES({ place, message, got: '"for"', next: 'Remove "for".' });
}

/** Maximum number of spikes between two samples: in total, or as many as there are neurons if that is more. */
const most = { all: 2 ** 20, each: 2 ** 10 };

function isEncoding(begun: unknown): begun is SignalEncoding {
  return typeof begun === "object" && begun !== null && "next" in begun;
}

/** Feed a sample to a signal encoder; simultaneous spikes are sorted. */
function signalSpikes(
  encoding: SignalEncoding,
  sample: Float64Array,
  { prepared, every }: { readonly prepared: PreparedEncoder; readonly every: number },
): readonly Float64Array[] {
  const { encoder, neurons, place, wrong } = prepared;
  const trains: number[][] = Array.from({ length: neurons }, () => []);
  const limit = Math.max(most.all, most.each * neurons);
  let count = 0;
  callPlugin(encoder, place, () =>
    encoding.next(sample, (neuron, after) => {
      const train = trains[neuron];
      if (train === undefined) throw wrong("a neuron", `one from 0 to ${neurons - 1}`, neuron);
      if (!(after >= 0 && after < every)) {
        throw wrong("a spike time", `one from 0 to below ${every} ms after its sample`, after);
      }
      if (++count > limit) throw ENCODED_COUNT({ place, encoder: encoder.name, limit });
      train.push(after);
    }),
  );
  return trains.map((times) => Float64Array.from(times).sort());
}
