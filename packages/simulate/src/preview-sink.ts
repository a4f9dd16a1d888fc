import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { memorySink, type RecordedChunks } from "./memory-sink.ts";
import { makeRecordings } from "./recordings.ts";
import type { Recording } from "./result.ts";
import { timeOfStep } from "./run-length.ts";
import type { RunSink, StartedRun } from "./run-sink.ts";

/** Stores the beginning of a run, for plots and tables of runs of any length. */
export interface PreviewSink extends RunSink {
  /** Data recorded up to `until`. */
  recordings(): readonly Recording[];
  /** Time in ms up to which everything is stored; undefined if nothing is missing. */
  readonly until: number | undefined;
}

/** Size limit of a preview. */
interface PreviewOptions {
  /** Bytes. */
  readonly most: number;
}

const names: OptionNames<PreviewOptions> = { most: true };

/**
 * Create a sink that stores as many steps from the start as fit in `most` bytes.
 *
 * All recorders are stored up to the same step, which depends only on the network and the seed.
 */
export function previewSink(options: PreviewOptions): PreviewSink {
  checkOptionNames(options, names, "previewSink");
  const { most } = options;
  const memory = memorySink();
  let run: StartedRun | undefined;
  let bytes = 0;
  /** Bytes of each recorder, and of each of its variables. */
  const kept = new Map<string, number>();
  /** Whether another chunk is stored: any chunk beyond `most` lies after the last stored step. */
  const takes = (what: string, size: number): boolean => {
    const before = kept.get(what) ?? 0;
    if (last !== undefined || before > most) return false;
    kept.set(what, before + size);
    bytes += size;
    return true;
  };
  /** The last stored step, once some are dropped. */
  let last: number | undefined;
  const all = (): readonly RecordedChunks[] =>
    (run?.recorders ?? []).map((_, k) => memory.recorded(k));
  return {
    get until() {
      return run === undefined || last === undefined
        ? undefined
        : timeOfStep(last, run.outcome().dt);
    },
    spikes(chunk) {
      if (takes(`${chunk.recorder}`, spikeBytes(chunk))) memory.spikes(chunk);
    },
    samples(chunk) {
      const size = chunk.steps.byteLength + chunk.values.byteLength;
      if (takes(`${chunk.recorder} ${chunk.variable}`, size)) memory.samples(chunk);
    },
    start(started) {
      run = started;
    },
    advanced() {
      if (bytes > most && last === undefined)
        last = lastStep(all(), run?.outcome().steps ?? 0, most);
    },
    recordings() {
      if (run === undefined) return [];
      const kept = all().map((chunks) => (last === undefined ? chunks : upTo(chunks, last)));
      return makeRecordings(run.recorders, kept, run.outcome().dt);
    },
  };
}

/** Find the last step up to which everything fits into the limit, by bisection. */
function lastStep(all: readonly RecordedChunks[], steps: number, most: number): number {
  let [low, high] = [0, steps];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const bytes = all.reduce((sum, chunks) => sum + bytesOf(upTo(chunks, middle)), 0);
    if (bytes <= most) low = middle;
    else high = middle;
  }
  return low;
}

function bytesOf({ spikes, samples }: RecordedChunks): number {
  const values = [...samples.values()].flatMap((one) => [one.steps, one.values]);
  return values.reduce((sum, { byteLength }) => sum + byteLength, spikeBytes(spikes));
}

function spikeBytes({ steps, neurons, offsets }: RecordedChunks["spikes"]): number {
  return steps.byteLength + neurons.byteLength + (offsets?.byteLength ?? 0);
}

function upTo({ spikes, samples }: RecordedChunks, step: number): RecordedChunks {
  const count = countUpTo(spikes.steps, step);
  const cut = [...samples].map(([name, { steps, values }]) => {
    const rows = countUpTo(steps, step);
    const width = steps.length === 0 ? 0 : values.length / steps.length;
    const kept = { steps: steps.subarray(0, rows), values: values.subarray(0, rows * width) };
    return [name, kept] as const;
  });
  return {
    spikes: {
      steps: spikes.steps.subarray(0, count),
      neurons: spikes.neurons.subarray(0, count),
      offsets: spikes.offsets?.subarray(0, count),
    },
    samples: new Map(cut),
  };
}

/** Count the steps up to a step in an ascending list. */
function countUpTo(steps: Int32Array, step: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}
