import { keptWords } from "@spikeloom/code";
import { STATE_DAMAGED } from "../errors.ts";
import { unsignedOf } from "../placed.ts";
import type {
  GapBound,
  HistoryBound,
  ListBound,
  OwnRowBound,
  RowBound,
  StateBound,
  TrainBound,
  WordBound,
} from "./state-bounds.ts";

/** A memory into which a saved state was written. */
export interface RestoredMemory {
  readonly buffer: ArrayBufferLike;
  /** Name of its part of the state. */
  readonly part: string;
  /** The next step. */
  readonly step: number;
  /** Whether the run continues in WebAssembly, whose code keeps copies that JavaScript does not need. */
  readonly isCompiled: boolean;
}

/** Reject a restored memory in which a count, an index, a step or a time would make code access invalid memory. */
export function checkBounds(bounds: readonly StateBound[], memory: RestoredMemory): void {
  for (const bound of bounds) {
    const check = checks[bound.kind] as Check<StateBound>;
    check(bound, memory, (expected, got) => {
      throw STATE_DAMAGED({ place: `${memory.part}, ${bound.what}`, expected, got: String(got) });
    });
  }
}

type Refuse = (expected: string, got: number) => never;
type Check<Bound> = (bound: Bound, memory: RestoredMemory, refuse: Refuse) => void;

const checks: {
  readonly [Kind in StateBound["kind"]]: Check<Extract<StateBound, { kind: Kind }>>;
} = {
  words: checkWords,
  lists: checkLists,
  history: checkHistory,
  rows: checkRows,
  "own rows": checkOwnRows,
  train: checkTrain,
  gaps: checkGaps,
};

function checkWords(
  { address, count, stride, least, most, isOfStep = false }: WordBound,
  { buffer, step }: RestoredMemory,
  refuse: Refuse,
): void {
  const words = new Int32Array(buffer);
  const end = isOfStep ? step + most : most;
  for (let at = address; at < address + count * stride; at += stride) {
    const word = words[at >>> 2] as number;
    if (!(word >= least && word <= end)) refuse(`${least} to ${end}`, word);
  }
}

function checkLists(
  { lists, counts, length, capacity, below }: ListBound,
  { buffer }: RestoredMemory,
  refuse: Refuse,
): void {
  const taken = new Uint32Array(buffer, counts, length);
  for (let slot = 0; slot < length; slot++) {
    const count = taken[slot] as number;
    if (count > capacity) refuse(`at most ${capacity} entries`, count);
    const list = new Uint32Array(buffer, lists + 4 * slot * capacity, count);
    const wrong = list.find((place) => place >= below);
    if (wrong !== undefined) refuse(`0 to ${below - 1}`, wrong);
  }
}

/** Code searches backwards from the newest entry until one is old enough, so one must be. */
function checkHistory(
  bound: HistoryBound,
  { buffer, step, isCompiled }: RestoredMemory,
  refuse: Refuse,
): void {
  const { targets, newest, history, ring, entry, never, safe, applied, longest } = bound;
  const recent = isCompiled ? bound.recent : undefined;
  const words = new Int32Array(buffer);
  const oldest = safe === undefined ? step - 2 * longest : (words[safe >>> 2] as number);
  for (let k = 0; k < applied.count && safe !== undefined; k++) {
    const word = words[(applied.address + k * applied.stride) >>> 2] as number;
    if (word < oldest) refuse(`no step before ${oldest}, from which spikes are kept`, word);
  }
  const pointers = new Uint32Array(buffer, newest, targets);
  for (let target = 0; target < targets; target++) {
    const first = history + target * ring;
    const offset = (pointers[target] as number) - first;
    if (!(offset >= 0 && offset < ring && offset % entry === 0)) {
      refuse(`the address of an entry from ${first} on`, offset + first);
    }
    let before = step - 1;
    for (let k = 0; k < ring / entry; k++) {
      const at = first + ((offset - k * entry) & (ring - 1));
      const sent = words[at >>> 2] as number;
      if (!(sent >= never && sent <= before)) refuse(`steps from ${never} to ${before}`, sent);
      before = sent;
      if (recent === undefined || k >= recent.steps) continue;
      const copy = words[(recent.address + target * recent.bytes + 4 * k) >>> 2] as number;
      if (copy !== sent) refuse(`step ${sent} as in the history`, copy);
    }
    if (!(before < oldest)) refuse(`a last spike before step ${oldest}`, before);
  }
}

