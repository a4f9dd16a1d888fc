import type { SavedState } from "@spikeloom/kernel";
import { timeOfStep } from "@spikeloom/simulate";
import { EVENT_STATE } from "./errors.ts";
import type { Network } from "./network.ts";

/** What a run has counted so far. */
export interface Progress {
  step: number;
  /** Digits of the hash of all spikes. */
  hash: string;
  /** Spikes so far, in the order of the populations. */
  readonly counts: Float64Array;
}

type Column = Float64Array | Int32Array | Uint8Array;

/** Columns of neurons, of which each has `width` numbers at the start of each stride. */
interface StridedColumn {
  readonly column: Float64Array | Uint8Array;
  readonly size: number;
  readonly width: number;
  readonly stride: number;
}

/** List the columns of the states of neurons, by name. */
function statesOf({ populations }: Network): ReadonlyMap<string, StridedColumn> {
  const columns = new Map<string, StridedColumn>();
  for (const [name, { neurons, form }] of populations) {
    const { x, width, time, isHeld, isLifted, isAbove, strides } = neurons;
    const { size } = form;
    columns.set(`${name}/x`, { column: x, size, width, stride: strides.x });
    columns.set(`${name}/time`, { column: time, size, width: 1, stride: strides.time });
    for (const [key, column] of Object.entries({ isHeld, isLifted, isAbove })) {
      columns.set(`${name}/${key}`, { column, size, width: 1, stride: strides.flag });
    }
  }
  return columns;
}

/** Copy the numbers of neurons to consecutive places. */
function gather({ column, size, width, stride }: StridedColumn): Column {
  const length = size * width;
  const all = column instanceof Uint8Array ? new Uint8Array(length) : new Float64Array(length);
  for (let n = 0; n < size; n++) {
    for (let k = 0; k < width; k++) all[n * width + k] = column[n * stride + k] as number;
  }
  return all;
}

/** Copy consecutive numbers to the places of neurons. */
function scatter({ column, size, width, stride }: StridedColumn, all: Column): void {
  for (let n = 0; n < size; n++) {
    for (let k = 0; k < width; k++) column[n * stride + k] = all[n * width + k] as number;
  }
}

/** List the other arrays that change in a run, by name. */
function columnsOf({ populations, sources, plastic, rows }: Network): ReadonlyMap<string, Column> {
  const columns = new Map<string, Column>();
  for (const [name, { neurons, release, inputs }] of populations) {
    const { trial, words } = neurons;
    columns.set(`${name}/release`, release);
    if (trial !== undefined) columns.set(`${name}/trial`, trial);
    if (words !== undefined) columns.set(`${name}/words`, words);
    if (inputs === undefined) continue;
    columns.set(`${name}/seen`, inputs.seen);
    inputs.drives.forEach(({ next, words, left }, k) => {
      for (const [key, column] of Object.entries({ next, words, left })) {
        columns.set(`${name}/drive ${k}/${key}`, column);
      }
    });
  }
  for (const [name, { times }] of sources) {
    columns.set(`${name}/next`, times.next);
    columns.set(`${name}/position`, times.position);
  }
  plastic.forEach((rule, route) => {
    for (const [key, column] of rule?.columns ?? []) columns.set(`route ${route}/${key}`, column);
  });
  // Code may have set weights that no event changes.
  if (rows.constants.some(Number.isNaN)) columns.set("weights", rows.weights);
  return columns;
}

