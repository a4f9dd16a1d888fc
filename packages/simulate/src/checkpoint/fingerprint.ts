import type { NetworkRecord } from "@spikeloom/kernel";
import { writeNetwork } from "@spikeloom/network";
import { sha256 } from "./sha256.ts";

/**
 * Give the SHA-256 of a complete network in hexadecimal digits.
 *
 * It covers seed, step, precision, tier and convention, and everything that is recorded. How long the
 * network is to run, and what it is called, are left out: a run can go on for longer.
 */
export function networkFingerprint(network: NetworkRecord): string {
  const { $schema, duration, name, about, cite, ...decisive } = network;
  return sha256(new TextEncoder().encode(writeNetwork(decisive)));
}