function checkRows(
  { offsets, room, targets, below }: RowBound,
  { buffer }: RestoredMemory,
  refuse: Refuse,
): void {
  const starts = unsignedOf(buffer, offsets);
  let before = 0;
  for (let row = 0; row < starts.length; row++) {
    const start = starts[row] as number;
    const isSound = row === 0 ? start === 0 : start >= before && start <= room;
    if (!isSound) refuse(row === 0 ? "0" : `${before} to ${room}`, start);
    before = start;
  }
  const places = unsignedOf(buffer, targets);
  for (let k = 0; k < before; k++) {
    if ((places[k] as number) >= below) refuse(`0 to ${below - 1}`, places[k] as number);
  }
}

/** Each synapse occurs once, under its target and delay, with the segment of its row. */
function checkOwnRows(bound: OwnRowBound, { buffer }: RestoredMemory, refuse: Refuse): void {
  const { of, columns, firstSegment, segmentBytes } = bound;
  const starts = unsignedOf(buffer, of.offsets);
  const count = starts.at(-1) as number;
  const rowOf = new Uint32Array(count);
  for (let row = 0; row + 1 < starts.length; row++) {
    rowOf.fill(row, starts[row], starts[row + 1]);
  }
  const places = unsignedOf(buffer, of.targets);
  const own = unsignedOf(buffer, bound.offsets);
  const synapses = unsignedOf(buffer, bound.synapses);
  const segments = unsignedOf(buffer, bound.segments);
  if (own[0] !== 0) refuse("0", own[0] as number);
  if (own[own.length - 1] !== count) refuse(String(count), own[own.length - 1] as number);
  for (let place = 0; place < own.length - 1; place++) {
    const [from, until] = [own[place] as number, own[place + 1] as number];
    if (!(until >= from && until <= count)) refuse(`${from} to ${count}`, until);
    for (let k = from, before = -1; k < until; k++) {
      const synapse = synapses[k] as number;
      const row = rowOf[synapse] ?? 0;
      const isHere = (places[synapse] as number) * columns + (row % columns) === place;
      if (!(synapse > before && synapse < count && isHere)) refuse("each synapse once", synapse);
      before = synapse;
      const segment = firstSegment + row * segmentBytes;
      if (segments[k] !== segment) refuse(`address ${segment}`, segments[k] as number);
    }
  }
}

/** Words of a stream, four per block. */
const mostWords = 2 ** 34;

function checkTrain(
  { address, size, dt, windowSteps, earliest }: TrainBound,
  { buffer, step }: RestoredMemory,
  refuse: Refuse,
): void {
  const { window: ofWindow, anew: ofAnew, neurons } = keptWords;
  const kept = new Float64Array(buffer, address, neurons + 2 * size);
  const [window, anew] = [kept[ofWindow] as number, kept[ofAnew] as number];
  const first = Math.max(0, step - windowSteps);
  if (!isWhole(window, first, step)) refuse(`a step from ${first} to ${step}`, window);
  if (!isWhole(anew, 0, window)) refuse(`a step from 0 to ${window}`, anew);
  const least = window === 0 ? Math.min(earliest, 0) : (window - 1) * dt;
  for (let k = 0; k < size; k++) {
    const [next, words] = [kept[neurons + k] as number, kept[neurons + size + k] as number];
    // Not a number if the next one has not been drawn yet.
    if (next < least) refuse(`times from ${least} ms on`, next);
    if (!isWhole(words, 0, mostWords)) refuse("a number of words", words);
  }
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** Events of all previous steps have been processed, so none of them is pending. */
function checkGaps(
  { drawn, next, size, window: [start, stop] }: GapBound,
  { buffer, step }: RestoredMemory,
  refuse: Refuse,
): void {
  // A train that has not started, or starts again, draws its own events.
  const isPending = step > start && step < stop;
  if (!isPending || new Uint32Array(buffer, drawn, 1)[0] === 0) return;
  const times = new Float64Array(buffer, next, size);
  for (const time of times) if (!(time >= step)) refuse(`steps from ${step} on`, time);
}