/** Copy everything that changes in a run. */
export function saveState(network: Network, progress: Progress): SavedState {
  const { program, populations, sources, plastic, rows } = network;
  const { pending, spikes } = network.calendar;
  const parts = new Map<string, Uint8Array>();
  const put = (name: string, column: Column): void => {
    parts.set(name, new Uint8Array(column.slice().buffer));
  };
  for (const rule of plastic) rule?.settle(timeOfStep(progress.step, program.dt));
  for (const { times } of sources.values()) times.ahead?.putBack();
  for (const [name, column] of statesOf(network)) put(name, gather(column));
  put("constants", rows.constants);
  for (const [name, column] of columnsOf(network)) put(name, column);
  plastic.forEach((rule, route) => {
    if (rule !== undefined) put(`route ${route}/history`, rule.history.save());
  });
  const { times, segments } = pending.list();
  put("arrivals/times", times);
  put("arrivals/segments", segments);
  // Spikes that code sent after the last step.
  put("sent/times", spikes.times.subarray(0, spikes.length));
  put("sent/neurons", spikes.segments.subarray(0, spikes.length));
  put("counts", progress.counts);
  for (const [name, { inputs }] of populations) {
    for (const [input, values] of inputs?.added ?? []) put(`${name}/added/${input}`, values);
  }
  const header = { open: program.open ? 1 : 0, seed: program.seed, hash: progress.hash };
  return { backend: "event", step: progress.step, header, parts };
}

/** Continue from a saved state: set a network, and return its progress. */
export function restoreState(network: Network, state: SavedState): Progress {
  const { program, populations, sources, plastic, rows } = network;
  const { pending, spikes, looks, tick } = network.calendar;
  if (state.backend !== "event") {
    throw EVENT_STATE({ place: "backend", expected: "event", got: state.backend });
  }
  const bytesOf = (name: string, length?: number): ArrayBuffer => {
    const bytes = state.parts.get(name);
    const got = bytes?.byteLength ?? 0;
    if (bytes === undefined || (length !== undefined && got !== length) || got % 4 !== 0) {
      const expected = length === undefined ? "a column of numbers" : `${length} bytes`;
      const found = bytes === undefined ? "nothing" : `${got} bytes`;
      throw EVENT_STATE({ place: `state, part "${name}"`, expected, got: found });
    }
    return bytes.slice().buffer as ArrayBuffer;
  };
  const fill = (name: string, column: Column): void => {
    const bytes = state.parts.get(name);
    if (bytes === undefined || bytes.byteLength !== column.byteLength) {
      const got = bytes === undefined ? "nothing" : `${bytes.byteLength} bytes`;
      const expected = `${column.byteLength} bytes`;
      throw EVENT_STATE({ place: `state, part "${name}"`, expected, got });
    }
    new Uint8Array(column.buffer, column.byteOffset, column.byteLength).set(bytes);
  };
  fill("constants", rows.constants);
  for (const [name, column] of columnsOf(network)) fill(name, column);
  for (const [name, column] of statesOf(network)) {
    const all = gather(column);
    fill(name, all);
    scatter(column, all);
  }
  plastic.forEach((rule, route) => {
    rule?.history.restore(new Float64Array(bytesOf(`route ${route}/history`)));
  });
  const segments = new Int32Array(bytesOf("arrivals/segments"));
  const times = new Float64Array(bytesOf("arrivals/times", 8 * segments.length));
  const odd = segments.find((one) => one < 0 || one >= rows.delays.length);
  if (odd !== undefined) {
    const expected = `0 to ${rows.delays.length - 1}`;
    throw EVENT_STATE({ place: "state, arrivals", expected, got: String(odd) });
  }
  const neurons = new Int32Array(bytesOf("sent/neurons"));
  const sent = new Float64Array(bytesOf("sent/times", 8 * neurons.length));
  for (const [k, time] of sent.entries()) spikes.add(time, neurons[k] as number);
  for (const [k, time] of times.entries()) pending.put(time, segments[k] as number);
  for (const [name, { inputs }] of populations) {
    for (const input of program.populations.get(name)?.form.inputs.keys() ?? []) {
      const part = `${name}/added/${input}`;
      if (state.parts.has(part)) inputs?.add(input, new Float64Array(bytesOf(part)));
    }
  }
  looks.begin(Math.floor(timeOfStep(state.step, program.dt) / tick));
  for (const one of [...populations.values(), ...sources.values()]) one.foreseeAll();
  const counts = new Float64Array(bytesOf("counts", 8 * program.populations.size));
  return { step: state.step, hash: String(state.header["hash"]), counts };
}
