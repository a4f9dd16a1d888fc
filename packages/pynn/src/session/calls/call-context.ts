import type { Definition } from "../definition.ts";
import type { Live } from "../live/live.ts";

/** Shared state of the calls of a session. */
export interface CallContext {
  readonly definition: Definition;
  readonly simulation: Live;
}
