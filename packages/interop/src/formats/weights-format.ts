import { defineFormat, type FormatRecord, type Tensor } from "@spikeloom/kernel";

/** What tells one file of weights by name from another. */
export interface WeightsFile extends Pick<FormatRecord, "name" | "about" | "extensions"> {
  /** Load what reads the tensors of a file, which no other file waits for. */
  readonly load: () => Promise<(file: Uint8Array) => Tensors | Promise<Tensors>>;
}

type Tensors = ReadonlyMap<string, Tensor>;

/** Define a format of weights by name, which say nothing of what is done between them. */
export function weightsFormat({ load, ...said }: WeightsFile): FormatRecord {
  return defineFormat({
    ...said,
    holds: ["layers"],
    options: {
      order: {
        type: "text",
        about: "how weights of two axes lie: by output and input, or by input and output",
        choices: ["out-in", "in-out"],
        default: "out-in",
      },
    },
    losses: {
      operations: "What a layer does beside its weights: strides, pooling, activations.",
      tensor: "A tensor that belongs to no layer that is read.",
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
