import type { BackendRecord, NetworkRecord, SpikeLoomError, Stack } from "@spikeloom/kernel";
import { checkNetwork as checkNetworkOn } from "@spikeloom/network";
import { type CheckRunOptions, checkRun as checkRunOn } from "@spikeloom/simulate";
import { givenBackend } from "./choose-backend.ts";
import { networkStack } from "./network-stack.ts";

/** What a check of a network is given; the stack may be left out. */
export interface DefaultCheckOptions {
  readonly stack?: Stack;
}

/**
 * Check a network in full, on the default stack unless told otherwise.
 *
 * Returns all errors, none if it is sound.
 */
export function checkNetwork(
  network: NetworkRecord,
  { stack = networkStack, ...options }: DefaultCheckOptions = {},
): readonly SpikeLoomError[] {
  return checkNetworkOn(network, { stack, ...options });
}

/** What a check of a run is given; stack and backend may be left out. */
export type DefaultCheckRunOptions = Omit<CheckRunOptions, "stack" | "backend"> & {
  readonly stack?: Stack;
  /** A backend, or its name in the stack. */
  readonly backend?: BackendRecord | string;
};

/**
 * Check in full whether a backend can run a network.
 *
 * On the default stack and the clock backend unless told otherwise. Returns all errors, none if it can.
 */
export function checkRun(
  network: NetworkRecord,
  { stack = networkStack, backend, ...options }: DefaultCheckRunOptions = {},
): readonly SpikeLoomError[] {
  return checkRunOn(network, { ...options, stack, backend: givenBackend(stack, backend) });
}
