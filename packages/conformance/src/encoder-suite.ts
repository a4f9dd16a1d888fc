import {
  type Configured,
  checkOptionNames,
  type EncoderRecord,
  type OptionNames,
} from "@spikeloom/kernel";
import { encodedSource } from "@spikeloom/network";
import { type Claim, claimsAbout } from "./claim.ts";

/** What an encoder is tried with. */
export interface EncoderSuiteOptions {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  /** How far a decoded value may be from what was encoded; not tried where not given. */
  readonly within?: number;
}

const names: OptionNames<EncoderSuiteOptions> = { shape: true, values: true, within: true };

/** Claims about an encoder: its windows join, and values and seed alone decide. */
export function encoderSuite(
  given: EncoderRecord | Configured<EncoderRecord>,
  options: EncoderSuiteOptions,
): readonly Claim[] {
  checkOptionNames(options, names, "encoderSuite");
  const { shape, values, within } = options;
  const claim = claimsAbout("model" in given ? given.model : given);
  const spikes = (from: number, until: number, seed = 3) =>
    encodedSource(given, shape).spikes(values, { from, until, seed });
  return [
    claim("gives the same spikes again", ({ same }) =>
      same("spikes", spikes(0, 500), spikes(0, 500)),
    ),
    claim(
      "gives windows that join without a seam, in whatever order they are asked",
      ({ same }) => {
        const whole = spikes(0, 1000);
        const cuts = [0, 0.3, 99.9, 100, 437.5, 1000];
        const parts = cuts.slice(1).map((until, k) => [cuts[k] ?? 0, until] as const);
        const found = new Map(
          [...parts].reverse().map(([from, until]) => [from, spikes(from, until)]),
        );
        whole.forEach((times, neuron) => {
          const joined = parts.flatMap(([from]) => [...(found.get(from)?.[neuron] ?? [])]);
          same(`spikes of neuron ${neuron}`, joined, [...times]);
        });
      },
    ),
    claim("gives no spikes in a window without length", ({ same }) =>
      same(
        "spikes",
        spikes(50, 50).flatMap((times) => [...times]),
        [],
      ),
    ),
    ...(within === undefined
      ? []
      : [
          claim("decodes what it has encoded", ({ holds, near }) => {
            const source = encodedSource(given, shape);
            const window = { from: 0, until: 10_000 };
            const decoded = source.decode?.(source.spikes(values, { ...window, seed: 3 }), window);
            holds("what it decodes", decoded !== undefined, "nothing");
            values.forEach((expected, k) => {
              near(`value ${k}`, decoded?.[k] ?? Number.NaN, { expected, within });
            });
          }),
        ]),
  ];
}
