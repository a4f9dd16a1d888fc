import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** The machine on which a table was measured. */
export interface Host {
  /** Short enough for a file name: `linux-x64-2-cores`. */
  readonly kind: string;
  readonly processor: string;
  readonly cores: number;
  readonly memory: number;
  readonly node: string;
}

/** Describe this machine. */
export function describeHost(): Host {
  const cores = availableParallelism();
  return {
    kind: `${process.platform}-${process.arch}-${cores}-cores`,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores,
    memory: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}

/** Programs that wanted a core, averaged over the last minute. */
export function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}
