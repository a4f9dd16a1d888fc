import { type Answer, answers, type Watch } from "./answers.ts";
import { LINK_CALL, LINK_ORDER, LINK_SKIPPED } from "./errors.ts";
import { failureOf } from "./failures.ts";
import type { Request } from "./generated/link-messages.ts";
import type { ReplySender } from "./reply-sender.ts";
import type { ServedSession } from "./served-session.ts";

/** Answers requests one after the other, in the order in which they came. */
export interface Turns {
  add(request: Request, bytes: number): void;
  /** Bytes of requests that are not answered yet. */
  waitingBytes(): number;
  /** Wait until all have been answered. */
  settle(): Promise<void>;
  /** Interrupt the one under way and leave the rest unanswered. */
  drop(): Promise<void>;
}

interface Turn {
  readonly request: Request;
  readonly stop: AbortController;
}

/** Answer the requests of a client. */
export function turnsOf(served: ServedSession, send: ReplySender): Turns {
  const waiting = new Set<Turn>();
  let bytes = 0;
  let last: Promise<void> = Promise.resolve();
  let isDropped = false;
  // What was dropped in the middle is not what was asked for, and is not sent as if it were.
  const respond = responder(served, async (id, answer) => {
    if (!isDropped) await send(id, answer);
  });
  const interrupt = (): void => {
    for (const turn of waiting) turn.stop.abort();
  };
  return {
    add(request, size) {
      if (request.call.case === "interrupt") interrupt();
      const turn = { request, stop: new AbortController() };
      waiting.add(turn);
      bytes += size;
      last = last.then(async () => {
        // The greeting names the folder, which is to be removed even if the client is gone already.
        if (!isDropped || request.call.case === "hello") await respond(turn);
        waiting.delete(turn);
        bytes -= size;
      });
    },
    waitingBytes: () => bytes,
    settle: () => last,
    drop() {
      isDropped = true;
      interrupt();
      return last;
    },
  };
}

function responder(served: ServedSession, send: ReplySender): (turn: Turn) => Promise<void> {
  let failed: number | undefined;
  return async ({ request, stop }) => {
    const { id, seen } = request;
    const fail = (fault: unknown): Promise<void> =>
      send(id, { case: "failure", value: failureOf(fault, nameOf(request)) });
    // An interrupt acts on what is under way, and tells nothing of what the client knows.
    if (request.call.case !== "interrupt") {
      if (failed !== undefined && seen < failed) {
        return fail(LINK_SKIPPED({ call: nameOf(request), failed }));
      }
      failed = undefined;
    }
    try {
      await send(id, await answer(request, served, watchOf(id, stop.signal, send)));
    } catch (fault) {
      failed = id;
      await fail(fault);
    }
  };
}

function answer({ call }: Request, served: ServedSession, watch: Watch): Answer | Promise<Answer> {
  if (call.case === undefined) throw LINK_CALL({ known: Object.keys(answers).map(snakeCase) });
  if (call.case !== "hello" && !served.isGreeted) {
    throw LINK_ORDER({ call: snakeCase(call.case), expected: "hello before it" });
  }
  // Name and value belong together, which TypeScript cannot follow through the table.
  const act = answers[call.case] as (value: unknown, served: ServedSession, watch: Watch) => Answer;
  return act(call.value, served, watch);
}

/** Progress is for people: more often than this nobody sees. */
const progressMs = 100;

function watchOf(id: number, signal: AbortSignal, send: ReplySender): Watch {
  let sent = performance.now();
  return {
    signal,
    progress(time) {
      const now = performance.now();
      if (now - sent < progressMs) return;
      sent = now;
      void send(id, { case: "progress", value: { time } });
    },
  };
}

function nameOf({ call }: Request): string {
  return call.case === undefined ? "request" : snakeCase(call.case);
}

/** Spell a name as the specification does. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
