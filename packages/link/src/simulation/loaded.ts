import type { NetworkRecord, SpikeLoomError } from "@spikeloom/kernel";
import type { RecorderPlan, Simulated, SimulateOptions } from "@spikeloom/simulate";
import { LINK_ORDER } from "../errors.ts";
import type { Stream } from "./stream.ts";

/** What a client may say of how a network is run. */
export type ServedOptions = Omit<SimulateOptions, "stack" | "backend" | "directory"> & {
  /** Its name in the stack. */
  readonly backend?: string | undefined;
};

/** Reads, checks and simulates networks. */
export interface ServedSimulator {
  /** Read a network file, with the data files beside it. */
  read(path: string): Promise<NetworkRecord>;
  /** List what would keep a network from being prepared. */
  findErrors(network: NetworkRecord, options: ServedOptions): Promise<readonly SpikeLoomError[]>;
  simulate(network: NetworkRecord, options: ServedOptions): Promise<Simulated>;
  /** What the recorders of a network write down, in their order. */
  recorders(network: NetworkRecord): Promise<readonly RecorderPlan[]>;
}

/** A simulation, and how it is followed. */
export interface Running {
  readonly sim: Simulated;
  readonly stream: Stream;
  /** What it runs, which is not always what was loaded last. */
  network: NetworkRecord;
  /** Give what it has warned of and no reply has told yet, whatever call it came with. */
  takeWarnings(): readonly string[];
}

/** The network that a client has loaded, and its simulation. */
export interface LoadedNetwork {
  load(network: NetworkRecord): void;
  network(call: string): NetworkRecord;
  begin(running: Running): void;
  running(call: string): Running;
  /** End the simulation; the network stays. */
  end(): Promise<void>;
}

/** Keep a network, of which there is none yet. */
export function loadedNetwork(): LoadedNetwork {
  let network: NetworkRecord | undefined;
  let running: Running | undefined;
  const needs = (call: string, before: string): Error =>
    LINK_ORDER({ call: `simulation.${call}`, expected: `simulation.${before} before it` });
  return {
    load(given) {
      network = given;
    },
    network(call) {
      if (network === undefined) throw needs(call, "load");
      return network;
    },
    begin(begun) {
      running = begun;
    },
    running(call) {
      if (running === undefined) throw needs(call, "prepare");
      return running;
    },
    async end() {
      const ended = running;
      running = undefined;
      await ended?.sim.close();
    },
  };
}
