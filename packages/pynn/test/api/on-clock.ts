import { clock } from "@spikeloom/backend-clock";
import { type SetupOptions, setup } from "../../src/api/setup.ts";
import type { Simulation } from "../../src/api/simulation.ts";
import { stack } from "../session/start.ts";

/** Create a simulation on the clock backend. */
export function onClock(options: SetupOptions = {}): Simulation {
  return setup({ ...options, stack, backend: clock() });
}

/** Text files in memory. */
export function textFiles(): {
  read(path: string): string;
  write(path: string, text: string): void;
} {
  const texts = new Map<string, string>();
  return {
    read: (path) => texts.get(path) ?? "",
    write: (path, text) => void texts.set(path, text),
  };
}
