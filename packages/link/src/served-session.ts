import type { PynnSession, SessionOptions } from "@spikeloom/pynn";
import { type ArrayFolder, arrayFolder } from "./array-folder.ts";
import type { CodeRun } from "./brian2/code-run.ts";
import { LINK_ORDER } from "./errors.ts";
import { type ModelRuns, modelRuns } from "./nengo/model-runs.ts";
import { type Flow, flowOf } from "./simulation/flow.ts";
import { type LoadedNetwork, loadedNetwork, type ServedSimulator } from "./simulation/loaded.ts";

/** Creates objects that the link cannot create itself. */
export interface ServedPrograms {
  /** Load the functions to read and simulate networks. */
  simulator(): Promise<ServedSimulator>;
  /** Start a PyNN simulation. */
  open(options: SessionOptions): PynnSession | Promise<PynnSession>;
  /** Write a network and its arrays. */
  writeNetwork(network: object, path: string): unknown;
  /** Name and version, sent to the client. */
  readonly server: string;
}

/** Information from a client's greeting. */
export interface Greeting {
  /** Folder for arrays. */
  readonly folder: string | undefined;
  readonly leastFileBytes: number | undefined;
  /** Networks may be loaded by path from this folder. */
  readonly networks: string | undefined;
}

/** State of a client's session. */
export interface ServedSession {
  readonly programs: ServedPrograms;
  /** Accept a client's greeting, once. */
  greet(client: Greeting): void;
  /** Undefined before the greeting. */
  readonly client: Greeting | undefined;
  /** Arrays of this client. */
  readonly arrays: ArrayFolder;
  /** Limit on unacknowledged chunks. */
  readonly flow: Flow;
  /** Network and simulation of the dialect `simulation`. */
  readonly loaded: LoadedNetwork;
  /** The PyNN simulation; refused before setup. */
  pynn(call: string): PynnSession;
  /** Replace the current simulation by another PyNN simulation. */
  beginPynn(options: SessionOptions): Promise<void>;
  /** The run of code objects; refused before it begins. */
  code(call: string): CodeRun;
  /** Replace the current simulation by a run of code objects. */
  beginCode(run: CodeRun): Promise<void>;
  /** Runs of Nengo models, independent of the current simulation. */
  readonly models: ModelRuns;
  /** End the current simulation of any dialect. */
  end(): Promise<void>;
  close(): Promise<void>;
}

/** Create the state of a session. */
export function servedSession(programs: ServedPrograms): ServedSession {
  let client: Greeting | undefined;
  let arrays: ArrayFolder | undefined;
  let pynn: PynnSession | undefined;
  let code: CodeRun | undefined;
  const loaded = loadedNetwork();
  const served: ServedSession = {
    programs,
    flow: flowOf(),
    models: modelRuns(),
    loaded,
    greet(given) {
      if (client !== undefined) throw LINK_ORDER({ call: "hello", expected: "a single hello" });
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
      throw LINK_ORDER({ call: `pynn.${call}`, expected: "pynn.setup first" });
    },
    async beginPynn(options) {
      await served.end();
      pynn = await programs.open(options);
    },
    code(call) {
      if (code !== undefined) return code;
      throw LINK_ORDER({ call: `brian2.${call}`, expected: "brian2.begin first" });
    },
    async beginCode(run) {
      await served.end();
      code = run;
    },
    async end() {
      const ended = pynn;
      pynn = undefined;
      code = undefined;
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
