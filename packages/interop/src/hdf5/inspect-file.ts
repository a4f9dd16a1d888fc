import { FileRefusal, openPlainFile, type PlainFile } from "@spikeloom/files";
import { checkOptionNames, faultReason } from "@spikeloom/kernel";
import { type Contradiction, contradictionsIn } from "./contradictions.ts";
import { HDF5_READ } from "./errors.ts";
import { kindOf } from "./kind-of-file.ts";
import { type KnownContents, knownContents } from "./known-contents.ts";
import { knownFormat } from "./known-formats.ts";
import { Hdf5Damage } from "./read/damage.ts";
import { type InspectedTree, inspectTree } from "./read/inspect.ts";

/** Options for listing a file. */
export interface InspectOptions {
  /** Maximum number of objects, by default 10,000. */
  readonly most?: number | undefined;
}

/** Contents of an HDF5 file. */
export interface InspectedFile extends InspectedTree {
  /** File size in bytes. */
  readonly bytes: number;
  /** Format, such as `NIR graph`; undefined if unknown. */
  readonly format: string | undefined;
  /** Contents in terms of the format, for NIR graphs, SONATA and NWB. */
  readonly contents: KnownContents | undefined;
  /** Inconsistent parts, for SONATA and NWB. */
  readonly contradictions: readonly Contradiction[];
}

/**
 * List groups, datasets, links and attributes of an HDF5 file; name its format.
 *
 * Of long lists, only NWB indices are read. No other file is opened. Damaged objects are listed with their error.
 * Throws `SL_HDF5_READ` if the file cannot be opened or is not HDF5.
 */
export function inspectFile(path: string, options: InspectOptions = {}): InspectedFile {
  checkOptionNames(options, { most: true }, "inspectFile");
  const { most = 10_000 } = options;
  let file: PlainFile | undefined;
  try {
    file = openPlainFile(path);
    const tree = inspectTree(file, most);
    const format = knownFormat(tree.objects);
    const contents = knownContents(format, tree.objects);
    const contradictions = contradictionsIn(file, format, tree.objects);
    return { ...tree, bytes: file.size, format, contents, contradictions };
  } catch (fault) {
    const isDamaged = fault instanceof Hdf5Damage;
    if (isDamaged || fault instanceof FileRefusal || (fault instanceof Error && "syscall" in fault))
      throw HDF5_READ({
        path,
        reason: faultReason(fault),
        isDamaged,
        kind: isDamaged ? file && kindOf(file) : undefined,
      });
    throw fault;
  } finally {
    file?.close();
  }
}
