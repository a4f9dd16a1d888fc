import { LINK_VALUE } from "../errors.ts";
import type { ModelRun } from "./model-run.ts";

/** Runs of a client by number. */
export interface ModelRuns {
  /** Store a run, and return its number. */
  begin(run: ModelRun): number;
  /** Return a run; an unknown number is refused. */
  get(run: number, place: string): ModelRun;
  end(run: number): void;
}

/** Start without runs. */
export function modelRuns(): ModelRuns {
  const runs = new Map<number, ModelRun>();
  let last = 0;
  return {
    begin(run) {
      last++;
      runs.set(last, run);
      return last;
    },
    get(number, place) {
      const run = runs.get(number);
      if (run !== undefined) return run;
      const got = `${number}`;
      throw LINK_VALUE({ place, expected: "the number of a run that begin returned", got });
    },
    end(number) {
      runs.delete(number);
    },
  };
}
