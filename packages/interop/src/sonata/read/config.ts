import type { ByteSource } from "@spikeloom/kernel";
import { parseJson } from "@spikeloom/network";
import { SONATA_CONFIG } from "../errors.ts";
import { type Fields, jsonFields, needed } from "./json-fields.ts";
import { type ConfigPaths, configPaths, folderOf } from "./manifest.ts";

/** Opens a file by its path in the folder of the file being read. */
export type OpenBeside = (name: string) => Promise<ByteSource>;

/** Files of nodes or edges, and of their types. */
export interface TableFiles {
  readonly place: string;
  readonly data: string;
  readonly types: string | undefined;
}

/** A circuit and its simulation. */
export interface SonataConfig {
  readonly name: string;
  readonly nodes: readonly TableFiles[];
  readonly edges: readonly TableFiles[];
  /** Folder of a kind of file, such as `point_neuron_models_dir`. */
  component(name: string): string | undefined;
  /** A string at the top level. */
  text(name: string): string | undefined;
  /** A file named at the top level. */
  file(name: string): string | undefined;
  /** A part of the simulation, such as `run`, with file names resolved. */
  part(name: string): ConfigPart | undefined;
  /** All top-level keys of all files. */
  readonly names: readonly string[];
}

/** A member of a configuration, relative to its file. */
export interface ConfigPart {
  readonly fields: Fields;
  readonly paths: ConfigPaths;
}

/** Maximum size of a JSON or CSV file in bytes; large arrays are in HDF5. */
const mostBytes = 2 ** 27;
/** Maximum number of configurations that refer to each other. */
const mostFiles = 8;

/** Read a configuration and those that it refers to: of a circuit, a simulation, or both. */
export async function readConfig(source: ByteSource, beside: OpenBeside): Promise<SonataConfig> {
  const parts: ConfigPart[] = [];
  const seen = new Set<string>();
  const add = async (file: ByteSource, name: string): Promise<void> => {
    seen.add(name);
    const fields = jsonFields(parseJson(await smallFile(file), file.name), file.name);
    const paths = configPaths(fields, folderOf(name));
    parts.push({ fields, paths });
    for (const key of ["simulation", "network"]) {
      const other = typeof fields.any(key) === "string" ? fields.text(key) : undefined;
      if (other === undefined) continue;
      const path = paths.path(other, `${fields.place}.${key}`);
      if (seen.has(path)) continue;
      if (seen.size >= mostFiles) throw tooMany(fields.place);
      await add(await beside(path), path);
    }
  };
  await add(source, source.name.replace(/^.*[\\/]/, ""));
  return merged(parts, source.name);
}

function merged(parts: readonly ConfigPart[], place: string): SonataConfig {
  const owner = (name: string): ConfigPart | undefined =>
    parts.find(({ fields }) => fields.any(name) !== undefined);
  const circuit = owner("networks");
  const networks = needed(
    circuit?.fields.object("networks"),
    `${place}.networks`,
    "nodes and edges",
  );
  const files = (kind: "nodes" | "edges"): readonly TableFiles[] =>
    networks
      .objects(kind)
      .filter((entry) => entry.flag("enabled") !== false)
      .map((entry) => tableFiles(entry, kind, circuit as ConfigPart));
  return {
    name: place,
    nodes: files("nodes"),
    edges: files("edges"),
    component(name) {
      const part = owner("components");
      const text = part?.fields.object("components")?.text(name);
      return text === undefined ? undefined : part?.paths.path(text, `${place}.components.${name}`);
    },
    text: (name) => owner(name)?.fields.text(name),
    file(name) {
      const part = owner(name);
      const text = part?.fields.text(name);
      return text === undefined ? undefined : part?.paths.path(text, `${place}.${name}`);
    },
    part(name) {
      const part = owner(name);
      const fields = part?.fields.object(name);
      return part === undefined || fields === undefined ? undefined : { ...part, fields };
    },
    names: [...new Set(parts.flatMap(({ fields }) => fields.names))],
  };
}

function tableFiles(entry: Fields, kind: "nodes" | "edges", { paths }: ConfigPart): TableFiles {
  const file = (key: string): string | undefined => {
    const text = entry.text(key);
    if (text === undefined || text === "" || text === "NULL") return undefined;
    return paths.path(text, `${entry.place}.${key}`);
  };
  const stem = kind.slice(0, -1);
  const data = needed(file(`${kind}_file`), `${entry.place}.${kind}_file`, "a file name");
  return { place: entry.place, data, types: file(`${stem}_types_file`) };
}

/** Read a complete text file. */
export async function smallFile(file: ByteSource): Promise<Uint8Array> {
  if (file.size <= mostBytes) return await file.read(0, file.size);
  throw SONATA_CONFIG({
    place: file.name,
    message: "The file is too large for a text file.",
    expected: `at most ${mostBytes} bytes`,
    got: String(file.size),
  });
}

function tooMany(place: string): Error {
  const message = "Too many configurations refer to each other.";
  return SONATA_CONFIG({ place, message, expected: `at most ${mostFiles}`, got: "more" });
}
