import type { BackendRecord, RecordingSink } from "@spikeloom/kernel";

/** Takes samples of the recorders of a network, by their numbers. */
export type TakeSamples = (
  recorder: number,
  samples: Pick<Parameters<RecordingSink["samples"]>[0], "steps" | "values">,
) => void;

/** Let samples that a backend records go here, too. */
export function recordedBackend(backend: BackendRecord, take: TakeSamples): BackendRecord {
  return {
    ...backend,
    prepare: (job) => {
      const sink: RecordingSink = {
        ...job.sink,
        samples(chunk) {
          take(chunk.recorder, chunk);
          job.sink.samples(chunk);
        },
      };
      return backend.prepare({ ...job, sink });
    },
  };
}
