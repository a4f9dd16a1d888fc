import type { Reply } from "./generated/link.ts";
import type { Progress } from "./generated/replies.ts";
import type { Chunk } from "./generated/simulation.ts";
import type { ServedSession } from "./served-session.ts";
import type { Sent } from "./wire/message-form.ts";

/** Contents of a reply. */
export type Answer = NonNullable<Sent<Reply>["result"]>;

/** Progress of a call. */
export type ProgressOf = NonNullable<Sent<Progress>["of"]>;

/** Progress reports of a long call. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Send the progress; reports are rate-limited. */
  progress(of: ProgressOf): void;
  /** Send recorded data; resolves when it has been sent. */
  chunk(value: Sent<Chunk>): Promise<void>;
}

interface SomeCall {
  readonly case: string;
  readonly value: unknown;
}

/** The calls of a message, without undefined ones. */
export type CallsOf<Message extends { readonly call: { readonly case: unknown } }> = Extract<
  Message["call"],
  SomeCall
>;

/** Implementation of each call of a dialect. */
export type Answers<Call extends SomeCall> = {
  readonly [Name in Call["case"]]: (
    value: Extract<Call, { readonly case: Name }>["value"],
    served: ServedSession,
    watch: Watch,
  ) => Answer | Promise<Answer>;
};

/** A completed call without a result. */
export const done: Answer = { case: "done", value: {} };
