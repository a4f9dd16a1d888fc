import type { SpikeLoomError } from "@spikeloom/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draws, newDraw } from "../../../tools/test/draws.ts";
import { matrixExponential } from "../src/matrix-exponential.ts";
import { propagator } from "../src/propagator.ts";
import { propagators } from "../src/propagators.ts";
import { exactExponential } from "./exact-exponential.ts";

/** The largest relative error of any entry; an entry that is exactly 0 must be 0. */
function worst(got: ArrayLike<number>, exact: readonly number[]): number {
  return Math.max(
    ...exact.map((value, k) => {
      const error = Math.abs((got[k] ?? Number.NaN) - value);
      return value === 0 ? error : error / Math.abs(value);
    }),
  );
}

function errorOf(rows: readonly (readonly number[])[], dt = 1): number {
  const a = Float64Array.from(rows.flat(), (entry) => entry * dt);
  return worst(matrixExponential(a, rows.length), exactExponential(a, rows.length));
}

const [tauM, tauSyn, cM] = [10, 2, 250];

describe("matrixExponential", () => {
  // Every spike of a linear neuron follows from these bits; the tests below check that they are correct.
  it("has the same bits in every version and on every machine", () => {
    let word = 1;
    let hash = 0xcbf29ce484222325n;
    const uniform = (): number => {
      word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
      return word / 2 ** 32;
    };
    const entry = (): number =>
      uniform() < 0.4 ? 0 : (uniform() - 0.6) * 2 ** (20 * uniform() - 14);
    for (let k = 0; k < 500; k++) {
      const n = 1 + (k % 6);
      const result = matrixExponential(Float64Array.from({ length: n * n }, entry), n);
      for (const bits of new BigUint64Array(result.buffer)) {
        hash = BigInt.asUintN(64, (hash ^ bits) * 0x100000001b3n);
      }
    }
    expect(hash.toString(16)).toBe("bdacc686a0591479");
  });

  // Solving exchanges rows here, as the lower left entry is larger than those on the diagonal.
  it("has exact zeros where one variable does not depend on another", () => {
    for (let step = 1; step < 2000; step++) {
      const [slope, drive] = [-step / 3, -2 * (step / 3)];
      const [, above] = matrixExponential(Float64Array.of(slope, 0, drive, slope), 2);
      expect(above).toBe(0);
      const [, second, third, , , sixth] = matrixExponential(
        Float64Array.of(slope, 0, 0, drive, slope, 0, 0, drive, -step),
        3,
      );
      expect([second, third, sixth]).toEqual([0, 0, 0]);
    }
  });

  it("has a reference that agrees with closed forms", () => {
    const [p11, p12, p21, p22] = exactExponential(Float64Array.of(-3, 0, 0.5, -3), 2);
    expect([p11, p12, p22]).toEqual([Math.exp(-3), 0, Math.exp(-3)]);
    expect(p21).toBeCloseTo(0.5 * Math.exp(-3), 15);
  });

  // 1e-14: about 45 roundings of 2.2e-16, for 14 matrix products of small matrices.
  it.each([
    [
      "leaky neuron with exponential current",
      [
        [-1 / tauSyn, 0],
        [1 / cM, -1 / tauM],
      ],
    ],
    [
      "leaky neuron with alpha current",
      [
        [-1 / 2, 0, 0],
        [1, -1 / 2, 0],
        [0, 1 / 250, -1 / 10],
      ],
    ],
    [
      "two receptors, one slow",
      [
        [-1 / 0.5, 0, 0],
        [0, -1 / 100, 0],
        [4, 4, -1 / 20],
      ],
    ],
    [
      "constant drift",
      [
        [0, 1],
        [0, 0],
      ],
    ],
    [
      "integrator behind a filter",
      [
        [-1 / 5, 0],
        [1, 0],
      ],
    ],
    [
      "Tsodyks chain",
      [
        [-1 / 3, 0, 0],
        [1 / 3, -1 / 800, 0],
        [0, 1 / 800, 0],
      ],
    ],
    [
      "loop with a zero eigenvalue",
      [
        [-1 / 3, 1 / 7],
        [1 / 3, -1 / 7],
      ],
    ],
    [
      "couplings far above the rates",
      [
        [-1 / 20, 1e6],
        [0, -1 / 5],
      ],
    ],
    [
      "couplings far below the rates",
      [
        [-1 / 20, 1e-12],
        [0, -1 / 5],
      ],
    ],
    ["single rate", [[-1 / 20]]],
  ] as const)("solves the %s to 1e-14 in every entry", (_, rows) => {
    for (const dt of [0.001, 0.1, 1]) expect(errorOf(rows, dt)).toBeLessThan(1e-14);
  });

  it.each([1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-13, 0])(
    "is smooth where the time constants differ by a fraction of %s",
    (difference) => {
      // NEST's formula divides by this difference; ours has no such division.
      const rows = [
        [-1 / (tauM * (1 + difference)), 0],
        [1 / cM, -1 / tauM],
      ];
      expect(errorOf(rows, 0.1)).toBeLessThan(1e-14);
    },
  );

  it("turns an undamped oscillator by the exact angle", () => {
    const angle = 0.7;
    const got = matrixExponential(Float64Array.of(0, angle, -angle, 0), 2);
    const exact = [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle)];
    expect(worst(got, exact)).toBeLessThan(1e-14);
  });

  it("damps an oscillator over many steps", () => {
    // 100 steps of 1e-14 at worst, against the closed form of x'' + 0.1 x' + x = 0.
    const step = matrixExponential(Float64Array.of(0, 0.1, -0.1, -0.01), 2);
    let [x, y] = [1, 0];
    for (let k = 0; k < 100; k++) {
      [x, y] = [(step[0] ?? 0) * x + (step[1] ?? 0) * y, (step[2] ?? 0) * x + (step[3] ?? 0) * y];
    }
    const omega = Math.sqrt(1 - 0.05 ** 2);
    const exact = Math.exp(-0.5) * (Math.cos(10 * omega) + (0.05 / omega) * Math.sin(10 * omega));
    expect(Math.abs(x / exact - 1)).toBeLessThan(1e-12);
  });

  it("keeps stiff decays", () => {
    // exp(-x) loses x roundings to its argument: 100 * 2.2e-16, and squarings double it.
    expect(
      errorOf([
        [-100, 0],
        [1, -0.001],
      ]),
    ).toBeLessThan(1e-13);
    expect(matrixExponential(Float64Array.of(-1e6), 1)[0]).toBe(0);
  });

  it("is exact on arbitrary cascades of filters", () => {
    const rate = fc.double({ min: 1e-3, max: 2, noNaN: true });
    const coupling = fc.double({ min: 0, max: 1, noNaN: true }).map((c) => (c < 1e-6 ? 0 : c));
    fc.assert(
      fc.property(
        fc.array(rate, { minLength: 4, maxLength: 4 }),
        fc.array(coupling, { minLength: 6, maxLength: 6 }),
        (rates, couplings) => {
          const next = couplings.values();
          const rows = rates.map((own, i) =>
            rates.map((_, j) => (j < i ? (next.next().value ?? 0) : j === i ? -own : 0)),
          );
          // Norm below 5.4, so no squarings; all entries of exp are sums of positive terms.
          expect(errorOf(rows)).toBeLessThan(1e-14);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("returns finite numbers or a coded error for any matrix", () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { minLength: 9, maxLength: 9 }), (entries) => {
        try {
          expect(matrixExponential(Float64Array.from(entries), 3).every(Number.isFinite)).toBe(
            true,
          );
        } catch (error) {
          expect((error as SpikeLoomError).code).toBe("SL_MATRIX_NOT_FINITE");
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("propagator", () => {
  it("gives the published propagators of the leaky neuron", () => {
    const h = 0.1;
    const { p, q } = propagator(
      {
        states: 2,
        inputs: 1,
        a: Float64Array.of(-1 / tauSyn, 0, 1 / cM, -1 / tauM),
        b: Float64Array.of(0, 1 / cM),
      },
      h,
    );
    // Rotter & Diesmann 1999; expm1 preserves digits where they subtract nearly equal numbers.
    const p21 =
      ((tauM * tauSyn) / (cM * (tauSyn - tauM))) *
      (Math.expm1(-h / tauSyn) - Math.expm1(-h / tauM));
    const p20 = (-tauM / cM) * Math.expm1(-h / tauM);
    // P21 by the formula loses a digit to its difference: 1e-14 covers it.
    expect(worst(p, [Math.exp(-h / tauSyn), 0, p21, Math.exp(-h / tauM)])).toBeLessThan(1e-14);
    expect(worst(q.subarray(1), [p20])).toBeLessThan(1e-14);
  });

  it("gives the published propagators of the alpha current", () => {
    const h = 0.1;
    const { p } = propagator(
      {
        states: 2,
        inputs: 0,
        a: Float64Array.of(-1 / tauSyn, 0, 1, -1 / tauSyn),
        b: new Float64Array(0),
      },
      h,
    );
    const decay = Math.exp(-h / tauSyn);
    expect(worst(p, [decay, 0, h * decay, decay])).toBeLessThan(1e-14);
  });

  it("integrates a constant drift", () => {
    const system = { states: 1, inputs: 1, a: Float64Array.of(0), b: Float64Array.of(3) };
    expect(propagator(system, 0.1)).toEqual({ p: Float64Array.of(1), q: Float64Array.of(3 * 0.1) });
  });

  it("combines two half steps to a whole one", () => {
    const rate = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.array(rate, { minLength: 6, maxLength: 6 }), (entries) => {
        const system = {
          states: 2,
          inputs: 1,
          a: Float64Array.from(entries.slice(0, 4)),
          b: Float64Array.from(entries.slice(4)),
        };
        const [half, whole] = [propagator(system, 0.5), propagator(system, 1)];
        const run = ({ p, q }: typeof half, x: readonly number[]): number[] =>
          [0, 1].map(
            (i) => (p[2 * i] ?? 0) * (x[0] ?? 0) + (p[2 * i + 1] ?? 0) * (x[1] ?? 0) + (q[i] ?? 0),
          );
        const [twice, once] = [run(half, run(half, [1, -1])), run(whole, [1, -1])];
        // Growth over one step is at most e^4 = 55 of numbers near 1.
        for (const i of [0, 1])
          expect(Math.abs((twice[i] ?? 0) - (once[i] ?? 0))).toBeLessThan(1e-12);
      }),
    );
  });
});

describe("propagators", () => {
  // Some entries zero in all, some equal, some too large for the approximant or with a pivot below the diagonal.
  const scale = fc.constantFrom(0, 0, 0.01, 1, 1, 40);
  const form = fc.record({
    states: fc.integer({ min: 1, max: 4 }),
    inputs: fc.integer({ min: 0, max: 2 }),
    scales: fc.array(scale, { minLength: 24, maxLength: 24 }),
    alike: fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
    count: fc.constantFrom(1, 63, 64, 300),
    seed: fc.nat(),
  });

  it("have the bits of one after the other", () => {
    fc.assert(
      fc.property(form, ({ states, inputs, scales, alike, count, seed }) => {
        const draw = newDraw(seed, 0);
        const drawn = (): number => draw(2001) / 1000 - 1;
        const entries = (columns: number, first: number): (number | Float64Array)[] =>
          Array.from({ length: states * columns }, (_, at) => {
            const size = scales[first + at] as number;
            if (alike[first + at] || size === 0) return size * drawn();
            return Float64Array.from({ length: count }, () => size * drawn());
          });
        const batch = { states, inputs, count, a: entries(states, 0), b: entries(inputs, 16) };
        const found = propagators(batch, 1);
        for (let k = 0; k < count; k++) {
          const of = (entry: number | Float64Array): number =>
            typeof entry === "number" ? entry : (entry[k] as number);
          const [a, b] = [Float64Array.from(batch.a, of), Float64Array.from(batch.b, of)];
          const { p, q } = propagator({ states, inputs, a, b }, 1);
          const rows = Array.from({ length: states }, (_, i) => [
            ...p.subarray(i * states, (i + 1) * states),
            ...q.subarray(i * inputs, (i + 1) * inputs),
          ]);
          const got = found.map((values) => values?.[k] ?? 0);
          expect(got.every((value, at) => Object.is(value, rows.flat()[at]))).toBe(true);
        }
      }),
      { numRuns: draws({ ci: 60, long: 2000 }) },
    );
  });
});
