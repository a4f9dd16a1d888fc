import type { RecordingSink, SpikeLoomError } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";

/** Creates the error for an invalid value from a backend. */
export type Wrong = (what: string, expected: string, value: unknown) => SpikeLoomError;

type Chunk = Parameters<RecordingSink["samples"]>[0];

/** Compares recorded data with the steps that a backend was asked for. */
export interface RecordingWatch {
  /** The simulation starts at a step. */
  start(step: number): void;
  /** The backend is asked to advance up to a step. */
  ask(step: number): void;
  /** Take the steps of a chunk. */
  stamps(steps: Int32Array): void;
  /** Count the rows of a chunk. */
  samples(chunk: Chunk): void;
  /** Refuse missing samples, and data stamped after the last step asked for, once the backend has reached a step. */
  reach(step: number): void;
}

/** Watch the recorders of neurons of a program. */
export function watchRecording(
  { populations, recorders }: Pick<NetworkProgram, "populations" | "recorders">,
  wrong: Wrong,
): RecordingWatch {
  const rows = recorders.map(({ variables }) => new Map(variables.map((name) => [name, 0])));
  const sampling = [...recorders.entries()].filter(([, { variables }]) => variables.length > 0);
  let [first, asked, last] = [0, 0, 0];
  return {
    start(step) {
      [first, asked] = [step, step];
    },
    ask(step) {
      asked = step;
    },
    stamps(steps) {
      last = Math.max(last, steps.at(-1) ?? 0);
    },
    samples({ recorder, variable, steps }) {
      const known = rows[recorder];
      known?.set(variable, (known.get(variable) ?? 0) + steps.length);
    },
    reach(step) {
      if (last > asked) {
        throw wrong("steps of a chunk", `steps up to ${asked}, the last one asked for`, last);
      }
      for (const [k, { population, from, until, every }] of sampling) {
        const lag = populations.get(population)?.lag ?? 0;
        // A sample is stamped with the start or the end of its step: the first and the last one may lie outside.
        const due = countDue({
          from: Math.max(from, first + 1),
          until: Math.min(until, step - lag),
          every,
        });
        for (const [variable, count] of rows[k] ?? []) {
          if (count >= due) continue;
          throw wrong(`samples of "${variable}" of "${population}"`, `${due} or more rows`, count);
        }
      }
    },
  };
}

/** Count the steps in an interval at which a recorder samples. */
function countDue({ from, until, every }: { from: number; until: number; every: number }): number {
  if (until <= from) return 0;
  return Math.ceil(until / every) - Math.ceil(from / every);
}
