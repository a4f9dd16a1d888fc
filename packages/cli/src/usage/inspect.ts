import type { Command } from "commander";
import type { InspectCommandOptions } from "../commands/inspect.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";

/** Say what `spikeloom inspect` is given, and what it does. */
export function describeInspect(command: Command, act: Act): void {
  command
    .description(
      "List groups, datasets, links and attributes of an HDF5 file of whatever maker, and name its format.\n\n" +
        "Of NIR, SONATA and NWB nodes, populations and recordings are listed first, with their sizes and the version.\n\n" +
        "No lists are read and no other file is opened. What is damaged, or lies in another file, is listed with the reason.\n\n" +
        "Of ONNX, Keras 3, safetensors and NPZ (.onnx, .keras, .safetensors, .npz) the layers are listed, and what is not read.\n\n" +
        "Of XML and JSON the format is named, with populations and projections by name and size; what they include is read.",
    )
    .argument(
      "<file>",
      "HDF5 file (a result, NIR, SONATA, NWB, …), a network in XML or JSON, or a model",
    )
    .option("--most <n>", "objects of an HDF5 file at most (default: 10000)")
    .option(...jsonOption)
    .action((file: string, options: InspectCommandOptions) =>
      act(async () => (await import("../commands/inspect.ts")).inspectCommand(file, options)),
    );
}
