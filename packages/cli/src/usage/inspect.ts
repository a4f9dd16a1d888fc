import type { Command } from "commander";
import type { InspectCommandOptions } from "../commands/inspect.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";

/** Define the arguments, options and help of `spikeloom inspect`. */
export function describeInspect(command: Command, act: Act): void {
  command
    .description(
      "List the groups, datasets, links and attributes of any HDF5 file, and name its format.\n\n" +
        "For NIR, SONATA and NWB, nodes, populations and recordings are listed first, with sizes and format version. " +
        "Array contents are not read, except indices of NWB, and no other file is opened. Damaged and external parts " +
        "are listed with the reason; for a damaged file the exit code is 1.\n\n" +
        "For ONNX, Keras 3, safetensors and NPZ (.onnx, .keras, .safetensors, .npz), the layers are listed, and what " +
        "SpikeLoom cannot read.\n\n" +
        "For XML and JSON, the format is named and populations and projections are listed with their sizes; included " +
        "files are read.",
    )
    .argument(
      "<file>",
      "HDF5 file (a result, NIR, SONATA, NWB, …), a network in XML or JSON, or a model",
    )
    .option("--most <n>", "maximum number of HDF5 objects to list (default: 10000)")
    .option(...jsonOption)
    .action((file: string, options: InspectCommandOptions) =>
      act(async () => (await import("../commands/inspect.ts")).inspectCommand(file, options)),
    );
}
