import type { RunSink } from "./run-sink.ts";

/** Pass every chunk to several sinks, in order. */
export function teeSinks(...sinks: readonly RunSink[]): RunSink {
  return {
    spikes(chunk) {
      for (const sink of sinks) sink.spikes(chunk);
    },
    samples(chunk) {
      for (const sink of sinks) sink.samples(chunk);
    },
    synapses(chunk) {
      for (const sink of sinks) sink.synapses?.(chunk);
    },
    snapshot(chunk) {
      for (const sink of sinks) sink.snapshot?.(chunk);
    },
    async planned(run) {
      for (const sink of sinks) await sink.planned?.(run);
    },
    async start(run) {
      for (const sink of sinks) await sink.start?.(run);
    },
    async advanced() {
      for (const sink of sinks) await sink.advanced?.();
    },
    async settle() {
      for (const sink of sinks) await sink.settle?.();
    },
    async finish(result) {
      for (const sink of sinks) await sink.finish?.(result);
    },
    async close() {
      for (const sink of sinks) await sink.close?.();
    },
  };
}
