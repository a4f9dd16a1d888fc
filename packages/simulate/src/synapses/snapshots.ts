import type { RecordingSink, Simulation, SynapseEnds } from "@spikeloom/kernel";
import { sha256 } from "../checkpoint/sha256.ts";
import { isDue, nextDue, type SynapseRecorderPlan } from "./synapse-recorders.ts";

/** Fingerprints of the last data of a recorder, by variable; that of the synapse ends is under "". */
export type LastSent = Readonly<Record<string, string>>;

/** Takes snapshots of synapses between steps. */
export interface Snapshots {
  /** The next step at which the run has to pause for a snapshot. */
  next(step: number): number;
  /** Take the snapshots due now. */
  take(): Promise<void>;
  /** Take the final snapshots of a run that ends here. */
  takeLast(): Promise<void>;
  /** State that a later run needs to resume. */
  sent(): readonly LastSent[];
}

interface Recorder {
  readonly plan: SynapseRecorderPlan;
  readonly index: number;
  /** Step of the last snapshot. */
  taken: number;
  /** Ends that were sent in this run. */
  ends: SynapseEnds | undefined;
  readonly sent: Map<string, string>;
}

/** Create the snapshot taker of a run; `sent` comes from the run that it resumes. */
export function snapshots(
  simulation: Simulation,
  options: {
    readonly plans: readonly SynapseRecorderPlan[];
    readonly sink: RecordingSink;
    readonly sent?: readonly LastSent[] | undefined;
  },
): Snapshots {
  const { plans, sink, sent = [] } = options;
  const resumed = sent.length > 0;
  const recorders = plans.map((plan, index): Recorder => {
    // Snapshots due at the step of a checkpoint were taken before it.
    const taken = resumed && isDue(plan, simulation.step) ? simulation.step : -1;
    return {
      plan,
      index,
      taken,
      ends: undefined,
      sent: new Map(Object.entries(sent[index] ?? {})),
    };
  });
  return {
    next: (step) => Math.min(...plans.map((plan) => nextDue(plan, step))),
    async take() {
      const { step } = simulation;
      const due = recorders.filter(({ plan, taken }) => taken < step && isDue(plan, step));
      for (const one of due) await takeOne(simulation, sink, one);
    },
    async takeLast() {
      const { step } = simulation;
      for (const one of recorders) {
        const isWithin = step >= one.plan.first && step <= one.plan.last;
        if (isWithin && one.taken < step) await takeOne(simulation, sink, one);
      }
    },
    sent: () =>
      recorders.map((one) => {
        // The fingerprint of the ends is computed on demand, as there may be many.
        if (one.ends !== undefined) one.sent.set("", endsMark(one.ends));
        return Object.fromEntries(one.sent);
      }),
  };
}

async function takeOne(
  simulation: Simulation,
  sink: RecordingSink,
  recorder: Recorder,
): Promise<void> {
  const { plan, index, sent } = recorder;
  const { projection, units, onChange } = plan;
  const { step } = simulation;
  recorder.taken = step;
  const isNew = await sendEnds(simulation, sink, recorder);
  for (const variable of units.keys()) {
    const found = await simulation.synapseState?.(projection, variable);
    const values = found ?? new Float64Array(0);
    if (onChange) {
      const mark = sha256(bytesOf(values));
      if (sent.get(variable) === mark && !isNew) continue;
      sent.set(variable, mark);
    }
    sink.snapshot?.({ recorder: index, variable, step, values });
  }
}

/** Send the ends of the synapses if they are new; returns true if they have changed. */
async function sendEnds(
  simulation: Simulation,
  sink: RecordingSink,
  recorder: Recorder,
): Promise<boolean> {
  const { plan, index, sent } = recorder;
  const { ends: before } = recorder;
  if (before !== undefined && !plan.changes) return false;
  const ends = (await simulation.synapses?.(plan.projection)) ?? noEnds;
  if (before !== undefined && sameEnds(before, ends)) return false;
  recorder.ends = ends;
  // Before the first snapshot of a resumed run, the earlier ends are known only by their fingerprint.
  const isKnown = before === undefined && sent.has("");
  const isNew = !(isKnown && sent.get("") === endsMark(ends));
  // A sink that has them from the earlier run treats them as unchanged.
  sink.synapses?.({ recorder: index, step: simulation.step, ...ends });
  return isNew;
}

const noEnds: SynapseEnds = {
  sources: new Uint32Array(0),
  targets: new Uint32Array(0),
  delays: new Int32Array(0),
};

/** Check whether two lists hold the same synapses in the same order. */
export function sameEnds(a: SynapseEnds, b: SynapseEnds): boolean {
  return (
    sameNumbers(a.sources, b.sources) &&
    sameNumbers(a.targets, b.targets) &&
    sameNumbers(a.delays, b.delays)
  );
}

function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}

function endsMark({ sources, targets, delays }: SynapseEnds): string {
  return [sources, targets, delays].map((one) => sha256(bytesOf(one))).join(" ");
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
