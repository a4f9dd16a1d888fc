import type { BackendRecord, NetworkRecord, SpikeLoomError, Stack } from "@spikeloom/kernel";
import { checkNetwork as checkNetworkOn } from "@spikeloom/network";
import { type CheckRunOptions, checkRun as checkRunOn } from "@spikeloom/simulate";
import { givenBackend } from "./choose-backend.ts";
import { networkStack } from "./network-stack.ts";

/** Options of a check of a network; by default, the stack is the default stack. */
export interface DefaultCheckOptions {
  readonly stack?: Stack;
}

/**
 * Check a network completely, by default on the default stack.
 *
 * Returns all errors, none if it is valid.
 */
export function checkNetwork(
  network: NetworkRecord,
  { stack = networkStack, ...options }: DefaultCheckOptions = {},
): readonly SpikeLoomError[] {
  return checkNetworkOn(network, { stack, ...options });
}

/** Options of a check of a run; stack and backend have defaults. */
export type DefaultCheckRunOptions = Omit<CheckRunOptions, "stack" | "backend"> & {
  readonly stack?: Stack;
  /** A backend, or its name in the stack. */
  readonly backend?: BackendRecord | string;
};

/**
 * Check completely whether a backend can run a network.
 *
 * By default on the default stack and the clock backend. Returns all errors, none if it can.
 */
export function checkRun(
  network: NetworkRecord,
  { stack = networkStack, backend, ...options }: DefaultCheckRunOptions = {},
): readonly SpikeLoomError[] {
  return checkRunOn(network, { ...options, stack, backend: givenBackend(stack, backend) });
}
