import type { PynnSession, SessionOptions } from "@spikeloom/pynn";
import { type ArrayFolder, arrayFolder } from "./array-folder.ts";
import { LINK_ORDER } from "./errors.ts";
import { type Flow, flowOf } from "./simulation/flow.ts";
import { type LoadedNetwork, loadedNetwork, type ServedSimulator } from "./simulation/loaded.ts";

/** Makes what a link cannot make itself. */
export interface ServedPrograms {
  /** Load what networks are read and simulated with. */
  simulator(): Promise<ServedSimulator>;
  /** Start a simulation of PyNN. */
  open(options: SessionOptions): PynnSession | Promise<PynnSession>;
  /** Write a network and its arrays. */
  writeNetwork(network: object, path: string): unknown;
  /** Name and version, for the client. */
  readonly server: string;
}

/** What a client says of itself. */
export interface Greeting {
  /** For arrays. */
  readonly folder: string | undefined;
  readonly leastFileBytes: number | undefined;
  /** Networks may be loaded by path from inside it. */
  readonly networks: string | undefined;
}

/** What a client has set up so far. */
export interface ServedSession {
  readonly programs: ServedPrograms;
  /** Take what a client says of itself; only once. */
  greet(client: Greeting): void;
  /** Undefined before the greeting. */
  readonly client: Greeting | undefined;
  /** Arrays of this client. */
  readonly arrays: ArrayFolder;
  /** How far chunks may be ahead of the client. */
  readonly flow: Flow;
  /** The network of the dialect `simulation`, and what runs it. */
  readonly loaded: LoadedNetwork;
  /** The simulation of PyNN; refused before setup. */
  pynn(call: string): PynnSession;
  /** Replace what simulates by another simulation of PyNN. */
  beginPynn(options: SessionOptions): Promise<void>;
  /** End what simulates, whichever dialect it is of. */
  end(): Promise<void>;
  close(): Promise<void>;
}

/** Keep what a client sets up. */
export function servedSession(programs: ServedPrograms): ServedSession {
  let client: Greeting | undefined;
  let arrays: ArrayFolder | undefined;
  let pynn: PynnSession | undefined;
  const loaded = loadedNetwork();
  const served: ServedSession = {
    programs,
    flow: flowOf(),
    loaded,
    greet(given) {
      if (client !== undefined) throw LINK_ORDER({ call: "hello", expected: "hello only once" });
      arrays = arrayFolder(given.folder, given.leastFileBytes);
      client = given;
    },
    get client() {
      return client;
    },
    get arrays() {
      arrays ??= arrayFolder();
      return arrays;
    },
    pynn(call) {
      if (pynn !== undefined) return pynn;
      throw LINK_ORDER({ call: `pynn.${call}`, expected: "pynn.setup before it" });
    },
    async beginPynn(options) {
      await served.end();
      pynn = await programs.open(options);
    },
    async end() {
      const ended = pynn;
      pynn = undefined;
      await ended?.close();
      await loaded.end();
    },
    async close() {
      try {
        await served.end();
      } finally {
        arrays?.remove();
      }
    },
  };
  return served;
}
