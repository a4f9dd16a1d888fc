import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Measure, Runner } from "./measure.ts";
import type { Peers } from "./peers.ts";

/** Reads a number from one round: the measurements of that round by program. */
export type Reading = (of: (program: string) => Measure) => number;

/** A program that runs in alternation with ours, for comparison. */
export interface Peer {
  /** The name of its runner. */
  readonly program: string;
  readonly label: string;
  readonly read: Reading;
  /** Maximum ratio to the peer. */
  readonly most?: number;
}

/** One line of the table. */
export interface Row {
  readonly what: string;
  /** Empty for pure numbers. */
  readonly unit: "s" | "ms" | "ns" | "MiB" | "B" | "";
  readonly ours: Reading;
  /** Maximum value. */
  readonly target?: number;
  /** Whether the target refers to a machine on which the yardstick takes one second. */
  readonly scaled?: boolean;
  readonly peer?: Peer;
  /** Whether a machine may lack what it measures; the table then has the reason. */
  readonly optional?: boolean;
}

/** Programs that run alternately, and the numbers read from them. */
export interface Case {
  /** The word that selects it on the command line. */
  readonly name: string;
  readonly title: string;
  readonly runners: readonly Runner[];
  readonly rows: readonly Row[];
  /** In place of the requested repeats. */
  readonly repeats?: number;
  /** Run only if it is named, or with `--full`. */
  readonly long?: boolean;
}

/** Inputs from which cases are built. */
export interface Setting {
  /** The checkout whose build is measured; networks and scripts are those next to this file. */
  readonly root: string;
  readonly scratch: string;
  readonly quick: boolean;
  /** Whether peers that take minutes and many GiB run as well. */
  readonly full: boolean;
  readonly peers: Peers;
}

/** Path of a network of the cases. */
export function networkFile(name: string): string {
  return join(import.meta.dirname, "networks", `${name}.json`);
}

/** The built command of a checkout, before its arguments. */
export function commandOf({ root }: Setting): readonly string[] {
  return [process.execPath, join(root, "packages/cli/dist/command/main.js")];
}

/** Options for running one of our networks. */
export interface OwnOptions {
  readonly precision?: "f32";
  readonly tier?: "compact" | "packed";
  readonly workers?: number;
  /** In place of the network's own duration: "5 s". */
  readonly duration?: string;
  /** Whether another program occupies a core throughout. */
  readonly busy?: boolean;
  /** Whether a graphics processor computes, in single precision. */
  readonly gpu?: boolean;
}

/** Name of one of our networks with its options: `brunel-c f32, 2 workers`. */
export function ownName(network: string, options: OwnOptions = {}): string {
  const { precision = "f64", tier, workers = 1, duration, busy = false, gpu = false } = options;
  if (gpu) return `${network} on a graphics processor`;
  return [
    `${network} ${precision}${tier === undefined ? "" : ` ${tier}`}`,
    ...(workers === 1 ? [] : [`${workers} workers`]),
    ...(duration === undefined ? [] : [duration]),
    ...(busy ? ["beside a busy program"] : []),
  ].join(", ");
}

/** A runner of one of our networks. */
export function own({ root, quick }: Setting, network: string, options: OwnOptions = {}): Runner {
  const script = fileURLToPath(import.meta.resolve("./run-case.ts"));
  const { precision = "f64", tier = "exact", workers = 1, duration } = options;
  const choices = ["--precision", precision, "--tier", tier, "--workers", String(workers)];
  const lasting = duration === undefined ? [] : ["--for", duration];
  const flags = [...choices, ...lasting, "--root", root];
  if (quick) flags.push("--quick");
  if (options.busy) flags.push("--busy");
  if (options.gpu) flags.push("--gpu");
  const command = [process.execPath, script, network, ...flags];
  return { name: ownName(network, options), command };
}

/** A script of a peer, with its arguments. */
export interface PeerScript {
  readonly script: string;
  readonly label: string;
  readonly args?: readonly string[];
  /** Maximum number of repeats, for slow programs. */
  readonly most?: number;
}

/** The name of the runner of a peer. */
function peerName({ script, args = [] }: PeerScript): string {
  return [script, ...args].join(" ");
}

/** Runners of the installed peers; those in Python are omitted if the network is shrunk. */
export function peersOf({ peers, quick }: Setting, scripts: readonly PeerScript[]): Runner[] {
  return scripts.flatMap((peer) => {
    const { script, args = [], most } = peer;
    const runner = peers.find(script, quick ? ["0.05"] : args);
    if (runner === undefined || (quick && script.endsWith(".py"))) return [];
    const named = { ...runner, name: peerName(peer) };
    return [most === undefined ? named : { ...named, most }];
  });
}

/** Read a number that a program printed. */
export function reading(program: string, key: string): Reading {
  return (of) => of(program)[key] ?? Number.NaN;
}

/** Compare a number that our program and a peer both print. */
export function against(peer: PeerScript, key: string, most?: number): { readonly peer: Peer } {
  const program = peerName(peer);
  const entry = { program, label: peer.label, read: reading(program, key) };
  return { peer: most === undefined ? entry : { ...entry, most } };
}
