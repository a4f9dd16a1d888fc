// Stands for encoded-files.ts where a bundler builds for browsers, which have no files to read.
import type {
  isOtherFile as isOtherFileInNode,
  withOtherFiles as withOtherFilesInNode,
} from "./encoded-files.ts";

/** Leave each file to `loadFiles`, which says that a browser has none. */
export const isOtherFile: typeof isOtherFileInNode = () => false;

/** Give the network back: no file is another one. */
export const withOtherFiles: typeof withOtherFilesInNode = async (network) => network;
