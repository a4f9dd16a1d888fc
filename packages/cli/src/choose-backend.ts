import type { BackendRecord, Stack } from "@spikeloom/kernel";
import { networkStack } from "./network-stack.ts";

/** The default backend. */
const usual = "clock";
/** The same in plain JavaScript: slow, but available at once, because nothing is compiled. */
const inJavaScript = "clock-js";

/** Choice of a backend. */
export interface BackendChoice {
  /** Its name in the stack. */
  readonly backend?: string | undefined;
  /** Compilation target of the default backend. */
  readonly target?: "wasm" | "js" | undefined;
}

/** Find the chosen or the default backend in a stack; an error suggests the nearest name. */
export function chooseBackend(
  stack: Stack,
  { backend, target }: BackendChoice = {},
  place = "--backend",
): BackendRecord {
  const otherwise = target === "js" ? inJavaScript : usual;
  return stack.get("backend", backend ?? otherwise, place);
}

/**
 * Find the backend that simulates single neurons, given the one of the network: one that starts faster, if there is
 * one.
 */
export function trialBackend(stack: Stack, chosen: BackendRecord): BackendRecord {
  return chosen.name === usual ? (stack.find("backend", inJavaScript) ?? chosen) : chosen;
}

/**
 * Find the backend that a script passes, itself or by its name in the stack.
 *
 * A stack without backends, such as one of models alone, uses the default one.
 */
export function givenBackend(
  stack: Stack,
  given: BackendRecord | string | undefined,
): BackendRecord {
  if (typeof given === "object") return given;
  if (given !== undefined) return chooseBackend(stack, { backend: given }, "backend");
  return stack.find("backend", usual) ?? chooseBackend(networkStack);
}
