// Replaces encoded-files.ts when a bundler builds for browsers, which have no files to read.
import type {
  isOtherFile as isOtherFileInNode,
  withOtherFiles as withOtherFilesInNode,
} from "./encoded-files.ts";

/** Leave each file to `loadFiles`, which reports that a browser has none. */
export const isOtherFile: typeof isOtherFileInNode = () => false;

/** Return the network: no other file is read. */
export const withOtherFiles: typeof withOtherFilesInNode = async (network) => network;
