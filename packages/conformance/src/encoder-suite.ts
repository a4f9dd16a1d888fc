import {
  type Configured,
  checkOptionNames,
  type EncoderRecord,
  type OptionNames,
} from "@spikeloom/kernel";
import { encodedSource, encodedStream } from "@spikeloom/network";
import { type Claim, claimsAbout } from "./claim.ts";

/** Inputs for testing an encoder. */
export interface EncoderSuiteOptions {
  /** Shape of the values, or of one sample of a signal. */
  readonly shape: readonly number[];
  /** Consecutive samples of a signal. */
  readonly values: readonly number[];
  /** Sampling interval of a signal, in ms. */
  readonly every?: number;
  /** Maximum decoding error; not tested if missing. */
  readonly within?: number;
}

const names: OptionNames<EncoderSuiteOptions> = {
  shape: true,
  values: true,
  every: true,
  within: true,
};

type Given = EncoderRecord | Configured<EncoderRecord>;

/**
 * Requirements for an encoder.
 *
 * Consecutive windows join, results depend only on values and seed, and a live stream gives the same spikes as a list.
 */
export function encoderSuite(given: Given, options: EncoderSuiteOptions): readonly Claim[] {
  checkOptionNames(options, names, "encoderSuite");
  const { within } = options;
  const claim = claimsAbout("model" in given ? given.model : given);
  const spikes = spikesOf(given, options);
  const whole = spanOf(options);
  return [
    claim("repeats the same spikes", ({ same }) =>
      same("spikes", spikes(0, whole / 2), spikes(0, whole / 2)),
    ),
    claim("gives windows that join seamlessly, in any order of requests", ({ same }) => {
      const cuts = [0, 0.0003, 0.0999, 0.1, 0.4375, 1].map((share) => share * whole);
      const parts = cuts.slice(1).map((until, k) => [cuts[k] ?? 0, until] as const);
      const found = new Map(
        [...parts].reverse().map(([from, until]) => [from, spikes(from, until)]),
      );
      spikes(0, whole).forEach((times, neuron) => {
        const joined = parts.flatMap(([from]) => [...(found.get(from)?.[neuron] ?? [])]);
        same(`spikes of neuron ${neuron}`, joined, [...times]);
      });
    }),
    claim("emits no spikes in an empty window", ({ same }) =>
      same("spikes", count(spikes(whole / 20, whole / 20)), 0),
    ),
    claim("emits spikes", ({ holds }) => holds("spikes", count(spikes(0, whole)) > 0, "none")),
    claim("gives a live stream the same spikes as a list", ({ same }) => {
      const live = liveSpikes(given, options);
      same("spikes of a second stream", liveSpikes(given, options), live);
      if (options.every === undefined) return;
      spikes(0, whole).forEach((times, neuron) => {
        same(`spikes of neuron ${neuron}`, live[neuron], [...times]);
      });
    }),
    ...(isValueByValue(given) ? [encodesEach(given, options)] : []),
    ...(within === undefined ? [] : [decodes(given, { ...options, within })]),
  ];
}

function isValueByValue(given: Given): boolean {
  return ("model" in given ? given.model : given).valueByValue === true;
}

function encodesEach(given: Given, { shape, values }: EncoderSuiteOptions): Claim {
  const trains = (of: readonly number[], sizes: readonly number[], seed: number) =>
    encodedSource(given, sizes).spikes(of, { from: 0, until: 1000, seed });
  return claimsAbout("model" in given ? given.model : given)(
    "encodes a value alone like among others",
    ({ same }) => {
      const alone = values.flatMap((value, k) => trains([value], [1], k).map((one) => [...one]));
      same(
        "spikes",
        trains(values, shape, 3).map((one) => [...one]),
        alone,
      );
    },
  );
}

const count = (trains: readonly Float64Array[]): number =>
  trains.reduce((sum, { length }) => sum + length, 0);

/** Duration of the test: one second, or that of the signal. */
function spanOf({ shape, values, every }: EncoderSuiteOptions): number {
  if (every === undefined) return 1000;
  return (values.length / shape.reduce((product, one) => product * one, 1)) * every;
}

function spikesOf(
  given: Given,
  { shape, values, every }: EncoderSuiteOptions,
): (from: number, until: number) => readonly Float64Array[] {
  const source = encodedSource(given, shape, every === undefined ? {} : { every });
  return (from, until) => source.spikes(values, { from, until, seed: 3 });
}

/** Encode sample by sample; static values are presented twice. */
function liveSpikes(
  given: Given,
  { shape, values, every }: EncoderSuiteOptions,
): readonly (readonly number[])[] {
  const stream = encodedStream(given, shape, { every: every ?? 500, seed: 3 });
  const length = shape.reduce((product, one) => product * one, 1);
  const samples = every === undefined ? [values, values] : chunks(values, length);
  const trains: number[][] = Array.from({ length: stream.neurons }, () => []);
  for (const sample of samples) {
    stream.next(sample).forEach((times, neuron) => {
      trains[neuron]?.push(...times);
    });
  }
  return trains;
}

function chunks(values: readonly number[], length: number): readonly (readonly number[])[] {
  return Array.from({ length: values.length / length }, (_, k) =>
    values.slice(k * length, (k + 1) * length),
  );
}

function decodes(given: Given, options: EncoderSuiteOptions & { readonly within: number }): Claim {
  const { shape, values, every, within } = options;
  return claimsAbout("model" in given ? given.model : given)(
    "decodes its own spikes",
    ({ holds, near }) => {
      const source = encodedSource(given, shape, every === undefined ? {} : { every });
      const window = { from: 0, until: every === undefined ? 10_000 : spanOf(options) };
      const decoded = source.decode?.(source.spikes(values, { ...window, seed: 3 }), window);
      holds("the decoded values", decoded !== undefined, "nothing");
      values.forEach((expected, k) => {
        near(`value ${k}`, decoded?.[k] ?? Number.NaN, { expected, within });
      });
    },
  );
}
