import { openClassFolders } from "@spikeloom/data";
import { type DataParts, eventPart } from "./data-part.ts";

/**
 * Find the event files of a folder with N-MNIST's layout: `train/CLASS/FILE` and `test/CLASS/FILE`.
 *
 * Files are read when their samples are taken. Throws `SL_RECORD_READ`, `SL_SET_MISSING`.
 */
export function openEventFolder(folder: string): DataParts {
  const { classes, train, test } = openClassFolders(folder);
  return {
    classes,
    train: eventPart(train),
    test: eventPart(test),
    files: [...train.files, ...test.files],
  };
}
