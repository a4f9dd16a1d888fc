// Replaces task-files.ts when a bundler builds for browsers, which have no files to read.
import { FILE_READ } from "../errors.ts";
import { withData } from "../with-data.ts";
import type {
  fileOf as fileOfInNode,
  folderOf as folderOfInNode,
  networkOf as networkOfInNode,
  openEventFolder as openEventFolderInNode,
  openNpz as openNpzInNode,
} from "./task-files.ts";

/** Refuse to open a folder. */
export const openEventFolder: typeof openEventFolderInNode = (folder) => {
  throw FILE_READ({ file: folder, reason: "it needs Node, but this is a browser" });
};

/** Refuse to open a file. */
export const openNpz: typeof openNpzInNode = async (file) => {
  throw FILE_READ({ file, reason: "it needs Node, but this is a browser" });
};

/** Return the network of a task; refuse one that is in a file, or names files. */
export const networkOf: typeof networkOfInNode = async ({ network }) => {
  if (typeof network !== "string") {
    return { given: await withData(network, {}), sources: [] };
  }
  throw FILE_READ({ file: network, reason: "it needs Node, but this is a browser" });
};

/** Return the folder as it is named: opening it will refuse it. */
export const folderOf: typeof folderOfInNode = (_file, folder) => folder;

/** Return the file as it is named: `openNpz` refuses it. */
export const fileOf: typeof fileOfInNode = (_file, named) => named;
