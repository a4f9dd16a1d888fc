import { hostFunctions } from "@spikeloom/equations/functions";
import { mersenneTwister, wordCount } from "./mersenne-twister.ts";

/** The state of NumPy's legacy generator. */
export interface NumpyState {
  readonly words: Uint32Array;
  readonly position: number;
  /** The second of a pair of normal numbers. */
  readonly spare: number | undefined;
}

/** NumPy's legacy generator (`numpy.random.RandomState`), which draws the same numbers. */
export interface NumpyRandom {
  /** Draw from [0, 1). */
  uniform(): number;
  /** Draw from [0, 1) this many times. */
  uniforms(into: Float64Array, count: number): void;
  /** Draw from the standard normal distribution. */
  normal(): number;
  poisson(mean: number): number;
  /** Prepare draws from a binomial distribution. */
  binomial(count: number, probability: number): () => number;
  readonly state: NumpyState;
  /** Continue from another state. */
  restore(state: NumpyState): void;
}

const { exp, log, sqrt } = hostFunctions as Record<"exp" | "log" | "sqrt", (x: number) => number>;

/** Continue a generator from a state. */
export function numpyRandom(start: NumpyState): NumpyRandom {
  const { words, fractions, advance, renew } = mersenneTwister();
  words.set(start.words);
  let { position, spare } = start;
  // The first word of the pairs in `fractions`, 0 or 1; undefined after a change of the words.
  let first: number | undefined;
  const word = (): number => {
    if (position === wordCount) {
      advance();
      first = undefined;
      position = 0;
    }
    return tempered(words[position++] as number);
  };
  /** Return the index of the next fraction, whose words are both there. */
  const nextFraction = (): number => {
    const wanted = position % 2;
    if (first !== wanted) renew(wanted);
    first = wanted;
    return (position - wanted) / 2;
  };
  const uniform = (): number => {
    if (position > wordCount - 2) {
      const high = word();
      return fraction(high, word());
    }
    const index = nextFraction();
    position += 2;
    return fractions[index] as number;
  };
  return {
    uniform,
    uniforms(into, count) {
      for (let k = 0; k < count; ) {
        const length = Math.min(count - k, (wordCount - position) >> 1);
        if (length === 0) {
          into[k++] = uniform();
          continue;
        }
        const from = nextFraction();
        into.set(fractions.subarray(from, from + length), k);
        position += 2 * length;
        k += length;
      }
    },
    // The polar method (Marsaglia & Bray 1964).
    normal() {
      if (spare !== undefined) {
        const kept = spare;
        spare = undefined;
        return kept;
      }
      for (;;) {
        const x = 2 * uniform() - 1;
        const y = 2 * uniform() - 1;
        const square = x * x + y * y;
        if (square >= 1 || square === 0) continue;
        const scale = sqrt((-2 * log(square)) / square);
        spare = scale * x;
        return scale * y;
      }
    },
    poisson: (mean) => drawPoisson(mean, uniform),
    binomial: (count, probability) => binomialDraw(count, probability, uniform),
    get state() {
      return { words: words.slice(), position, spare };
    },
    restore(state) {
      words.set(state.words);
      first = undefined;
      ({ position, spare } = state);
    },
  };
}

function tempered(word: number): number {
  let y = word ^ (word >>> 11);
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >>> 18);
}

/** A number of [0, 1) with 53 bits of two words. */
function fraction(high: number, low: number): number {
  return ((high >>> 5) * 67_108_864 + (low >>> 6)) / 9_007_199_254_740_992;
}

type Uniform = () => number;

function drawPoisson(mean: number, uniform: Uniform): number {
  if (mean >= 10) return drawLargePoisson(mean, uniform);
  if (!(mean > 0)) return 0;
  // Products of uniform numbers (Knuth 1969).
  const least = exp(-mean);
  let count = 0;
  for (let product = uniform(); product > least; product *= uniform()) count++;
  return count;
}

/** Transformed rejection (PTRS, Hörmann 1993). */
function drawLargePoisson(mean: number, uniform: Uniform): number {
  const b = 0.931 + 2.53 * sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverse = 1.1239 + 1.1328 / (b - 3.4);
  const ratio = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const distance = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / distance + b) * u + mean + 0.43);
    if (distance >= 0.07 && v <= ratio) return k;
    if (k < 0 || (distance < 0.013 && v > distance)) continue;
    const left = log(v) + log(inverse) - log(a / (distance * distance) + b);
    if (left <= -mean + k * log(mean) - logFactorial(k)) return k;
  }
}

/** The logarithm of k!, by a sum, or by Stirling's series with a relative error below 1e-15. */
function logFactorial(k: number): number {
  if (k < 16) {
    let sum = 0;
    for (let n = 2; n <= k; n++) sum += log(n);
    return sum;
  }
  const x = k + 1;
  const square = x * x;
  const series = 1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square;
  return (x - 0.5) * log(x) - x + 0.5 * log(2 * Math.PI) + series / x;
}

