import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type {
  DistributionName,
  DistributionValues,
} from "../../src/api/random/distribution-names.ts";
import { KeyedRNG } from "../../src/api/random/keyed-rng.ts";
import { NumpyRNG } from "../../src/api/random/numpy-rng.ts";
import { RandomDistribution } from "../../src/api/random/random-distribution.ts";

interface Fixture {
  readonly uniform: Readonly<Record<string, readonly number[]>>;
  readonly distributions: readonly {
    readonly name: string;
    readonly parameters: Readonly<Record<string, number>>;
    readonly seed: number;
    readonly first: readonly number[];
    readonly last: number;
    readonly sum: number;
    readonly n: number;
  }[];
  readonly permutations: readonly {
    readonly n: number;
    readonly seed: number;
    readonly values: readonly number[];
    readonly then: number;
  }[];
}

// Made by PyNN 0.13.0 on NumPy 2.3.5.
const fixture = JSON.parse(
  readFileSync(new URL("fixtures/random.json", import.meta.url), "utf8"),
) as Fixture;
const exact = ["uniform", "uniform_int", "poisson", "binomial"];

describe("NumpyRNG returns NumPy's numbers", () => {
  it.each(Object.entries(fixture.uniform))(
    "uniform numbers of seed %s, bit for bit",
    (seed, want) => {
      expect([...NumpyRNG({ seed: Number(seed) }).next(want.length)]).toEqual(want);
    },
  );

  it.each(fixture.permutations)(
    "the permutation of $n, bit for bit",
    ({ n, seed, values, then }) => {
      const rng = NumpyRNG({ seed });
      expect([...rng.permutation(n)]).toEqual(values);
      expect(rng.next(1)[0]).toBe(then);
    },
  );

  it.each(fixture.distributions)("$name $parameters, to the last bit but one", (one) => {
    const { name, parameters, seed, first, last, sum, n } = one;
    const got = RandomDistribution(name as "normal", parameters as never, NumpyRNG({ seed })).next(
      n,
    );
    // Logarithms are rounded correctly here, and to 0.52 units of the last place in glibc.
    const slack = exact.includes(name) ? 0 : 1e-15;
    first.forEach((want, k) => {
      expect(Math.abs((got[k] as number) - want)).toBeLessThanOrEqual(slack * Math.abs(want) * 10);
    });
    expect(Math.abs((got[n - 1] as number) - last)).toBeLessThanOrEqual(
      10 * slack * Math.abs(last),
    );
    const total = got.reduce((all, value) => all + value, 0);
    const sizes = got.reduce((all, value) => all + Math.abs(value), 0);
    expect(Math.abs(total - sum)).toBeLessThanOrEqual(1e-12 * sizes);
  });

  it("copies do not advance it, and include the second normal value", () => {
    const rng = NumpyRNG({ seed: 4 });
    rng.open("a").normal();
    const [copied, went] = [rng.copy("b").normal(), rng.open("c").normal()];
    expect(copied).toBe(went);
  });
});

describe("KeyedRNG", () => {
  it("has separate numbers for each purpose, whatever was drawn before", () => {
    const [one, other] = [KeyedRNG({ seed: 1 }), KeyedRNG({ seed: 1 })];
    one.open("a").normal();
    const [x, y] = [one.open("b").uniform(), other.open("b").uniform()];
    expect(x).toBe(y);
    expect(one.open("b").uniform()).not.toBe(x);
    expect(other.open("a").uniform()).not.toBe(other.open("a").uniform());
  });

  it("draws distributions with the correct mean", () => {
    const rng = KeyedRNG({ seed: 3 });
    const mean = <D extends DistributionName>(name: D, parameters: DistributionValues<D>) =>
      RandomDistribution(name, parameters, rng)
        .next(20_000)
        .reduce((all, value) => all + value / 20_000, 0);
    // Four standard errors of 20,000 draws.
    expect(Math.abs(mean("gamma", { k: 4, theta: 0.5 }) - 2)).toBeLessThan(0.029);
    expect(Math.abs(mean("uniform_int", { low: 0, high: 5 }) - 2)).toBeLessThan(0.041);
    expect(Math.abs(mean("lognormal", { mu: 0, sigma: 0.5 }) - Math.exp(0.125))).toBeLessThan(
      0.018,
    );
  });
});

describe("faults", () => {
  it("names the missing parameters of a distribution", () => {
    const rng = NumpyRNG({ seed: 1 });
    expect(() => RandomDistribution("normal", { mu: 1 } as never, rng)).toThrow(
      /SL_PYNN_DISTRIBUTION at normal.*Expected numbers for mu, sigma, got mu = 1/,
    );
    expect(() => RandomDistribution("cauchy" as "normal", [1, 2], rng)).toThrow(
      /one of binomial, gamma/,
    );
    expect(() => RandomDistribution("normal_clipped", [0, 1, 99, 100], rng).next(2)).toThrow(
      /SL_PYNN_DISTRIBUTION at normal_clipped/,
    );
    expect(() => NumpyRNG({ seed: -1 })).toThrow(/SL_PYNN_SEED/);
    expect(() => KeyedRNG({ seed: 0.5 })).toThrow(/SL_PYNN_SEED/);
  });
});
