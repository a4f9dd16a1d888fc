/** Kinds of events in a sample. */
export const release = 0;
export const arrival = 1;
export const spike = 2;

/** Event log of a sample, in order; columns are reallocated when they grow. */
export interface EventTape extends EntryColumns, SpikeColumns {
  length: number;
  spikes: number;
  /** Numbers that follow for each spike: one for each variable. */
  readonly width: number;
}

/** One number for each event. */
interface EntryColumns {
  time: Float64Array;
  kind: Uint8Array;
  /** Index of the segment of synapses, or number of the neuron concerned in the network. */
  what: Int32Array;
  /** Index of the spike that caused it; -1 for a spike of the batch. */
  by: Int32Array;
}

/** Numbers for each spike. */
interface SpikeColumns {
  spikeTime: Float64Array;
  spikeNeuron: Int32Array;
  /** Entry and synapse of the event that fulfilled the test at once; -1 where the test was reached, and for a release. */
  causeEntry: Int32Array;
  causeSynapse: Int32Array;
  /** Slope of the test before a spike. */
  slope: Float64Array;
  /** By how much a spike lowers the variable that is read. */
  fall: Float64Array;
  /** Derivative of the variables by the time of the spike: what its reset makes of the flow before, less the flow after. */
  moved: Float64Array;
  /** The same for the end of the refractory period. */
  movedBack: Float64Array;
}

/** Create an empty tape, for neurons of up to `width` variables. */
export function eventTape(width: number): EventTape {
  return { length: 0, spikes: 0, width, ...entryColumns(1024), ...spikeColumns(1024, width) };
}

function entryColumns(room: number): EntryColumns {
  const [what, by] = [new Int32Array(room), new Int32Array(room)];
  return { time: new Float64Array(room), kind: new Uint8Array(room), what, by };
}

function spikeColumns(room: number, width: number): SpikeColumns {
  return {
    spikeTime: new Float64Array(room),
    spikeNeuron: new Int32Array(room),
    causeEntry: new Int32Array(room),
    causeSynapse: new Int32Array(room),
    slope: new Float64Array(room),
    fall: new Float64Array(room),
    moved: new Float64Array(room * width),
    movedBack: new Float64Array(room * width),
  };
}

/** Replace columns by longer ones. */
function lengthen(tape: EventTape, longer: Partial<EventTape>): void {
  for (const [name, column] of Object.entries(longer)) {
    (column as Float64Array).set(tape[name as "time"]);
  }
  Object.assign(tape, longer);
}

/** Clear the tape for the next sample. */
export function clearTape(tape: EventTape): void {
  tape.length = 0;
  tape.spikes = 0;
}

/** Append an event. */
export function note(tape: EventTape, time: number, kind: number, what: number, by: number): void {
  if (tape.length === tape.time.length) lengthen(tape, entryColumns(2 * tape.length));
  const at = tape.length++;
  tape.time[at] = time;
  tape.kind[at] = kind;
  tape.what[at] = what;
  tape.by[at] = by;
}

/** Append a spike, whose numbers the caller sets; return its index. */
export function noteSpike(tape: EventTape, time: number, neuron: number): number {
  if (tape.spikes === tape.spikeTime.length) {
    lengthen(tape, spikeColumns(2 * tape.spikes, tape.width));
  }
  const by = tape.spikes++;
  note(tape, time, spike, neuron, by);
  tape.spikeTime[by] = time;
  tape.spikeNeuron[by] = neuron;
  return by;
}
