/** Kinds of events in a sample. */
export const release = 0;
export const arrival = 1;
export const spike = 2;

/** Event log of a sample, in order; columns are reallocated when they grow. */
export interface EventTape {
  length: number;
  time: Float64Array;
  kind: Uint8Array;
  /** Index of the segment of synapses or of the neuron concerned. */
  what: Int32Array;
  /** Index of the spike that caused it; -1 for a spike of the batch. */
  by: Int32Array;
  spikes: number;
  spikeTime: Float64Array;
  spikeNeuron: Int32Array;
  /** Entry and synapse of the event that fulfilled the test at once; -1 where the test was reached, and for a release. */
  causeEntry: Int32Array;
  causeSynapse: Int32Array;
  /** Slope of the test before a spike. */
  slope: Float64Array;
  /** By how much a spike lowers the variable that is read. */
  fall: Float64Array;
  /** Numbers that follow for each spike: one for each variable. */
  readonly width: number;
  /** Derivative of the variables by the time of the spike: what its reset makes of the flow before, less the flow after. */
  moved: Float64Array;
  /** The same for the end of the refractory period. */
  movedBack: Float64Array;
}

/** Create an empty tape, for neurons of up to `width` variables. */
export function eventTape(width: number): EventTape {
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
    causeEntry: whole(),
    causeSynapse: whole(),
    slope: doubles(),
    fall: doubles(),
    width,
    moved: new Float64Array(1024 * width),
    movedBack: new Float64Array(1024 * width),
  };
}

/** Clear the tape for the next sample. */
export function clearTape(tape: EventTape): void {
  tape.length = 0;
  tape.spikes = 0;
}

/** Append an event. */
export function note(tape: EventTape, time: number, kind: number, what: number, by: number): void {
  if (tape.length === tape.time.length) {
    for (const column of ["time", "kind", "what", "by"] as const) lengthen(tape, column);
  }
  const at = tape.length++;
  tape.time[at] = time;
  tape.kind[at] = kind;
  tape.what[at] = what;
  tape.by[at] = by;
}

const ofSpikes = [
  "spikeTime",
  "spikeNeuron",
  "causeEntry",
  "causeSynapse",
  "slope",
  "fall",
  "moved",
  "movedBack",
] as const;

/** A spike as it is appended to the tape. */
interface NotedSpike {
  readonly neuron: number;
  readonly causeEntry: number;
  readonly causeSynapse: number;
  readonly slope: number;
  readonly fall: number;
  readonly moved: Float64Array;
}

/** Append a spike; return its index. */
export function noteSpike(
  tape: EventTape,
  time: number,
  { neuron, causeEntry, causeSynapse, slope, fall, moved }: NotedSpike,
): number {
  if (tape.spikes === tape.spikeTime.length) {
    for (const column of ofSpikes) lengthen(tape, column);
  }
  const by = tape.spikes++;
  note(tape, time, spike, neuron, by);
  tape.spikeTime[by] = time;
  tape.spikeNeuron[by] = neuron;
  tape.causeEntry[by] = causeEntry;
  tape.causeSynapse[by] = causeSynapse;
  tape.slope[by] = slope;
  tape.fall[by] = fall;
  tape.moved.set(moved, by * tape.width);
  return by;
}

function lengthen(
  tape: EventTape,
  name: (typeof ofSpikes)[number] | "time" | "kind" | "what" | "by",
) {
  const column = tape[name];
  const made = new (column.constructor as new (length: number) => typeof column)(2 * column.length);
  made.set(column);
  Object.assign(tape, { [name]: made });
}
