import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { NetworkRecord } from "@spikeloom/kernel";
import { weightConversion } from "@spikeloom/program/derive";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { type LoihiDialectName, loihiDialects, loihiSynapse } from "../src/index.ts";
import { weightConversions } from "../src/synapse.ts";
import { head, onChip } from "./run-chip.ts";

// Networks that tools/python/loihi_vectors.py ran with lava-nc and nengo-loihi, those without refractoriness with both.

interface Projection {
  readonly bits: number;
  readonly exponent: number;
  readonly mixed: number;
  /** By source, then by target. */
  readonly weights: readonly (readonly number[])[];
}

interface Answer {
  readonly spikes: readonly (readonly [number, number])[];
  readonly hash: number;
  readonly u: readonly (readonly number[])[];
  readonly v: readonly (readonly number[])[];
}

interface Case extends Readonly<Record<LoihiDialectName, Answer | null>> {
  readonly du: number;
  readonly dv: number;
  readonly v_threshold: number;
  readonly bias: readonly number[];
  readonly bias_exp: number;
  readonly refractory_steps: number;
  readonly inputs: readonly (readonly number[])[];
  readonly outside: Projection;
  readonly recurrent: Projection;
}

/** Hashes of what one spike of each mantissa adds to the accumulator. */
interface Format extends Readonly<Record<LoihiDialectName, number>> {
  readonly bits: number;
  readonly mixed: number;
  readonly sign: number;
  readonly exponent: number;
}

const file = new URL("vectors/public-models.json.gz", import.meta.url);
const { cases, formats, steps, every } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
  readonly cases: readonly Case[];
  readonly formats: readonly Format[];
  readonly steps: number;
  readonly every: number;
};

function networkOf({ inputs, outside, recurrent, bias, ...one }: Case): NetworkRecord {
  const { du, dv, v_threshold, bias_exp, refractory_steps } = one;
  const projection = (from: string, { weights, bits, exponent, mixed }: Projection) => ({
    from,
    to: "N",
    connector: {
      kind: "pairs",
      pairs: weights.flatMap((own, source) => own.map((_, target) => [source, target])),
    },
    weight: weights.flat(),
    delay: "0 ms",
    synapse: loihiSynapse({ bits, exponent, mixed }),
  });
  return {
    ...head,
    duration: `${steps} ms`,
    populations: {
      outside: {
        model: "spike-array",
        size: inputs.length,
        times: inputs.map((own) => own.map((step) => `${step + 1} ms`)),
      },
      N: {
        model: "loihi-cuba",
        size: bias.length,
        parameters: { du, dv, v_threshold, bias, bias_exp, refractory_steps },
      },
    },
    projections: [projection("outside", outside), projection("N", recurrent)],
    record: [{ population: "N", variables: ["spikes", "u", "v"] }],
  };
}

/** The hash of the script. */
function hashOf(values: Iterable<number>): number {
  const prime = 2147483647;
  let code = 0;
  for (const value of values) code = (((31 * code + value) % prime) + prime) % prime;
  return code;
}

const known = (dialect: LoihiDialectName) =>
  cases.flatMap((one, which) => {
    const answer = one[dialect];
    return answer === null ? [] : [{ which, one, answer }];
  });

it("agree where the dialects do", () => {
  const both = cases.filter(({ lava }) => lava !== null);
  const same = both.filter(
    (one) => JSON.stringify(one.lava) === JSON.stringify(one["nengo-loihi"]),
  );
  // A quarter was drawn within the agreement, and most of the others differ.
  expect(same.length).toBeGreaterThanOrEqual(cases.length / 4);
  expect(same.length).toBeLessThan(both.length);
});

it.each(["lava", "nengo-loihi"] as const)("%s stores all weights so", (name) => {
  expect(formats).toHaveLength(7 * 3 * 15);
  const dialect = loihiDialects[name];
  const wrong = formats.filter(({ bits, mixed, sign, exponent, ...hashes }) => {
    const { delivered } = weightConversions(dialect, { bits, mixed, exponent });
    const convert = weightConversion(delivered);
    const mantissas = Array.from({ length: mixed === 1 ? 512 : 256 }, (_, k) =>
      mixed === 1 ? k - 256 : sign * k,
    );
    // The sum of one weight is shifted down where a dialect shifts sums.
    const arriving = mantissas.map((mantissa) => 64 * Math.floor(convert(mantissa)));
    return hashOf(arriving) !== hashes[name];
  });
  expect(wrong).toEqual([]);
});

describe.each([
  ["lava", 125],
  ["nengo-loihi", 200],
] as const)("networks of %s", (dialect, count) => {
  const all = known(dialect);

  it("are as many as stated, and spike", () => {
    expect(all).toHaveLength(count);
    const spikes = all.map(({ answer }) => answer.spikes.length);
    expect(spikes.filter((one) => one > 0).length).toBeGreaterThan(count / 2);
  });

  const here = all.filter((_, k) => long || k % 4 === 0);
  it.each(here)("have its registers and spikes: $which", async ({ one, answer }) => {
    const { values, spikes } = await onChip(networkOf(one), { dialect });
    const { u = [], v = [] } = values;
    const some = (rows: typeof u) => rows.filter((_, step) => step % every === 0);
    expect(some(u)).toEqual(answer.u);
    expect(some(v)).toEqual(answer.v);
    expect(spikes).toEqual(answer.spikes);
    expect(hashOf(u.flatMap((row, step) => [...row, ...(v[step] ?? [])]))).toBe(answer.hash);
  });
});
