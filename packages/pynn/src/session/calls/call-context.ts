import type { Definition } from "../definition.ts";
import type { Live } from "../live/live.ts";

/** What the calls of a session share. */
export interface CallContext {
  readonly definition: Definition;
  readonly simulation: Live;
}