function binomialDraw(count: number, probability: number, uniform: Uniform): () => number {
  if (count === 0 || probability === 0) return () => 0;
  if (probability > 0.5) {
    const failures = binomialDraw(count, 1 - probability, uniform);
    return () => count - failures();
  }
  return count * probability <= 30
    ? smallBinomialDraw(count, probability, uniform)
    : largeBinomialDraw(count, probability, uniform);
}

/** Rejection from a triangle, a parallelogram and two exponential tails (BTPE, Kachitvichyanukul & Schmeiser 1988). */
function largeBinomialDraw(count: number, probability: number, uniform: Uniform): () => number {
  const other = 1 - probability;
  const variance = count * probability * other;
  const peak = count * probability + probability;
  const mode = Math.floor(peak);
  const halfWidth = Math.floor(2.195 * sqrt(variance) - 4.6 * other) + 0.5;
  const middle = mode + 0.5;
  const [left, right] = [middle - halfWidth, middle + halfWidth];
  const height = 0.134 + 20.5 / (15.3 + mode);
  const rate = (slope: number): number => slope * (1 + slope / 2);
  const leftRate = rate((peak - left) / (peak - left * probability));
  const rightRate = rate((right - peak) / (right * other));
  // Areas of the triangle, the parallelogram and the left tail, added up; then of all.
  const triangle = halfWidth;
  const parallelogram = triangle * (1 + 2 * height);
  const leftTail = parallelogram + height / leftRate;
  const all = leftTail + height / rightRate;
  return () => {
    for (;;) {
      const u = uniform() * all;
      let v = uniform();
      let k: number;
      if (u <= triangle) return Math.floor(middle - triangle * v + u);
      if (u <= parallelogram) {
        const x = left + (u - triangle) / height;
        v = v * height + 1 - Math.abs(mode - x + 0.5) / triangle;
        if (v > 1) continue;
        k = Math.floor(x);
      } else if (u <= leftTail) {
        k = Math.floor(left + log(v) / leftRate);
        if (k < 0 || v === 0) continue;
        v *= (u - parallelogram) * leftRate;
      } else {
        k = Math.floor(right - log(v) / rightRate);
        if (k > count || v === 0) continue;
        v *= (u - leftTail) * rightRate;
      }
      const distance = Math.abs(k - mode);
      if (distance <= 20 || distance >= variance / 2 - 1) {
        if (v <= relativeMass(count, probability, { mode, k })) return k;
        continue;
      }
      // Bounds of the logarithm of the relative mass, which mostly decide.
      const width = (distance * (distance / 3 + 0.625) + 1 / 6) / variance + 0.5;
      const room = (distance / variance) * width;
      const near = (-distance * distance) / (2 * variance);
      const logarithm = log(v);
      if (logarithm < near - room) return k;
      if (logarithm > near + room) continue;
      if (logarithm <= logRelativeMass(count, probability, { mode, k })) return k;
    }
  };
}

interface Counts {
  readonly mode: number;
  readonly k: number;
}

/** Probability of k relative to that of the mode, as a product. */
function relativeMass(count: number, probability: number, { mode, k }: Counts): number {
  const ratio = probability / (1 - probability);
  const scale = ratio * (count + 1);
  let mass = 1;
  for (let i = mode + 1; i <= k; i++) mass *= scale / i - ratio;
  for (let i = k + 1; i <= mode; i++) mass /= scale / i - ratio;
  return mass;
}

/** The logarithm of the relative probability, by Stirling's series. */
function logRelativeMass(count: number, probability: number, { mode, k }: Counts): number {
  const [x, f, z, w] = [k + 1, mode + 1, count + 1 - mode, count - k + 1];
  return (
    (mode + 0.5) * log(f / x) +
    (count - mode + 0.5) * log(z / w) +
    (k - mode) * log((w * probability) / (x * (1 - probability))) +
    stirling(f) +
    stirling(z) +
    stirling(x) +
    stirling(w)
  );
}

function stirling(x: number): number {
  const square = x * x;
  const inner = 462 - (132 - (99 - 140 / square) / square) / square;
  return (13_680 - inner / square) / x / 166_320;
}

/** Inversion from 0 upward, started again beyond ten standard deviations. */
function smallBinomialDraw(count: number, probability: number, uniform: Uniform): () => number {
  const other = 1 - probability;
  const none = exp(count * log(other));
  const mean = count * probability;
  const bound = Math.min(count, Math.floor(mean + 10 * sqrt(mean * other + 1)));
  return () => {
    for (;;) {
      let k = 0;
      let left = uniform();
      let mass = none;
      while (left > mass && k <= bound) {
        k++;
        left -= mass;
        mass = ((count - k + 1) * probability * mass) / (k * other);
      }
      if (k <= bound) return k;
    }
  };
}
