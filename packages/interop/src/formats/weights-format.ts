import { defineFormat, type FormatRecord, type Tensor } from "@spikeloom/kernel";

/** Differences between file formats of named weights. */
export interface WeightsFile extends Pick<FormatRecord, "name" | "about" | "extensions"> {
  /** Load the tensor reader, which other formats do not need. */
  readonly load: () => Promise<(file: Uint8Array) => Tensors | Promise<Tensors>>;
}

type Tensors = ReadonlyMap<string, Tensor>;

/** Define a format of named weights, which does not store the operations between them. */
export function weightsFormat({ load, ...said }: WeightsFile): FormatRecord {
  return defineFormat({
    ...said,
    holds: ["layers"],
    options: {
      order: {
        type: "text",
        about: "axis order of two-dimensional weights: output, input or input, output",
        choices: ["out-in", "in-out"],
        default: "out-in",
      },
    },
    losses: {
      operations: "Operations of a layer other than its weights: strides, pooling, activations.",
      tensor: "A tensor that belongs to no supported layer.",
    },
    async read(source, { options }) {
      const [readTensors, { layersOf }, { readingLayers }, { wholeSource }] = await Promise.all([
        load(),
        import("../layers/from-tensors.ts"),
        import("../layers/damage.ts"),
        import("./held-source.ts"),
      ]);
      const bytes = await wholeSource(source);
      const tensors = await readingLayers(source.name, () => readTensors(bytes));
      const { layers, losses } = layersOf(tensors, options["order"] as "out-in" | "in-out");
      return { thing: { holds: "layers", layers }, losses };
    },
  });
}
