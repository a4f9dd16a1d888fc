/** Kinds of events in a sample. */
export const arrival = 0;
export const rowArrival = 1;
export const release = 2;
export const spike = 3;

/** Event log of a sample, in order; columns are reallocated when they grow. */
export interface EventTape {
  length: number;
  time: Float64Array;
  kind: Uint8Array;
  /** Index of the synapse, row of synapses or neuron concerned. */
  what: Int32Array;
  /** Index of the spike that caused it; -1 for a spike of the batch. */
  by: Int32Array;
  /** Number of spikes; each has the slopes of the potential before and after it, and after its refractory period. */
  spikes: number;
  spikeTime: Float64Array;
  spikeNeuron: Int32Array;
  /** Potential from which it was reset: the threshold, or more after a jump. */
  spikeLevel: Float64Array;
  /** Entry and synapse of the arrival whose jump caused the spike; -1 for a potential that reached the threshold by itself. */
  causeEntry: Int32Array;
  causeSynapse: Int32Array;
  slopeBefore: Float64Array;
  slopeAfter: Float64Array;
  slopeReleased: Float64Array;
}

/** Create an empty tape. */
export function eventTape(): EventTape {
  const doubles = (): Float64Array => new Float64Array(1024);
  const whole = (): Int32Array => new Int32Array(1024);
  return {
    length: 0,
    time: doubles(),
    kind: new Uint8Array(1024),
    what: whole(),
    by: whole(),
    spikes: 0,
    spikeTime: doubles(),
    spikeNeuron: whole(),
    spikeLevel: doubles(),
    causeEntry: whole(),
    causeSynapse: whole(),
    slopeBefore: doubles(),
    slopeAfter: doubles(),
    slopeReleased: doubles(),
  };
}

/** Clear the tape for the next sample. */
export function clearTape(tape: EventTape): void {
  tape.length = 0;
  tape.spikes = 0;
}

/** Append an event. */
export function note(
  tape: EventTape,
  time: number,
  { kind, what, by }: Readonly<Record<"kind" | "what" | "by", number>>,
): void {
  if (tape.length === tape.time.length) {
    tape.time = longer(tape.time);
    tape.kind = longer(tape.kind);
    tape.what = longer(tape.what);
    tape.by = longer(tape.by);
  }
  const at = tape.length++;
  tape.time[at] = time;
  tape.kind[at] = kind;
  tape.what[at] = what;
  tape.by[at] = by;
}

/** A spike as it is appended to the tape. */
interface NotedSpike {
  readonly neuron: number;
  readonly level: number;
  readonly before: number;
  readonly after: number;
  readonly causeEntry: number;
  readonly causeSynapse: number;
}

/** Append a spike; return its index. */
export function noteSpike(
  tape: EventTape,
  time: number,
  { neuron, level, before, after, causeEntry, causeSynapse }: NotedSpike,
): number {
  if (tape.spikes === tape.spikeTime.length) {
    tape.spikeTime = longer(tape.spikeTime);
    tape.spikeNeuron = longer(tape.spikeNeuron);
    tape.spikeLevel = longer(tape.spikeLevel);
    tape.causeEntry = longer(tape.causeEntry);
    tape.causeSynapse = longer(tape.causeSynapse);
    tape.slopeBefore = longer(tape.slopeBefore);
    tape.slopeAfter = longer(tape.slopeAfter);
    tape.slopeReleased = longer(tape.slopeReleased);
  }
  const by = tape.spikes++;
  note(tape, time, { kind: spike, what: neuron, by });
  tape.spikeTime[by] = time;
  tape.spikeNeuron[by] = neuron;
  tape.spikeLevel[by] = level;
  tape.causeEntry[by] = causeEntry;
  tape.causeSynapse[by] = causeSynapse;
  tape.slopeBefore[by] = before;
  tape.slopeAfter[by] = after;
  tape.slopeReleased[by] = 0;
  return by;
}

function longer<Column extends Float64Array | Int32Array | Uint8Array>(column: Column): Column {
  const made = new (column.constructor as new (length: number) => Column)(2 * column.length);
  made.set(column);
  return made;
}
