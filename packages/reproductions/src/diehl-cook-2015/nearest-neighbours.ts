import { pixelsPerDigit } from "./digit-size.ts";
import { type Digits, digit } from "./digits.ts";

/**
 * Assign to each digit the most common label among its `k` nearest known digits.
 *
 * The distance is that of their pixels; of equally common labels the nearest one wins. This is the baseline for
 * a network that learns: it uses the same digits without learning.
 */
export function nearestNeighbours(known: Digits, asked: Digits, k = 3): Uint8Array {
  return asked.labels.map((_, at) => vote(nearest(known, digit(asked, at), k), known.labels));
}

/** List the nearest known digits, the nearest first. */
function nearest({ pixels, labels }: Digits, shown: Uint8Array, k: number): readonly number[] {
  const found: { readonly at: number; readonly distance: number }[] = [];
  for (let at = 0; at < labels.length; at++) {
    const worst = found.length < k ? Number.POSITIVE_INFINITY : (found[k - 1]?.distance ?? 0);
    const distance = squaredDistance(pixels, at * pixelsPerDigit, shown, worst);
    if (distance >= worst) continue;
    const place = found.findIndex((other) => other.distance > distance);
    found.splice(place < 0 ? found.length : place, 0, { at, distance });
    if (found.length > k) found.pop();
  }
  return found.map(({ at }) => at);
}

/** The sum of squared differences, up to a bound. */
function squaredDistance(
  pixels: Uint8Array,
  from: number,
  shown: Uint8Array,
  bound: number,
): number {
  let sum = 0;
  for (let row = 0; row < pixelsPerDigit && sum < bound; row += 112) {
    for (let p = row; p < row + 112; p++) {
      const difference = (pixels[from + p] as number) - (shown[p] as number);
      sum += difference * difference;
    }
  }
  return sum;
}

function vote(neighbours: readonly number[], labels: Uint8Array): number {
  const votes = new Float64Array(10);
  neighbours.forEach((at, rank) => {
    // A small preference for the nearer one, too small to outweigh a vote.
    const label = labels[at] ?? 0;
    votes[label] = (votes[label] ?? 0) + 1 - rank * 1e-3;
  });
  return votes.indexOf(Math.max(...votes));
}

/** Fraction of correct labels. */
export function accuracy(given: ArrayLike<number>, right: ArrayLike<number>): number {
  let hits = 0;
  for (let k = 0; k < right.length; k++) if (given[k] === right[k]) hits++;
  return hits / right.length;
}
