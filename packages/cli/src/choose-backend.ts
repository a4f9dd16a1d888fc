import type { BackendRecord, Stack } from "@spikeloom/kernel";
import { networkStack } from "./network-stack.ts";

/** The backend that runs what names none. */
const usual = "clock";
/** The same in plain JavaScript: slow, and ready at once, as nothing is compiled. */
const inJavaScript = "clock-js";

/** How a backend is chosen. */
export interface BackendChoice {
  /** Its name in the stack. */
  readonly backend?: string | undefined;
  /** What the usual backend computes in. */
  readonly target?: "wasm" | "js" | undefined;
}

/** Find the backend that was chosen in a stack, else the usual one; a coded error names the nearest. */
export function chooseBackend(
  stack: Stack,
  { backend, target }: BackendChoice = {},
  place = "--backend",
): BackendRecord {
  const otherwise = target === "js" ? inJavaScript : usual;
  return stack.get("backend", backend ?? otherwise, place);
}

/** Find what tries single neurons of a network that is to run on a backend: ready sooner, where there is such. */
export function trialBackend(stack: Stack, chosen: BackendRecord): BackendRecord {
  return chosen.name === usual ? (stack.find("backend", inJavaScript) ?? chosen) : chosen;
}

/**
 * Find the backend that a script gives, itself or by its name in the stack.
 *
 * A stack without backends, such as one of models alone, runs on the usual one.
 */
export function givenBackend(
  stack: Stack,
  given: BackendRecord | string | undefined,
): BackendRecord {
  if (typeof given === "object") return given;
  if (given !== undefined) return chooseBackend(stack, { backend: given }, "backend");
  return stack.find("backend", usual) ?? chooseBackend(networkStack);
}
