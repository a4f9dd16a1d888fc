import type { NetworkRecord, SpikeLoomError } from "@spikeloom/kernel";
import type {
  BatchOptions,
  BatchResult,
  RecorderPlan,
  Simulated,
  SimulateOptions,
} from "@spikeloom/simulate";
import { LINK_ORDER } from "../errors.ts";
import type { Stream } from "./stream.ts";

/** A client's run options. */
export type ServedOptions = Omit<SimulateOptions, "stack" | "backend" | "directory"> & {
  /** Backend name in the stack. */
  readonly backend?: string | undefined;
};

/** A client's options of a batch. */
export type ServedBatchOptions = Omit<BatchOptions, "stack" | "backend" | "directory"> & {
  /** Backend name in the stack. */
  readonly backend?: string | undefined;
};

/** Reads, checks and simulates networks. */
export interface ServedSimulator {
  /** Read a network file with its data files. */
  read(path: string): Promise<NetworkRecord>;
  /** List errors that would prevent preparation of a network. */
  findErrors(network: NetworkRecord, options: ServedOptions): Promise<readonly SpikeLoomError[]>;
  simulate(network: NetworkRecord, options: ServedOptions): Promise<Simulated>;
  runBatch(network: NetworkRecord, options: ServedBatchOptions): Promise<readonly BatchResult[]>;
  /** Return the recorded data of a network's recorders, in order. */
  recorders(network: NetworkRecord): Promise<readonly RecorderPlan[]>;
}

/** A simulation and its stream. */
export interface Running {
  readonly sim: Simulated;
  readonly stream: Stream;
  /** Its network, which may differ from the last one loaded. */
  network: NetworkRecord;
  /** Return warnings not yet reported, from any call. */
  takeWarnings(): readonly string[];
}

/** The network that a client loaded, and its simulation. */
export interface LoadedNetwork {
  load(network: NetworkRecord): void;
  network(call: string): NetworkRecord;
  begin(running: Running): void;
  running(call: string): Running;
  /** End the simulation; the network is kept. */
  end(): Promise<void>;
}

/** Create an empty holder of a network. */
export function loadedNetwork(): LoadedNetwork {
  let network: NetworkRecord | undefined;
  let running: Running | undefined;
  const needs = (call: string, before: string): Error =>
    LINK_ORDER({ call: `simulation.${call}`, expected: `simulation.${before} first` });
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
