import type { Deliver } from "../delivery/delivery.ts";
import { javascriptCollect } from "../delivery/delivery-sums.ts";
import type { LaidProcedural, ProceduralRows } from "./procedural-layout.ts";

/** Add so many synapses of the chunk, whose spike was sent in a step, to the sums of their steps. */
export type AddChunk = (count: number, step: number) => void;

/** The code of procedural projections. */
export interface ProceduralCode {
  /** One for each projection. */
  readonly add: readonly AddChunk[];
  /** Bring the sums of a step to the accumulators and clear them. */
  readonly collect: Deliver;
}

/** Make the code in plain JavaScript. */
export function javascriptProcedural(
  laid: LaidProcedural,
  precision: "f64" | "f32",
  memory: { readonly buffer: ArrayBufferLike },
): ProceduralCode {
  const { sums, kept, base, rows } = laid;
  return {
    add: rows.map((row) => javascriptAdd(row, laid, { precision, memory })),
    collect: javascriptCollect({ sums, kept, base, precision }, memory),
  };
}

function javascriptAdd(
  { projection, table, first }: ProceduralRows,
  { sums, shift, chunk }: LaidProcedural,
  options: {
    readonly precision: "f64" | "f32";
    readonly memory: { readonly buffer: ArrayBufferLike };
  },
): AddChunk {
  const { precision, memory } = options;
  const { buffer } = memory;
  const { capacity } = chunk;
  const words = new Uint32Array(buffer);
  const targets = new Uint32Array(buffer, chunk.targets, capacity);
  const delays = new Int32Array(buffer, chunk.delays, capacity);
  const weights = new Float64Array(buffer, chunk.weights, capacity);
  const isDouble = precision === "f64";
  const length = sums.length * sums.width;
  const values = isDouble
    ? new Float64Array(buffer, sums.address, length)
    : new Float32Array(buffer, sums.address, length);
  const round = isDouble ? (value: number): number => value : Math.fround;
  const { delay, weight } = projection;
  return (count, step) => {
    for (let k = 0; k < count; k++) {
      const number = targets[k] as number;
      const sum = table === 0 ? first + number : (words[table / 4 + number] as number);
      const arrival = step + shift + (delay.constant ?? (delays[k] as number));
      const at = (arrival & (sums.length - 1)) * sums.width + sum;
      values[at] = (values[at] as number) + round(weight.constant ?? (weights[k] as number));
    }
  };
}
