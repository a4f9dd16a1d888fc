import { readFileSync } from "node:fs";
import { writeWhole } from "@spikeloom/files";
import { type BackendRecord, faultReason, type Stack } from "@spikeloom/kernel";
import { type SetupOptions, type Simulation, setup as setupOn } from "@spikeloom/pynn";
import { givenBackend } from "../choose-backend.ts";
import { defaultStack } from "../default-stack.ts";
import { FILE_READ, FILE_WRITE } from "../errors.ts";

/** What `setup` takes. */
export type DefaultSetupOptions = Omit<SetupOptions, "backend"> & {
  readonly stack?: Stack;
  /** A backend, or its name in the stack. */
  readonly backend?: BackendRecord | string;
};

/**
 * Set up a simulation: what it gives is what PyNN's module `sim` is.
 *
 * It runs on the default stack and the clock backend, and reads and writes files, unless told otherwise.
 */
export function setup(given: DefaultSetupOptions = {}): Simulation {
  const { stack = defaultStack, backend, ...options } = given;
  const files = {
    read(path: string) {
      try {
        return readFileSync(path, "utf8");
      } catch (fault) {
        throw FILE_READ({ file: path, reason: faultReason(fault) });
      }
    },
    write(path: string, text: string) {
      try {
        // As PyNN does, which has no word for keeping a file.
        writeWhole(path, text, { replaces: true });
      } catch (fault) {
        throw FILE_WRITE({ file: path, reason: faultReason(fault) });
      }
    },
  };
  return setupOn({ files, ...options, stack, backend: givenBackend(stack, backend) });
}
