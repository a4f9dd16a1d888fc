import { deflateRawSync } from "node:zlib";
import type { Dataset, Group } from "h5wasm/node";

type Numbers = Float64Array | Uint32Array;

/** Below this an array is stored as it is: compressing it would take longer than all the rest. */
const smallBytes = 1 << 20;
const chunkLength = 65_536;
/** The library copies what it is given into a memory of its own, so large arrays go in blocks. */
const blockLength = 1 << 22;
const gzipLevel = 1;
const sampleBytes = 32_768;
const worthwhile = 0.8;

/** Write numbers as a dataset of one or two dimensions, compressed where that saves a fifth. */
export function writeArray(
  group: Group,
  data: Numbers,
  { name, columns, unit }: ArrayOptions,
): void {
  const dataset = writeNumbers(group, data, { name, columns });
  if (unit !== undefined) dataset.create_attribute("unit", unit);
}

/** How an array is written. */
export interface ArrayOptions {
  readonly name: string;
  /** Columns of a table; a plain list where it is not given. */
  readonly columns?: number | undefined;
  readonly unit?: string | undefined;
}

function writeNumbers(group: Group, data: Numbers, { name, columns }: ArrayOptions): Dataset {
  const width = columns ?? 1;
  const shapeOf = (rows: number): number[] => (columns === undefined ? [rows] : [rows, columns]);
  const rows = width === 0 ? 0 : data.length / width;
  if (data.byteLength <= smallBytes) {
    return group.create_dataset({ name, data, shape: shapeOf(rows) });
  }
  const blockRows = Math.max(1, Math.floor(blockLength / width));
  const first = Math.min(rows, blockRows);
  const chunks = shapeOf(Math.min(rows, Math.max(1, Math.floor(chunkLength / width))));
  const dataset = group.create_dataset({
    name,
    data: data.subarray(0, first * width),
    shape: shapeOf(first),
    maxshape: shapeOf(rows),
    chunks,
    ...(compressionPays(data) && { compression: gzipLevel }),
  });
  for (let from = first; from < rows; from += blockRows) {
    const until = Math.min(rows, from + blockRows);
    dataset.resize(shapeOf(until));
    const block = data.subarray(from * width, until * width);
    dataset.write_slice(columns === undefined ? [[from, until]] : [[from, until], []], block);
  }
  return dataset;
}

/** Try a piece from the middle: spike times shrink tenfold, potentials hardly at all. */
function compressionPays(data: Numbers): boolean {
  const from = Math.max(0, (data.byteLength - sampleBytes) >> 1);
  const length = Math.min(sampleBytes, data.byteLength);
  const sample = new Uint8Array(data.buffer, data.byteOffset + from, length);
  return deflateRawSync(sample, { level: gzipLevel }).length < worthwhile * length;
}
