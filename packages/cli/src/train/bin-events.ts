import { downsample, type EventStream, readEventFile, sortEvents } from "@spikeloom/data";
import type { SpikeColumns } from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import { givenStep, type NetworkProgram } from "@spikeloom/program";
import { type Examples, firstTime, spikeExamples } from "@spikeloom/training";
import type { DamagedFile, EventSamples } from "./data-part.ts";
import { TRAINING_FILE } from "./errors.ts";
import type { TaskEncoder, TrainingTask } from "./task.ts";

/** The grid of events: steps, and pixels of a sensor. */
interface EventGrid {
  readonly dt: number;
  /** Steps of a sample. */
  readonly steps: number;
  /** The step of the first event of a sample. */
  readonly start: number;
  /** Duration of events, in ms. */
  readonly shown: number;
  readonly width: number;
  readonly height: number;
  readonly polarities: number;
  /** Width and height of a cell in pixels. */
  readonly factor: number;
}

/** Samples of events, and their damaged files. */
interface BinnedEvents {
  readonly examples: Examples;
  readonly damaged?: readonly DamagedFile[];
}

/** Options of a task for events. */
type EventTask = Pick<TrainingTask, "data"> & { readonly encoder: TaskEncoder };

/**
 * Read event files, with one spike for the events of a cell in a step.
 *
 * The time of a sample begins with its first event. Neurons are ordered by polarity, row, and column, like those of the
 * encoder
 * `events`; a neuron spikes once in a step, however many events its cell has. Events after the end of the sample are
 * omitted, and counted.
 */
export async function eventExamples(
  { files, targets, size }: EventSamples,
  { encoder, data }: EventTask,
  program: NetworkProgram,
): Promise<BinnedEvents> {
  const { damage = "refuse" } = data;
  const grid = gridOf({ encoder, data }, program);
  const neuronCount = grid.width * grid.height * grid.polarities;
  const samples: Float64Array[] = [];
  const damaged: DamagedFile[] = [];
  let [late, of] = [0, 0];
  for (const file of files) {
    const { events, info } = await readEventFile(file, { damage });
    if (info.damage.size > 0) {
      damaged.push({ file, kept: events.t.length, damage: Object.fromEntries(info.damage) });
    }
    const ordered = damage === "keep" ? sortEvents(events) : events;
    const found = placesOf(downsample(ordered, grid.factor), { ...grid, file });
    samples.push(found.places);
    late += found.late;
    of += found.of;
  }
  const columns = columnsOf(samples, { neuronCount, steps: grid.steps });
  const given = { [encoder.population]: columns };
  const examples = spikeExamples(given, Float64Array.from(targets), size);
  return {
    examples: late === 0 ? examples : { ...examples, late: { count: late, of } },
    ...(damaged.length > 0 && { damaged }),
  };
}

function gridOf(
  { encoder, data }: EventTask,
  { dt, convention, duration = 0 }: NetworkProgram,
): EventGrid {
  const { parameters = {}, start, for: shown } = encoder;
  const { width = 1, height = 1, polarities = 1, tick } = parameters;
  if (tick !== undefined || encoder.range !== undefined) {
    throw TRAINING_FILE({
      place: tick === undefined ? "encoder.range" : "encoder.parameters.tick",
      message: "Event files contain times and no values.",
      expected: "none",
      got: String(tick ?? encoder.range),
      next: "Remove it.",
    });
  }
  if (polarities !== 1 && polarities !== 2) {
    throw TRAINING_FILE({
      place: "encoder.parameters.polarities",
      message: "An event must have one of two polarities.",
      expected: "1, which merges them, or 2",
      got: String(polarities),
    });
  }
  const begin = { dt, convention };
  const first = givenStep(readTime(start ?? firstTime({ dt, convention }), "start"), begin);
  if (first < 0) {
    throw TRAINING_FILE({
      place: "encoder.start",
      message: "Some events precede the first step and would never be sent.",
      expected: `"${firstTime(begin)}" or later`,
      got: String(start),
    });
  }
  return {
    dt,
    start: first,
    polarities,
    factor: data.downsample ?? 1,
    steps: Math.round(duration / dt),
    shown: shown === undefined ? Number.POSITIVE_INFINITY : readTime(shown, "for"),
    width: Number(width),
    height: Number(height),
  };
}

/** Events of a file as spikes. */
interface PlacedEvents {
  /** Sorted by step and neuron, without duplicates. */
  readonly places: Float64Array;
  /** Events after the end of the sample, of how many used ones. */
  readonly late: number;
  readonly of: number;
}

function placesOf(
  { t, x, y, p }: EventStream,
  grid: EventGrid & { readonly file: string },
): PlacedEvents {
  const { dt, steps, start, shown, width, height, polarities } = grid;
  const neuronCount = width * height * polarities;
  const places = new Float64Array(t.length);
  let [count, late, first] = [0, 0, Number.POSITIVE_INFINITY];
  for (const time of t) first = Math.min(first, time);
  for (let k = 0; k < t.length; k++) {
    const [column, row] = [x[k] as number, y[k] as number];
    if (column >= width || row >= height) throw outside(column, row, grid);
    const after = (t[k] as number) - first;
    const step = start + Math.floor(after / (1000 * dt));
    if (after >= 1000 * shown) continue;
    if (step >= steps) {
      late++;
      continue;
    }
    const plane = polarities === 2 ? (p[k] as number) * height : 0;
    places[count] = step * neuronCount + (plane + row) * width + column;
    count++;
  }
  const sorted = places.subarray(0, count).sort();
  const each = sorted.filter((place, k) => place !== sorted[k - 1]);
  return { places: each, late, of: late + count };
}

function outside(
  column: number,
  row: number,
  { width, height, factor, file }: EventGrid & { readonly file: string },
): Error {
  return TRAINING_FILE({
    place: file,
    message: "An event lies outside the pixels of the encoder.",
    expected: `columns below ${width} and rows below ${height}`,
    got: `column ${column}, row ${row}${factor === 1 ? "" : `, each of ${factor} pixels`}`,
    next: 'Set "width" and "height" in encoder.parameters to those of the sensor, divided by data.downsample.',
  });
}

function columnsOf(
  samples: readonly Float64Array[],
  { neuronCount, steps: length }: { readonly neuronCount: number; readonly steps: number },
): SpikeColumns {
  const begins = new Uint32Array(samples.length + 1);
  samples.forEach((places, k) => {
    begins[k + 1] = (begins[k] as number) + places.length;
  });
  const all = begins.at(-1) ?? 0;
  const steps = length <= 2 ** 16 ? new Uint16Array(all) : new Uint32Array(all);
  const neurons = neuronCount <= 2 ** 16 ? new Uint16Array(all) : new Uint32Array(all);
  let at = 0;
  for (const places of samples) {
    for (const place of places) {
      steps[at] = Math.floor(place / neuronCount);
      neurons[at] = place % neuronCount;
      at++;
    }
  }
  return { begins, steps, neurons };
}
