import { bulkRandom } from "@spikeloom/code";
import { type BulkRandom, type Stream, stream, streamKey } from "@spikeloom/random";

/** Total number of afferents, and of those that share the pattern, which come first. */
export const afferents = 2000;
const inPattern = 1000;
/** Duration of the pattern, and of the sections into which time is divided, in ms. */
export const section = 50;

/** Spikes of the afferents, and times of the pattern. */
export interface Afferents {
  /** For each afferent the steps of its spikes, ascending, without duplicates. */
  readonly steps: readonly Int32Array[];
  /** Start times of the pattern in ms. */
  readonly shown: readonly number[];
}

/** Rates in Hz, their speed in Hz/s and its change in each ms, as in the paper. */
const walk = { rate: 90, speed: 1800, change: 360 } as const;
/** In Hz, in addition to the walking rate. */
const background = 10;
/** Standard deviation in ms of each spike of the pattern between presentations. */
const jitter = 1;
/** Fraction of the sections that contain the pattern. */
const share = 0.25;
/** Steps of 0.1 ms in a millisecond. */
export const stepsPerMillisecond = 10;

/**
 * Draw the afferents of the paper: rates that perform a random walk, and a repeated pattern of 50 ms.
 *
 * An afferent is never silent for longer than 50 ms. The pattern is one of the sections themselves, so
 * no rate reveals when it is shown.
 */
export function drawAfferents(seed: number, milliseconds: number): Afferents {
  const sections = Math.floor(milliseconds / section);
  const pattern = choosePattern(seed, sections);
  const bulk = bulkRandom();
  const steps = Array.from({ length: afferents }, (_, afferent) => {
    const walked = walkTrain(seed, afferent, sections * section, bulk);
    const jitters = stream(streamKey(seed, "masquelier-2008/jitter"), afferent);
    const train = afferent < inPattern ? pasteCopies(walked, pattern, jitters) : walked;
    const noise = poissonTrain(seed, afferent, sections * section);
    return onGrid([...train, ...noise], sections * section);
  });
  const shown = [...pattern.isShown.keys()].filter((k) => pattern.isShown[k] === 1);
  return { steps, shown: shown.map((k) => k * section) };
}

/** Position of the pattern. */
interface PatternPlace {
  /** 1 for each section that contains it. */
  readonly isShown: Uint8Array;
  /** The section from which it is copied. */
  readonly original: number;
}

/** Choose sections that contain the pattern, no two in a row, and the section from which it is copied. */
function choosePattern(seed: number, sections: number): PatternPlace {
  const random = stream(streamKey(seed, "masquelier-2008/pattern"), 0);
  const isShown = new Uint8Array(sections);
  const wanted = Math.round(share * sections);
  for (let count = 0; count < wanted; ) {
    const k = random.integer(sections);
    if (isShown[k - 1] === 1 || isShown[k] === 1 || isShown[k + 1] === 1) continue;
    isShown[k] = 1;
    count++;
  }
  return { isShown, original: random.integer(sections) };
}

function walkTrain(
  seed: number,
  afferent: number,
  milliseconds: number,
  bulk: BulkRandom,
): readonly number[] {
  const random = stream(streamKey(seed, "masquelier-2008/walk"), afferent, 0, { bulk });
  const changes = new Float64Array(milliseconds);
  random.uniforms(changes);
  const times: number[] = [];
  let rate = walk.rate * random.uniform();
  let speed = 0;
  let last = 0;
  // A Poisson process fires whenever its integrated rate has grown by an exponential number.
  let left = random.exponential();
  for (let t = 0; t < milliseconds; t++) {
    const expected = rate / 1000;
    let used = 0;
    while (expected - used >= left) {
      used += left;
      last = t + used / expected;
      times.push(last);
      left = random.exponential();
    }
    left -= expected - used;
    if (t + 1 - last >= section) {
      last += section;
      times.push(last);
      left = random.exponential();
    }
    rate = clamp(rate + speed / 1000, 0, walk.rate);
    speed = clamp(speed + walk.change * (2 * (changes[t] ?? 0) - 1), -walk.speed, walk.speed);
  }
  return times;
}

/** Replace the sections that contain the pattern by it, each with new jitter. */
function pasteCopies(
  train: readonly number[],
  { isShown, original }: PatternPlace,
  random: Stream,
): readonly number[] {
  const begin = original * section;
  const pattern = train.filter((t) => t >= begin && t < begin + section).map((t) => t - begin);
  const kept = train.filter((t) => isShown[Math.floor(t / section)] !== 1);
  const copies = [...isShown.keys()]
    .filter((k) => isShown[k] === 1)
    .flatMap((k) => pattern.map((t) => k * section + t + jitter * random.normal()));
  return [...kept, ...copies];
}

function poissonTrain(seed: number, afferent: number, milliseconds: number): readonly number[] {
  const random = stream(streamKey(seed, "masquelier-2008/background"), afferent);
  const times: number[] = [];
  const next = (): number => (1000 / background) * random.exponential();
  for (let t = next(); t < milliseconds; t += next()) times.push(t);
  return times;
}

/** Sort times and move them to the grid; of two in one step, the second is dropped. */
function onGrid(times: readonly number[], milliseconds: number): Int32Array {
  const last = stepsPerMillisecond * milliseconds;
  const steps = Int32Array.from(times, (t) => Math.floor(t * stepsPerMillisecond)).sort();
  return steps.filter((step, k) => step >= 0 && step < last && step !== steps[k - 1]);
}

/** Afferents that spike in each step, ascending; those of step k begin at `starts[k]`. */
export function listBySteps(
  { steps }: Afferents,
  count: number,
): { readonly starts: Uint32Array; readonly spiking: Uint32Array } {
  const starts = new Uint32Array(count + 1);
  for (const train of steps) {
    for (const step of train) starts[step + 1] = (starts[step + 1] ?? 0) + 1;
  }
  for (let k = 0; k < count; k++) starts[k + 1] = (starts[k + 1] ?? 0) + (starts[k] ?? 0);
  const next = starts.slice();
  const spiking = new Uint32Array(starts[count] ?? 0);
  steps.forEach((train, afferent) => {
    for (const step of train) {
      const at = next[step] ?? 0;
      spiking[at] = afferent;
      next[step] = at + 1;
    }
  });
  return { starts, spiking };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
