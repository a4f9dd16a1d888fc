import { stream, streamKey } from "../../packages/random/src/index.ts";
import { type Examples, spikeExamples } from "../../packages/training/src/index.ts";

/** A time step, the range of times onto which a coordinate is mapped, and the spike time of the bias, in ms. */
export const grid = { dt: 0.01, first: 2, span: 26, bias: 15 } as const;
const big = 0.5;
const small = 0.1;

/** Classify a point: yin (1), yang (0) or a dot (2). */
function areaOf(x: number, y: number): number {
  const right = Math.hypot(x - 1.5 * big, y - big);
  const left = Math.hypot(x - 0.5 * big, y - big);
  if (right < small || left < small) return 2;
  const isYin =
    right <= small || (left > small && left <= 0.5 * big) || (y > big && right > 0.5 * big);
  return isYin ? 1 : 0;
}

/**
 * Draw points of the Yin-Yang data set as spikes: both coordinates, their complements to 1, and a bias.
 *
 * Classes are drawn first, so that they are equally likely (Kriener, Göltz and Petrovici 2022,
 * doi:10.1145/3517343.3517380).
 */
export function yinYang(size: number, seed: number): Examples {
  const draws = stream(streamKey(seed, "yin-yang"), 0);
  const labels = new Float64Array(size);
  const [steps, neurons]: [number[], number[]] = [[], []];
  for (let example = 0; example < size; example++) {
    const wanted = Math.floor(3 * draws.uniform());
    let [x, y] = [0, 0];
    do {
      x = draws.uniform();
      y = draws.uniform();
    } while (Math.hypot(x - big, y - big) > big || areaOf(x, y) !== wanted);
    labels[example] = wanted;
    const times = [x, y, 1 - x, 1 - y].map((one) => grid.first + grid.span * one);
    const spikes = [...times, grid.bias].map((time, neuron) => {
      return [Math.round(time / grid.dt), neuron] as const;
    });
    for (const [step, neuron] of spikes.sort(([a, b], [c, d]) => a - c || b - d)) {
      steps.push(step);
      neurons.push(neuron);
    }
  }
  const begins = Uint32Array.from({ length: size + 1 }, (_, k) => 5 * k);
  const columns = { begins, steps: Uint16Array.from(steps), neurons: Uint16Array.from(neurons) };
  return spikeExamples({ input: columns }, labels, size);
}
