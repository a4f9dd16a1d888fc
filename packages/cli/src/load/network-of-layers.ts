import { readNumpy } from "@spikeloom/data";
import { bytesSource, type LayerRecord, type ReadThing, type Tensor } from "@spikeloom/kernel";
import type { ThresholdRule } from "@spikeloom/training";
import { CONVERT_SAMPLES } from "../errors.ts";
import { readBytes } from "./read-bytes.ts";

/** Options of converting layers to a spiking network. */
export interface LayersOptions {
  /** NumPy file of the inputs that layers are measured with; its first axis is that of samples. */
  readonly samples?: string;
  /** Number of the sample that the network receives, by default 0. */
  readonly sample?: number;
  /** Maximum spikes of a neuron. */
  readonly levels?: number;
  /** Analog value that the maximum number of spikes represents. */
  readonly threshold?: ThresholdRule;
}

/** Convert layers to a spiking network that receives one of the samples. */
export async function networkOfLayers(
  layers: readonly LayerRecord[],
  { samples: given, sample: which = 0, levels, threshold }: LayersOptions,
): Promise<ReadThing> {
  const expected = expectedShape(layers);
  if (given === undefined) {
    throw CONVERT_SAMPLES({
      place: "--samples",
      message: "The conversion of layers to a spiking network requires samples.",
      expected: `--samples FILE, a NumPy file of ${expected} per sample`,
      got: "no samples",
      next: `Save some inputs of the training data with numpy.save("samples.npy", x_train[:100]), and pass --samples samples.npy.`,
    });
  }
  const inputs = inputsOf(await arrayIn(given), layers, { file: given, expected });
  if (which >= inputs.length) {
    throw CONVERT_SAMPLES({
      place: "--sample",
      message: `${given} has no sample of this index.`,
      expected: `a number below ${inputs.length}`,
      got: String(which),
      next: "Count the samples from 0.",
    });
  }
  const { convertLayers } = await import("@spikeloom/training");
  const converted = convertLayers(layers, {
    samples: inputs,
    ...(levels !== undefined && { levels }),
    ...(threshold !== undefined && { threshold }),
  });
  const network = converted.network(inputs[which] as Float64Array);
  return { thing: { holds: "network", network }, losses: converted.losses };
}

/** The only array of a file. */
async function arrayIn(file: string): Promise<Tensor> {
  const arrays = [...(await readNumpy(bytesSource(file, readBytes(file))))];
  const [first] = arrays;
  if (first !== undefined && arrays.length === 1) return first[1];
  throw CONVERT_SAMPLES({
    place: file,
    message: "The samples must be a single array.",
    expected: "a file .npy, or .npz with one array",
    got: arrays.length === 0 ? "no array" : arrays.map(([name]) => name).join(", "),
    next: 'Save them alone, with numpy.save("samples.npy", x).',
  });
}

/** Rows of an array as input of the first layer, channels first. */
function inputsOf(
  { shape: [count = 0, ...rest], values }: Tensor,
  layers: readonly LayerRecord[],
  { file, expected }: { readonly file: string; readonly expected: string },
): readonly Float64Array[] {
  const shape = shapeOf(layers);
  const size = rest.reduce((product, length) => product * length, 1);
  const [channels = 1, ...area] = shape;
  const isFlat = rest.length === 1 && size === shape.reduce((one, other) => one * other, 1);
  const isFirst = isSame(rest, shape);
  const isLast = shape.length > 1 && isSame(rest, [...area, channels]);
  // A single channel is often omitted.
  const isGrey = channels === 1 && isSame(rest, area);
  if (count === 0 || !(isFlat || isFirst || isLast || isGrey)) {
    throw CONVERT_SAMPLES({
      place: file,
      message: "The samples do not have the shape of the first layer.",
      expected: `${expected} per sample`,
      got: `an array of ${[count, ...rest].join(" x ")}`,
      next: "Give them the axes (sample, channel, row, column) or (sample, row, column, channel).",
    });
  }
  const isTurned = isLast && !isFirst;
  const places = size / channels;
  return Array.from({ length: count }, (_, n) => {
    const row = Float64Array.from(values.subarray(n * size, (n + 1) * size), Number);
    if (!isTurned) return row;
    return row.map((_, k) => row[(k % places) * channels + Math.floor(k / places)] ?? 0);
  });
}

function shapeOf(layers: readonly LayerRecord[]): readonly number[] {
  const input = layers.find((layer) => layer.kind === "input");
  return input?.kind === "input" ? input.shape.map((length) => length ?? Number.NaN) : [];
}

function expectedShape(layers: readonly LayerRecord[]): string {
  const shape = shapeOf(layers);
  const text = shape.map((length) => (Number.isNaN(length) ? "any" : length)).join(" x ");
  return shape.length === 1 ? `${text} values` : `${text} values (channels first or last)`;
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((length, k) => length === other[k]);
}
