import { memorySink } from "./memory-sink.ts";
import { makeRecordings } from "./recordings.ts";
import type { Recording } from "./result.ts";
import type { RunSink, StartedRun } from "./run-sink.ts";

/** Keeps the beginning of a run, for pictures and tables of runs of any length. */
export interface PreviewSink extends RunSink {
  /** What was recorded until `until`. */
  recordings(): readonly Recording[];
  /** Time in ms up to which it kept everything; undefined where nothing is missing. */
  readonly until: number | undefined;
}

/**
 * Make a sink that keeps what is recorded until it takes `most` bytes.
 *
 * It goes on to the end of the chunk at hand, so that all recorders are kept up to the same step.
 */
export function previewSink({ most }: { readonly most: number }): PreviewSink {
  const memory = memorySink();
  let run: StartedRun | undefined;
  let bytes = 0;
  let until: number | undefined;
  return {
    get until() {
      return until;
    },
    spikes(chunk) {
      if (until !== undefined) return;
      bytes += chunk.steps.byteLength + chunk.neurons.byteLength;
      memory.spikes(chunk);
    },
    samples(chunk) {
      if (until !== undefined) return;
      bytes += chunk.steps.byteLength + chunk.values.byteLength;
      memory.samples(chunk);
    },
    start(started) {
      run = started;
    },
    advanced() {
      if (bytes > most && until === undefined) until = run?.outcome().duration;
    },
    recordings: () =>
      run === undefined ? [] : makeRecordings(run.recorders, memory, run.outcome().dt),
  };
}
