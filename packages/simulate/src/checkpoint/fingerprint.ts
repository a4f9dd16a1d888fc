import type { NetworkRecord } from "@spikeloom/kernel";
import { writeNetwork } from "@spikeloom/network";
import { sha256 } from "./sha256.ts";

/**
 * Return the SHA-256 of a complete network in hexadecimal digits.
 *
 * Covers seed, step, precision, tier, convention and recorders. Duration and name are excluded, so that a run can be resumed for
 * longer.
 */
export function networkFingerprint(network: NetworkRecord): string {
  const { $schema, duration, name, about, cite, ...decisive } = network;
  return sha256(new TextEncoder().encode(writeNetwork(decisive)));
}
