import { checkOptionNames, faultReason } from "@spikeloom/kernel";
import { FileRefusal } from "../files/file-refusal.ts";
import { openPlainFile, type PlainFile } from "../files/plain-file.ts";
import { type Contradiction, contradictionsIn } from "./contradictions.ts";
import { HDF5_READ } from "./errors.ts";
import { type KnownContents, knownContents } from "./known-contents.ts";
import { knownFormat } from "./known-formats.ts";
import { Hdf5Damage } from "./read/damage.ts";
import { type InspectedTree, inspectTree } from "./read/inspect.ts";

/** How much of a file is listed. */
export interface InspectOptions {
  /** Objects at most; 10,000 where not given. */
  readonly most?: number | undefined;
}

/** What an HDF5 file consists of. */
export interface InspectedFile extends InspectedTree {
  /** Of the file. */
  readonly bytes: number;
  /** Such as `NIR graph`; undefined where it is none of those that are known. */
  readonly format: string | undefined;
  /** What it holds in the words of its format, of NIR graphs, SONATA and NWB. */
  readonly contents: KnownContents | undefined;
  /** Parts that do not fit each other, of SONATA and NWB. */
  readonly contradictions: readonly Contradiction[];
}

/**
 * List groups, datasets, links and attributes of an HDF5 file; name its format.
 *
 * Of lists only the indices of NWB are read, and no other file is opened; objects that are damaged are listed with their fault.
 * Throws `SL_HDF5_READ` where it is no HDF5 file or cannot be opened.
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
      throw HDF5_READ({ path, reason: faultReason(fault), isDamaged });
    throw fault;
  } finally {
    file?.close();
  }
}
