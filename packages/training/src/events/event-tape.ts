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
  /** To what it happened: a synapse, a row of them, or a neuron. */
  what: Int32Array;
  /** The number of the spike that it comes from; -1 for what a batch gives. */
  by: Int32Array;
  /** Spikes, each with the slopes of the potential before and after it, and after it was held. */
  spikes: number;
  spikeTime: Float64Array;
  spikeNeuron: Int32Array;
  slopeBefore: Float64Array;
  slopeAfter: Float64Array;
  slopeReleased: Float64Array;
}

/** Make an empty tape. */
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
    slopeBefore: doubles(),
    slopeAfter: doubles(),
    slopeReleased: doubles(),
  };
}

/** Begin with an example. */
export function clearTape(tape: EventTape): void {
  tape.length = 0;
  tape.spikes = 0;
}

/** Note what happened to what, and from which spike it comes. */
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

/** Note a spike with the slopes before and after it; gives its number. */
export function noteSpike(
  tape: EventTape,
  time: number,
  { neuron, before, after }: Readonly<Record<"neuron" | "before" | "after", number>>,
): number {
  if (tape.spikes === tape.spikeTime.length) {
    tape.spikeTime = longer(tape.spikeTime);
    tape.spikeNeuron = longer(tape.spikeNeuron);
    tape.slopeBefore = longer(tape.slopeBefore);
    tape.slopeAfter = longer(tape.slopeAfter);
    tape.slopeReleased = longer(tape.slopeReleased);
  }
  const by = tape.spikes++;
  note(tape, time, { kind: spike, what: neuron, by });
  tape.spikeTime[by] = time;
  tape.spikeNeuron[by] = neuron;
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
