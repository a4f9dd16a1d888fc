import type { LayerRecord } from "./layers.ts";
import type { NetworkRecord } from "./network.ts";
import type { NeuronRecord } from "./neuron.ts";
import type { PluginOption } from "./option.ts";
import type { PlasticityRecord } from "./plasticity.ts";
import type { SynapseRecord } from "./synapse.ts";

/** Information that a format cannot represent, or that could not be read. */
export interface Loss {
  /** A loss code declared by the format. */
  readonly code: string;
  /** Path of the affected part: `populations.E.integrator`. */
  readonly place: string;
  /** One sentence. */
  readonly message: string;
}

/** Content of a file, tagged by type. */
export type FormatThing =
  | { readonly holds: "network"; readonly network: NetworkRecord }
  | { readonly holds: "model"; readonly model: NeuronRecord | SynapseRecord | PlasticityRecord }
  /** A `Result` of `@spikeloom/simulate`. */
  | { readonly holds: "result"; readonly result: object }
  /** Layers of a trained network, each after the layers it depends on. */
  | { readonly holds: "layers"; readonly layers: readonly LayerRecord[] };

/** Types of content that files can hold. */
export type FormatContent = FormatThing["holds"];

/** Random-access bytes of a file, an array or a server. */
export interface ByteSource {
  /** File name for errors. */
  readonly name: string;
  readonly size: number;
  /** Read the bytes from `start` to `end`, within the size; either always synchronously or always with a promise. */
  read(start: number, end: number): Uint8Array | Promise<Uint8Array>;
  /**
   * Fill an array starting at `start` and return the number of bytes read; ends within the size.
   *
   * Only for synchronous sources. Large arrays then need no additional memory.
   */
  readInto?(out: Uint8Array, start: number): number;
}

/** A file to be written. */
export interface FormatFile {
  /** Path within the output folder, such as `data/weights.npy`. */
  readonly name: string;
  /** Its bytes in order. A piece may be overwritten once the next one is requested: copy it to keep it. */
  readonly pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** Input of a format other than the data it reads or writes; generic because a stack contains formats. */
export interface FormatRequestOf<Stack> {
  readonly stack: Stack;
  /** The format's own options, with defaults. */
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

/** Input of a format for writing. */
export interface WriteRequestOf<Stack> extends FormatRequestOf<Stack> {
  /**
   * Name of the first file without extension; accompanying files are named after it.
   *
   * By default the files have fixed names chosen by the format, which assume a folder of their own.
   */
  readonly name?: string | undefined;
}

/** Input of a format for reading a file. */
export interface ReadRequestOf<Stack> extends FormatRequestOf<Stack> {
  /**
   * Open another file that this one refers to, by its path relative to this file's folder: `edges/a.h5`.
   *
   * Throws `SL_FORMAT_OUTSIDE` if the path leaves the folder, `SL_FORMAT_MISSING` if the file does not exist.
   */
  beside(name: string): Promise<ByteSource>;
}

/** Result of reading a file. */
export interface ReadThing {
  readonly thing: FormatThing;
  readonly losses: readonly Loss[];
  /** Files that a simulation in it writes besides its result, by the names in the file. */
  readonly outputs?: readonly string[] | undefined;
}

/** Result of writing; all losses are known before the first file is requested. */
export interface WrittenThing {
  /** The first file is the one to open when reading; the others accompany it. */
  readonly files: AsyncIterable<FormatFile>;
  readonly losses: readonly Loss[];
}

/** Signature that identifies a file's format; all given fields must match. */
export interface FormatMark {
  /** Name of the outermost XML element, without prefix. */
  readonly xml?: string;
  /** Members of the outermost JSON object with their values; true for any value. */
  readonly json?: Readonly<Record<string, string | number | true>>;
  /** Attributes of the HDF5 root with their values; true for any value. */
  readonly attributes?: Readonly<Record<string, string | number | true>>;
  /** HDF5 paths that must exist, such as `/nodes/*\/node_type_id`; `*` matches any single name. */
  readonly paths?: readonly string[];
  /** Initial bytes, one character each: `\x93NUMPY`. */
  readonly start?: string;
}

/**
 * A file format.
 *
 * Losses are returned, never logged. `read` and `write` load slow code lazily, so that a stack can hold many formats. Both are
 * called by `readFormat` and `writeFormat`.
 */
export interface FormatRecordOf<Stack> {
  readonly kind: "format";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  /** File name extensions accepted for reading, such as `.h5`. */
  readonly extensions: readonly string[];
  /** Signatures, one of which must match; without any, the extension alone decides. */
  readonly marks?: readonly FormatMark[];
  readonly holds: readonly FormatContent[];
  readonly options: Readonly<Record<string, PluginOption>>;
  /** Possible losses by code, one sentence each. */
  readonly losses: Readonly<Record<string, string>>;
  read?(source: ByteSource, request: ReadRequestOf<Stack>): Promise<ReadThing>;
  write?(thing: FormatThing, request: WriteRequestOf<Stack>): Promise<WrittenThing>;
}
