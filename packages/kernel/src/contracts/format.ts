import type { LayerRecord } from "./layers.ts";
import type { NetworkRecord } from "./network.ts";
import type { NeuronRecord } from "./neuron.ts";
import type { PluginOption } from "./option.ts";
import type { PlasticityRecord } from "./plasticity.ts";
import type { SynapseRecord } from "./synapse.ts";

/** Something that a format cannot say, or that could not be read. */
export interface Loss {
  /** One of those that the format names. */
  readonly code: string;
  /** Where: `populations.E.integrator`. */
  readonly place: string;
  /** One sentence. */
  readonly message: string;
}

/** What a file can hold, with the word for it. */
export type FormatThing =
  | { readonly holds: "network"; readonly network: NetworkRecord }
  | { readonly holds: "model"; readonly model: NeuronRecord | SynapseRecord | PlasticityRecord }
  /** A `Result` of `@spikeloom/simulate`. */
  | { readonly holds: "result"; readonly result: object }
  /** Layers of a network that is trained, each after those that it takes from. */
  | { readonly holds: "layers"; readonly layers: readonly LayerRecord[] };

/** The words for what files hold. */
export type FormatContent = FormatThing["holds"];

/** Bytes that can be asked for parts: those of a file, an array, or a server. */
export interface ByteSource {
  /** Of the file, for errors. */
  readonly name: string;
  readonly size: number;
  /** Give bytes from `start` to `end`, which lies within the size; each time at once, or each time by a promise. */
  read(start: number, end: number): Uint8Array | Promise<Uint8Array>;
  /**
   * Fill an array from `start` on, and give how many bytes came; it ends within the size.
   *
   * Only where bytes come at once. Large arrays then need no memory beside their own.
   */
  readInto?(out: Uint8Array, start: number): number;
}

/** A file that is to be written. */
export interface FormatFile {
  /** Its place in the folder that is written, such as `data/weights.npy`. */
  readonly name: string;
  /** Its bytes in order. A piece may be overwritten once the next one is asked for: copy what is kept. */
  readonly pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** What a format is given beside what it reads or writes; a stack is made of formats among others. */
export interface FormatRequestOf<Stack> {
  readonly stack: Stack;
  /** Those that the format names, with defaults. */
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

/** What a format is given to write something with. */
export interface WriteRequestOf<Stack> extends FormatRequestOf<Stack> {
  /**
   * What the first file is to be called, without its end; files beside it are named after it.
   *
   * Where it is not given, files have names of the format's own, which are those of a folder for them alone.
   */
  readonly name?: string | undefined;
}

/** What a format is given to read a file with. */
export interface ReadRequestOf<Stack> extends FormatRequestOf<Stack> {
  /**
   * Open another file that this one names, by its place in the folder of this one: `edges/a.h5`.
   *
   * Throws `SL_FORMAT_OUTSIDE` where the name leads out of the folder, `SL_FORMAT_MISSING` where it leads
   * to no file.
   */
  beside(name: string): Promise<ByteSource>;
}

/** What was read. */
export interface ReadThing {
  readonly thing: FormatThing;
  readonly losses: readonly Loss[];
}

/** What is to be written; what is lost is known before the first file is asked for. */
export interface WrittenThing {
  /** The first one is what is read again, with the others beside it. */
  readonly files: AsyncIterable<FormatFile>;
  readonly losses: readonly Loss[];
}

/** What shows of which format a file is; all that is given here has to be there. */
export interface FormatMark {
  /** Name of the outermost element of XML, without its prefix. */
  readonly xml?: string;
  /** Members of the outermost object of JSON, each with what it is; true for anything. */
  readonly json?: Readonly<Record<string, string | number | true>>;
  /** Attributes of the root of HDF5, each with what it is; true for anything. */
  readonly attributes?: Readonly<Record<string, string | number | true>>;
  /** Paths in HDF5 that have to lead somewhere, such as `/nodes/*\/node_type_id`; `*` is any one name. */
  readonly paths?: readonly string[];
  /** First bytes, one a letter: `\x93NUMPY`. */
  readonly start?: string;
}

/**
 * A file format.
 *
 * Losses are returned, never logged. Code that takes long to load is loaded by `read` and `write`
 * themselves, so that a stack can hold many formats. Both are called by `readFormat` and `writeFormat`.
 */
export interface FormatRecordOf<Stack> {
  readonly kind: "format";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  /** Ends of names of files that are read, such as `.h5`. */
  readonly extensions: readonly string[];
  /** By which a file of it is known, one of these being enough; else its end alone tells. */
  readonly marks?: readonly FormatMark[];
  readonly holds: readonly FormatContent[];
  readonly options: Readonly<Record<string, PluginOption>>;
  /** What can be lost, by code: one sentence each. */
  readonly losses: Readonly<Record<string, string>>;
  read?(source: ByteSource, request: ReadRequestOf<Stack>): Promise<ReadThing>;
  write?(thing: FormatThing, request: WriteRequestOf<Stack>): Promise<WrittenThing>;
}
