import type { RecordingSink, Simulation, SynapseEnds } from "@spikeloom/kernel";
import { sha256 } from "../checkpoint/sha256.ts";
import { isDue, nextDue, type SynapseRecorderPlan } from "./synapse-recorders.ts";

/** Fingerprints of what a recorder has last sent, by variable; that of the ends is under "". */
export type LastSent = Readonly<Record<string, string>>;

/** Takes snapshots of synapses between steps. */
export interface Snapshots {
  /** The next step at which the run has to pause for a snapshot. */
  next(step: number): number;
  /** Take what is due now. */
  take(): Promise<void>;
  /** Take what belongs to the end of a run, which is here. */
  takeLast(): Promise<void>;
  /** What a later run needs to go on. */
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

/** Make what takes the snapshots of a run; `sent` comes from the run that this one goes on from. */
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
    // What was due at the step of a checkpoint was taken before it.
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
        // The ends are marked when somebody asks: there may be many of them.
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

/** Send the ends of the synapses where they are new; true where they have changed. */
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
  // Before the first of a run that goes on, those of the run before are known by their mark alone.
  const isKnown = before === undefined && sent.has("");
  const isNew = !(isKnown && sent.get("") === endsMark(ends));
  // A sink that has them already, from the run before, takes them for the same.
  sink.synapses?.({ recorder: index, step: simulation.step, ...ends });
  return isNew;
}

const noEnds: SynapseEnds = {
  sources: new Uint32Array(0),
  targets: new Uint32Array(0),
  delays: new Int32Array(0),
};

/** Say whether two lists hold the same synapses in the same order. */
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
