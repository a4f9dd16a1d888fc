/** Times of the first worker in some steps, in ms. */
export interface StepTimes {
  readonly steps: number;
  readonly elapsed: number;
  /** Time in which it computed; the rest it waited for others. */
  readonly worked: number;
}

/** Whether a run goes on with all its workers, or with the first alone. */
export type WorkerMode = "together" | "alone";

/** Decides which of both is faster while a run goes on. */
export interface WorkerWatch {
  /** Add the times of some steps; returns how the next ones are run. */
  add(times: StepTimes): WorkerMode;
}

/** Elapsed time in ms over which steps are judged: several time slices of a scheduler. */
const span = 40;
/** Steps after a change that are not judged, in ms: their code is still being optimised. */
const settling = 20;
/** Least elapsed time in ms between two trials, which doubles with each. */
const firstRest = 1000;
/** Highest cost of a mode, relative to the other, with which it is chosen. */
const gain = 0.95;
/** Maximum number of trials of a run. */
const mostTrials = 10;

/**
 * Watch the workers of a run, which have equal shares of the work.
 *
 * A worker without a core of its own makes the others wait for longer than its work takes. In two consecutive spans with such waits,
 * the first worker tries to go on alone, and stays with whatever takes less time for a step. From time to time it tries to go on
 * with the others again.
 */
export function workerWatch(workers: number): WorkerWatch {
  let mode: WorkerMode = "together";
  /** Mean time of a step in the other mode while this one is on trial. */
  let before: number | undefined;
  let [rest, trials, since] = [firstRest, 0, firstRest];
  let recent: StepTimes[] = [];
  let skipped = span;
  let sum = noTimes;
  const change = (to: WorkerMode): void => {
    mode = to;
    [recent, skipped, sum] = [[], settling, noTimes];
  };
  const tryOther = (cost: number): void => {
    before = cost;
    trials += 1;
    change(mode === "alone" ? "together" : "alone");
  };
  const judge = (): void => {
    const [cost, isSlow] = [costOf(recent), recent.every(waitsTooLong(workers))];
    if (before === undefined) {
      const isDue = since >= rest && trials < mostTrials;
      if (isDue && (mode === "alone" || isSlow)) tryOther(cost);
      return;
    }
    const isWorse = cost > gain * before;
    before = undefined;
    [since, rest] = [0, 2 * rest];
    if (isWorse) change(mode === "alone" ? "together" : "alone");
  };
  return {
    add(times) {
      since += times.elapsed;
      if (skipped > 0) {
        skipped -= times.elapsed;
        return mode;
      }
      sum = added(sum, times);
      if (sum.elapsed < span) return mode;
      recent = [...recent.slice(-1), sum];
      sum = noTimes;
      if (recent.length === 2) judge();
      return mode;
    },
  };
}

const noTimes: StepTimes = { steps: 0, elapsed: 0, worked: 0 };

function added(a: StepTimes, b: StepTimes): StepTimes {
  return {
    steps: a.steps + b.steps,
    elapsed: a.elapsed + b.elapsed,
    worked: a.worked + b.worked,
  };
}

/** Mean time of a step. */
function costOf(spans: readonly StepTimes[]): number {
  const { elapsed, steps } = spans.reduce(added, noTimes);
  return elapsed / Math.max(1, steps);
}

/** One worker would take the time in which this one works, once for each of them. */
function waitsTooLong(workers: number): (times: StepTimes) => boolean {
  return ({ elapsed, worked }) => elapsed > workers * worked;
}
