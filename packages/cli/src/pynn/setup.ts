import { readPlainText, writeWhole } from "@spikeloom/files";
import { type BackendRecord, faultReason, type Stack } from "@spikeloom/kernel";
import { type SetupOptions, type Simulation, setup as setupOn } from "@spikeloom/pynn";
import { givenBackend } from "../choose-backend.ts";
import { defaultStack } from "../default-stack.ts";
import { FILE_READ, FILE_WRITE } from "../errors.ts";
import { startOf } from "../is-network-file.ts";
import { asCoded } from "../print/coded.ts";

/** Options of `setup`. */
export type DefaultSetupOptions = Omit<SetupOptions, "backend"> & {
  readonly stack?: Stack;
  /** A backend, or its name in the stack. */
  readonly backend?: BackendRecord | string;
  /** Whether files are replaced that this function has not written; by default they are an error, `SL_OUTPUT_OTHER`. */
  readonly overwrite?: boolean | undefined;
};

/** Bytes by which an earlier output is recognised; the description of a group precedes its mark. */
const recognised = 2 ** 16;

/**
 * Create a simulation; the result corresponds to PyNN's module `sim`.
 *
 * By default, it uses the default stack and the clock backend, and reads and writes files.
 */
export function setup(given: DefaultSetupOptions = {}): Simulation {
  const { stack = defaultStack, backend, overwrite = false, ...options } = given;
  const files = {
    read(path: string) {
      try {
        return readPlainText(path);
      } catch (fault) {
        throw FILE_READ({ file: path, reason: faultReason(fault) });
      }
    },
    write(path: string, text: string, isEarlier: (beginning: string) => boolean) {
      const replaces = (): boolean => overwrite || isEarlier(startOf(path, recognised));
      try {
        writeWhole(path, text, { replaces });
      } catch (fault) {
        throw asCoded(fault) ?? FILE_WRITE({ file: path, reason: faultReason(fault) });
      }
    },
  };
  return setupOn({ files, ...options, stack, backend: givenBackend(stack, backend) });
}
