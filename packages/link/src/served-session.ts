import type { PynnSession, SessionOptions } from "@spikeloom/pynn";
import { type ArrayFolder, arrayFolder } from "./array-folder.ts";
import { LINK_ORDER } from "./errors.ts";

/** Makes what a link cannot make itself. */
export interface ServedPrograms {
  /** Start a simulation. */
  open(options: SessionOptions): PynnSession | Promise<PynnSession>;
  /** Write a network and its arrays. */
  writeNetwork(network: object, path: string): unknown;
  /** Name and version, for the client. */
  readonly server: string;
}

/** What a client has set up so far. */
export interface ServedSession {
  readonly programs: ServedPrograms;
  /** Take the folder that the client gave, and which arrays go through it; only once. */
  greet(folder: string | undefined, leastFileBytes: number | undefined): void;
  readonly isGreeted: boolean;
  /** Arrays of this client. */
  readonly arrays: ArrayFolder;
  /** The simulation; refused before setup. */
  simulation(call: string): PynnSession;
  /** Replace the simulation by a new one. */
  begin(options: SessionOptions): Promise<void>;
  close(): Promise<void>;
}

/** Keep what a client sets up. */
export function servedSession(programs: ServedPrograms): ServedSession {
  let arrays: ArrayFolder | undefined;
  let simulation: PynnSession | undefined;
  const end = async (): Promise<void> => {
    const ended = simulation;
    simulation = undefined;
    await ended?.close();
  };
  return {
    programs,
    get isGreeted() {
      return arrays !== undefined;
    },
    greet(folder, leastFileBytes) {
      if (arrays !== undefined) throw LINK_ORDER({ call: "hello", expected: "hello only once" });
      arrays = arrayFolder(folder, leastFileBytes);
    },
    get arrays() {
      arrays ??= arrayFolder();
      return arrays;
    },
    simulation(call) {
      if (simulation === undefined) throw LINK_ORDER({ call, expected: "setup before it" });
      return simulation;
    },
    async begin(options) {
      await end();
      simulation = await programs.open(options);
    },
    async close() {
      try {
        await end();
      } finally {
        arrays?.remove();
      }
    },
  };
}
