import { wholeSteps } from "@spikeloom/simulate";
import type { Answer, Watch } from "../answer.ts";
import { LINK_VALUE } from "../errors.ts";
import type { Advance } from "../generated/simulation.ts";
import { reachedBy } from "../reached.ts";
import type { ServedSession } from "../served-session.ts";
import type { Running } from "./loaded.ts";

/** Advance by whole steps, and stream recorded data if requested. */
export async function advance(
  { by, progress }: Advance,
  served: ServedSession,
  watch: Watch,
): Promise<Answer> {
  const running = served.loaded.running("advance");
  const { sim } = running;
  const until = sim.step + stepsOf(by, sim.dt);
  const onProgress = progress
    ? ({ step, secondsLeft: left }: { step: number; secondsLeft?: number | undefined }): void =>
        watch.progress({ case: "running", value: { time: step * sim.dt, left } })
    : undefined;
  const run = async (onWarning: (warning: string) => void): Promise<void> => {
    try {
      if (running.stream.isOn) await streamed(running, { until, onProgress, served, watch });
      else
        await sim.advance(timeOf(until - sim.step, sim.dt), { signal: watch.signal, onProgress });
    } finally {
      running.takeWarnings().forEach(onWarning);
    }
  };
  return await reachedBy(run, watch, () => ({ time: sim.time, isThere: sim.step >= until }));
}

function stepsOf(by: Advance["by"], dt: number): number {
  if (by.case === "duration") return wholeSteps(by.value, dt);
  const steps = by.case === "steps" ? by.value : undefined;
  if (Number.isSafeInteger(steps) && Number(steps) >= 0) return Number(steps);
  const expected = "a duration, or an integer number of steps";
  const example = `"10 ms", or 10 for that many steps of ${dt} ms`;
  throw LINK_VALUE({ place: "advance", expected, got: String(steps ?? "none"), example });
}

const timeOf = (steps: number, dt: number): string => `${steps * dt} ms`;

/** Wall time between two chunks in ms: long compared with the cost of a message, short for a user. */
const chunkTime = 50;
const mostGrowth = 8;

interface Streamed {
  readonly until: number;
  readonly onProgress: ((progress: { readonly step: number }) => void) | undefined;
  readonly served: ServedSession;
  readonly watch: Watch;
}

/** Run in pieces, and send the recorded data of each; if the client falls behind, the run waits for it. */
async function streamed(
  { sim, stream }: Running,
  { until, onProgress, served, watch }: Streamed,
): Promise<void> {
  const { signal } = watch;
  let size = 16;
  while (sim.step < until && !signal.aborted) {
    const began = performance.now();
    const piece = Math.min(size, until - sim.step);
    await sim.advance(timeOf(piece, sim.dt), { signal });
    const took = performance.now() - began;
    size = Math.ceil(piece * Math.min(mostGrowth, chunkTime / Math.max(took, 0.01)));
    onProgress?.({ step: sim.step });
    // Data that was recorded but not sent because of an interrupt is sent by the next run.
    if (!(await served.flow.next(signal))) return;
    await watch.chunk(stream.take(sim, served.arrays));
  }
  await sim.checkFinite();
}
