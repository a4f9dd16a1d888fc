import type { Reply } from "./generated/link.ts";
import type { Progress } from "./generated/replies.ts";
import type { Chunk } from "./generated/simulation.ts";
import type { ServedSession } from "./served-session.ts";
import type { Sent } from "./wire/message-form.ts";

/** What a reply says. */
export type Answer = NonNullable<Sent<Reply>["result"]>;

/** How far a call has come. */
export type ProgressOf = NonNullable<Sent<Progress>["of"]>;

/** How a call that takes a while is watched. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Send how far it has come; more often than people see is left out. */
  progress(of: ProgressOf): void;
  /** Send what has been recorded; done when it is on its way. */
  chunk(value: Sent<Chunk>): Promise<void>;
}

interface SomeCall {
  readonly case: string;
  readonly value: unknown;
}

/** The calls of a message, without none. */
export type CallsOf<Message extends { readonly call: { readonly case: unknown } }> = Extract<
  Message["call"],
  SomeCall
>;

/** What each call of a dialect does. */
export type Answers<Call extends SomeCall> = {
  readonly [Name in Call["case"]]: (
    value: Extract<Call, { readonly case: Name }>["value"],
    served: ServedSession,
    watch: Watch,
  ) => Answer | Promise<Answer>;
};

/** A call that is done, and has nothing to say. */
export const done: Answer = { case: "done", value: {} };
