import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readWav } from "../../packages/data/src/index.ts";
import { encodedSource } from "../../packages/network/src/index.ts";
import { type Examples, spikeExamples } from "../../packages/training/src/index.ts";
import { cochlea } from "../../plugins/encoders/src/index.ts";

/** Bands of the cochlea, the step in ms, and the steps of a sample; longer recordings are cut. */
export const grid = { bands: 16, dt: 10, steps: 80 } as const;

/** The drive at which a band just fires. */
const fires = 0.16;

/** The fraction of the previous sample that is subtracted, which emphasises high frequencies. */
const raised = 0.95;

/** The spikes of a recording: steps and bands, in order. */
interface Spoken {
  readonly label: number;
  readonly index: number;
  readonly spikes: readonly (readonly [step: number, band: number])[];
}

/**
 * Encode recordings of a folder, named `digit_speaker_index.wav`, with indices below `most`.
 *
 * Results are cached in `into`, keyed by the contents of the files and the encoding.
 */
export async function spokenDigits(
  folder: string,
  most: number,
  into = "results",
): Promise<readonly Spoken[]> {
  const recordings = readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const [, digit, index] = /^(\d)_[a-z]+_(\d+)\.wav$/.exec(file) ?? [];
      if (digit === undefined || Number(index) >= most) return [];
      const bytes = new Uint8Array(readFileSync(join(folder, file)));
      return [{ file, bytes, label: Number(digit), index: Number(index) }];
    });
  if (recordings.length === 0) {
    throw new Error(
      `${folder} has no recording of an index below ${most}; expected digit_speaker_index.wav, such as 7_jackson_3.wav. Give the folder "recordings" of the Free Spoken Digit Dataset.`,
    );
  }
  const hash = createHash("sha256").update(JSON.stringify([grid, fires, raised]));
  for (const { file, bytes } of recordings) hash.update(`${file} ${bytes.length} `).update(bytes);
  const kept = join(into, `spoken-digits-${hash.digest("hex").slice(0, 16)}.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8")) as readonly Spoken[];
  const spoken: Spoken[] = [];
  for (const { bytes, label, index } of recordings) {
    spoken.push({ label, index, spikes: await encoded(bytes) });
  }
  mkdirSync(into, { recursive: true });
  writeFileSync(kept, JSON.stringify(spoken));
  return spoken;
}

/**
 * Emphasise high frequencies, because speech decreases towards them, and encode with the loudest sample as full scale.
 */
async function encoded(bytes: Uint8Array): Promise<Spoken["spikes"]> {
  const { channels } = await readWav(bytes);
  const [{ rate, values }] = channels as readonly [(typeof channels)[number]];
  const presented = values.subarray(0, (grid.dt * grid.steps * rate) / 1000);
  const sound = Float64Array.from(presented, (one, k) => one - raised * (presented[k - 1] ?? 0));
  const peak = sound.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const every = 1000 / rate;
  const parameters = { bands: grid.bands, threshold: fires, dead_time: `${grid.dt} ms` };
  const source = encodedSource({ model: cochlea, parameters }, [1], { every });
  const until = sound.length * every;
  const level = sound.map((one) => one / peak);
  const trains = source.spikes(level, { from: 0, until, seed: 1 });
  const spikes = trains.flatMap((times, band) =>
    [...new Set([...times].map((time) => Math.floor(time / grid.dt)))].map(
      (step) => [step, band] as const,
    ),
  );
  return spikes.filter(([step]) => step < grid.steps).sort(([a, b], [c, d]) => a - c || b - d);
}

/** Select the recordings whose index lies in a range. */
export function examplesOf(
  all: readonly Spoken[],
  [from, until]: readonly [number, number],
): Examples {
  const taken = all.filter(({ index }) => index >= from && index < until);
  const begins = new Uint32Array(taken.length + 1);
  taken.forEach(({ spikes }, k) => {
    begins[k + 1] = (begins[k] as number) + spikes.length;
  });
  const spikes = taken.flatMap((one) => one.spikes);
  const columns = {
    begins,
    steps: Uint16Array.from(spikes, ([step]) => step),
    neurons: Uint16Array.from(spikes, ([, band]) => band),
  };
  return spikeExamples(
    { sound: columns },
    Float64Array.from(taken, ({ label }) => label),
    taken.length,
  );
}
