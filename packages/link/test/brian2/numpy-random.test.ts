import { expect, it } from "vitest";
import { type NumpyState, numpyRandom } from "../../src/brian2/numpy-random.ts";

/** The state after `numpy.random.seed(seed)`. */
function seeded(seed: number): NumpyState {
  const words = new Uint32Array(624);
  words[0] = seed;
  for (let k = 1; k < 624; k++) {
    const last = words[k - 1] as number;
    words[k] = Math.imul(1_812_433_253, last ^ (last >>> 30)) + k;
  }
  return { words, position: 624, spare: undefined };
}

// Drawn by NumPy 2.3.5 after `numpy.random.seed(11)`, in this order.
const uniform = [0.1802696888767692, 0.019475241487624584, 0.4632185264983446];
const normal = [
  -0.5750376366439197, 1.6209438330567791, -0.31889900473546323, -0.009538384426501737,
  0.7020732995464747,
];
const poisson = [
  [0.3, 1],
  [4, 3],
  [9.5, 5],
  [10, 13],
  [33.3, 30],
  [1000, 947],
  [100_000, 100_090],
  [0, 0],
] as const;
const binomial = [
  [10, 0.05, 0],
  [10, 0.9, 9],
  [100, 0.2, 24],
  [1000, 0.01, 12],
  [3, 0.5, 2],
] as const;
const later = [0.4648326691422294, 0.3587346251546558];

it("draws the numbers of NumPy's legacy generator", () => {
  const random = numpyRandom(seeded(11));
  expect(uniform.map(() => random.uniform())).toEqual(uniform);
  // NumPy's logarithm may differ by a unit in the last place.
  for (const expected of normal) expect(random.normal()).toBeCloseTo(expected, 14);
  expect(poisson.map(([mean]) => random.poisson(mean))).toEqual(poisson.map(([, count]) => count));
  expect(binomial.map(([n, p]) => random.binomial(n, p)())).toEqual(binomial.map(([, , k]) => k));
  // Beyond the end of the first 624 words.
  for (let k = 0; k < 698; k++) random.uniform();
  expect([random.uniform(), random.uniform()]).toEqual(later);
});

it("continues from its state", () => {
  const first = numpyRandom(seeded(5));
  first.normal();
  const second = numpyRandom(first.state);
  for (let k = 0; k < 1000; k++) expect(second.normal()).toBe(first.normal());
  first.uniform();
  second.restore(first.state);
  expect(second.uniform()).toBe(first.uniform());
});

// Drawn by NumPy 2.3.5 after `numpy.random.seed(13)`: the last of 201 draws of each.
const large = [
  [1000, 0.3, 289],
  [1000, 0.7, 683],
  [62, 0.5, 25],
  [5000, 0.02, 93],
  [1_000_000, 0.4, 401_160],
  [100_000, 0.99, 99_023],
] as const;

it("draws NumPy's binomial counts with large means", () => {
  const random = numpyRandom(seeded(13));
  const drawn = large.map(([n, p]) => {
    const draw = random.binomial(n, p);
    for (let k = 0; k < 200; k++) draw();
    return draw();
  });
  expect(drawn).toEqual(large.map(([, , count]) => count));
  // The number after them shows that as many uniform numbers were used.
  expect(random.uniform()).toBe(0.6900582163666019);
});

it("draws many numbers as it draws them one by one, across refills", () => {
  const words = Uint32Array.from({ length: 624 }, (_, k) => Math.imul(k + 1, 0x9e3779b1));
  for (const position of [0, 1, 623, 624]) {
    const [one, many] = [0, 1].map(() => numpyRandom({ words, position, spare: undefined }));
    const drawn = new Float64Array(1500);
    many?.uniforms(drawn, 1500);
    expect([...drawn]).toEqual(Array.from(drawn, () => one?.uniform()));
    expect(many?.state).toEqual(one?.state);
  }
});

it("advances its words as the recurrence of the Mersenne Twister says", () => {
  const words = [...seeded(7).words];
  const random = numpyRandom(seeded(7));
  for (let round = 0; round < 3; round++) {
    for (let k = 0; k < 624; k++) {
      const [own, next] = [words[k] as number, words[(k + 1) % 624] as number];
      const joined = (own & 0x80000000) | (next & 0x7fffffff);
      const twisted = (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
      words[k] = ((words[(k + 397) % 624] as number) ^ twisted) >>> 0;
    }
    random.uniforms(new Float64Array(312), 312);
    expect([...random.state.words]).toEqual(words);
  }
});

it("draws the same numbers one by one, many at once, and between words", () => {
  const { words } = seeded(3);
  for (const position of [624, 0, 1, 301, 622, 623]) {
    const [one, many] = [0, 1].map(() => numpyRandom({ words, position, spare: undefined }));
    const numbers = new Float64Array(1500);
    many?.uniforms(numbers.subarray(0, 5), 5);
    many?.uniforms(numbers.subarray(5, 700), 695);
    many?.uniforms(numbers.subarray(700), 800);
    expect([...numbers]).toEqual(Array.from(numbers, () => one?.uniform()));
    expect(many?.state).toEqual(one?.state);
  }
});
