import { readFileSync, writeFileSync } from "node:fs";
import { clock } from "@spikeloom/backend-clock";
import type { BackendRecord, Stack } from "@spikeloom/kernel";
import { type SetupOptions, type Simulation, setup as setupOn } from "@spikeloom/pynn";
import { defaultStack } from "../default-stack.ts";

/** What `setup` takes. */
export type DefaultSetupOptions = SetupOptions & {
  readonly stack?: Stack;
  readonly backend?: BackendRecord;
};

/**
 * Set up a simulation: what it gives is what PyNN's module `sim` is.
 *
 * It runs on the default stack and the clock backend, and reads and writes files, unless told otherwise.
 */
export function setup(options: DefaultSetupOptions = {}): Simulation {
  const files = {
    read: (path: string) => readFileSync(path, "utf8"),
    write: (path: string, text: string) => writeFileSync(path, text),
  };
  return setupOn({ stack: defaultStack, backend: clock(), files, ...options });
}
