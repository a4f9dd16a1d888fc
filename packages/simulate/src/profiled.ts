import type { ProfileEntry, Simulation } from "@spikeloom/kernel";
import type { RunProfile } from "./result.ts";
import type { RunSink } from "./run-sink.ts";
import { stopwatch } from "./stopwatch.ts";

/** A sink whose time is measured, with the measured profile. */
export interface Profiled {
  advanced(): Promise<void>;
  /** Profile of simulation and sink over the given wall seconds. */
  profileOf(simulation: Simulation, wall: number): Promise<RunProfile | undefined>;
}

/** Measure the time a sink spends between chunks, such as writing to disk. */
export function profiled(sink: RunSink): Profiled {
  let seconds = 0;
  return {
    async advanced() {
      const elapsed = stopwatch();
      await sink.advanced?.();
      seconds += elapsed() / 1000;
    },
    async profileOf(simulation, wall) {
      const found = await simulation.profile?.();
      if (found === undefined) return undefined;
      const entries = withRecording(found, seconds);
      const measured = entries.reduce((sum, entry) => sum + entry.seconds, 0);
      return { entries, measured, wall, workers: simulation.workers ?? 1 };
    },
  };
}

function withRecording(entries: readonly ProfileEntry[], seconds: number): ProfileEntry[] {
  const isOurs = ({ phase, population }: ProfileEntry): boolean =>
    phase === "recording" && population === "";
  const own = entries.find(isOurs) ?? { phase: "recording", population: "", seconds: 0, count: 0 };
  const others = entries.filter((entry) => !isOurs(entry));
  return [...others, { ...own, seconds: own.seconds + seconds }];
}
