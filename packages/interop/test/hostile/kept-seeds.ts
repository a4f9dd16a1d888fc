import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { newDraw } from "../../../../tools/test/draws.ts";
import { channelDocument } from "../neuroml/channel-document.ts";
import { drawnDocument } from "../neuroml/drawn-document.ts";
import { bytesOf, smallCircuit } from "../sonata/circuit-files.ts";

/** Small valid files of a format; the first one is the main file. */
export interface Seed {
  /** Name of the format, or `hdf5` for files that only the guarded reader lists and reads. */
  readonly format: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

const at = (...names: readonly string[]): string => join(import.meta.dirname, ...names);
const repository = at("..", "..", "..", "..");

function bytesAt(path: string): Uint8Array {
  const bytes = readFileSync(path);
  return new Uint8Array(path.endsWith(".gz") ? gunzipSync(bytes) : bytes);
}

/** A seed of one file, and of its other files by name. */
function seed(format: string, path: string, beside: Readonly<Record<string, string>> = {}): Seed {
  const others = Object.entries(beside).map(([name, one]) => [name, bytesAt(one)] as const);
  const name = basename(path).replace(/\.gz$/, "");
  return { format, files: { [name]: bytesAt(path), ...Object.fromEntries(others) } };
}

/** All files of a folder that end so, as seeds of a format. */
function folder(format: string, path: string, end: RegExp): readonly Seed[] {
  const names = readdirSync(path).filter((name) => end.test(name));
  return names.toSorted().map((name) => seed(format, join(path, name)));
}

/** Return the valid files that tests store, in every layout that each reader supports. */
export function keptSeeds(): readonly Seed[] {
  const lems = join(repository, "packages", "cli", "test", "lems");
  const valid = (kind: string): string => join(repository, "specs", kind, "valid");
  const layers = at("..", "layers", "files");
  const text = (name: string, content: string): Record<string, Uint8Array> => ({
    [name]: new TextEncoder().encode(content),
  });
  return [
    { format: "sonata", files: bytesOf(smallCircuit) },
    ...folder("nir", at("..", "nir", "files"), /\.nir\.gz$/),
    ...folder("nix", at("..", "nix", "files"), /\.nix\.gz$/),
    ...folder("nwb", at("..", "nwb", "files"), /\.nwb\.gz$/),
    ...folder("onnx", layers, /^(?!numbers).*\.onnx$/),
    seed("onnx", join(layers, "numbers-elsewhere.onnx"), {
      "numbers-elsewhere.bin": join(layers, "numbers-elsewhere.bin"),
    }),
    ...folder("keras", layers, /\.keras$/),
    ...folder("safetensors", layers, /\.safetensors$/),
    ...folder("npz", layers, /\.npz$/),
    ...folder("spikeloom-network", valid("network"), /\.json$/),
    ...folder("spikeloom-model", valid("model"), /\.json$/),
    ...folder("neuroml", at("..", "neuroml", "files"), /\.nml(\.h5\.gz)?$/),
    { format: "neuroml", files: text("channels.nml", channelDocument) },
    ...[0, 1, 2].map((k) => ({
      format: "neuroml",
      files: text("drawn.nml", drawnDocument(newDraw(k, 1))),
    })),
    seed("lems", join(lems, "LEMS_core.xml")),
    seed("lems", join(lems, "LEMS_pair.xml"), {
      "types/units.xml": join(lems, "types", "units.xml"),
    }),
    ...folder("hdf5", at("..", "read", "files"), /^(?!bomb).*\.h5\.gz$/),
    ...folderSeeds(),
  ];
}

/** Read `seeds/FORMAT/CASE`, in which the first file by name is the one that is read. */
function folderSeeds(): readonly Seed[] {
  return readdirSync(at("seeds")).flatMap((format) =>
    readdirSync(at("seeds", format)).map((one) => {
      const names = readdirSync(at("seeds", format, one)).toSorted();
      const files = names.map((name) => [name, bytesAt(at("seeds", format, one, name))] as const);
      return { format, files: Object.fromEntries(files) };
    }),
  );
}
