import type { BufferRange, ProcessorBuffer } from "@spikeloom/code/processor";
import { controlWords } from "@spikeloom/code/processor";
import type { SavedState } from "@spikeloom/kernel";
import { RULE } from "@spikeloom/program";
import type { DrawnNetwork, LoadedNetwork } from "./network.ts";

/** Arrays of the host that change in a run, by name: part of a saved state, and written in place by a restored one. */
export type HostArrays = ReadonlyMap<string, Float64Array | Uint32Array>;

/** List the buffers that change in a run and keep their content between steps. */
function changingBuffers({ buffers, rules }: LoadedNetwork): readonly ProcessorBuffer[] {
  const { slots, sums, control, counts } = buffers;
  const ofRules = rules.flatMap((rule) =>
    [rule, ...rule.pieces].flatMap(({ floats, words }) => [floats, words]),
  );
  return [slots, sums, control, counts, ...ofRules];
}

/** Copy everything that changes in a run; `host` is what the host knows beside its arrays. */
export async function saveState(
  network: DrawnNetwork,
  on: LoadedNetwork,
  {
    step,
    arrays,
    host,
  }: { readonly step: number; readonly arrays: HostArrays; readonly host: object },
): Promise<SavedState> {
  const buffers = changingBuffers(on);
  const read = buffers.map((buffer): BufferRange => ({ buffer, at: 0, words: buffer.words }));
  const words = await on.processor.submit({ cleared: [], record: () => undefined, read, step });
  const parts = new Map<string, Uint8Array>([
    ["host", new TextEncoder().encode(JSON.stringify(host))],
    ...[...arrays].map(([name, array]) => [`host ${name}`, bytesOf(array)] as const),
    ...buffers.map(({ name }, k) => [name, bytesOf(words[k] as Int32Array)] as const),
  ]);
  return { backend: "webgpu", step, header: marksOf(network), parts };
}

function marksOf({ program, layout }: DrawnNetwork): Readonly<Record<string, number>> {
  const { seed, trial, dt, open } = program;
  return { seed, trial, dt, open: open ? 1 : 0, neurons: layout.neurons };
}

/** Write a saved state to the processor and to the host's arrays; returns what the host knew beside them. */
export function restoreState(
  network: DrawnNetwork,
  on: LoadedNetwork,
  { state, arrays }: { readonly state: SavedState; readonly arrays: HostArrays },
): unknown {
  for (const [what, value] of Object.entries(marksOf(network))) {
    const got = state.header[what];
    if (got !== value) throw refusal(what, `${value}`, String(got));
  }
  for (const buffer of changingBuffers(on)) {
    const bytes = partOf(state, buffer.name, 4 * buffer.words);
    on.processor.write({ buffer, at: 0 }, new Int32Array(bytes));
  }
  for (const [name, array] of arrays) {
    const bytes = partOf(state, `host ${name}`, array.byteLength);
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(new Uint8Array(bytes));
  }
  const at = controlWords.step;
  on.processor.write({ buffer: on.buffers.control, at }, Int32Array.of(state.step));
  try {
    return JSON.parse(new TextDecoder().decode(state.parts.get("host"))) as unknown;
  } catch {
    throw refusal("host", "JSON", "other bytes");
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}

function partOf({ parts }: SavedState, name: string, length: number): ArrayBuffer {
  const bytes = parts.get(name);
  if (bytes?.length === length) return bytes.slice().buffer as ArrayBuffer;
  throw refusal(name, `${length} bytes`, `${bytes?.length ?? 0} bytes`);
}

function refusal(place: string, expected: string, got: string): Error {
  const message = "The saved state is not one of this network, or is damaged.";
  return RULE({ place: `state.${place}`, message, expected, got });
}
