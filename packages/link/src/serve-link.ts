import type { Readable, Writable } from "node:stream";
import { SpikeLoomError } from "@spikeloom/kernel";
import { LINK_CUT, LINK_MESSAGE } from "./errors.ts";
import { failureOf } from "./failures.ts";
import { framesOf, mostMessageBytes } from "./frames.ts";
import { type Request, requestForm } from "./generated/link.ts";
import { type ReplySender, replySender } from "./reply-sender.ts";
import { type RequestQueue, requestQueue } from "./request-queue.ts";
import { type ServedPrograms, servedSession } from "./served-session.ts";
import { readMessage } from "./wire/read-message.ts";

/** Options for serving a link. */
export interface LinkOptions extends ServedPrograms {
  readonly input: Readable;
  readonly output: Writable;
  /** Limit on bytes of waiting requests, except for the first; by default that of one message. */
  readonly mostWaitingBytes?: number | undefined;
}

/** How a link ended: closed by the client, or by invalid input. */
export type LinkEnd = "closed" | "refused";

/**
 * Answer the requests of one client until its input ends.
 *
 * Then a run in progress is interrupted, waiting requests are dropped, and the client's folder is removed.
 */
export async function serveLink({
  input,
  output,
  mostWaitingBytes = mostMessageBytes,
  ...programs
}: LinkOptions): Promise<LinkEnd> {
  const served = servedSession(programs);
  const send = replySender(output);
  const queue = requestQueue(served, send);
  // A lost client may first be noticed on the output.
  output.on("error", () => input.destroy());
  try {
    const fault = await readRequests(input, queue, mostWaitingBytes);
    if (fault === undefined) return "closed";
    await refuse(fault, queue, send);
    return "refused";
  } finally {
    await queue.drop();
    await served.close();
  }
}

/** Receive requests until the input ends; returns the error of invalid bytes. */
async function readRequests(input: Readable, queue: RequestQueue, most: number): Promise<unknown> {
  const frames = framesOf(input);
  try {
    for await (const frame of frames) {
      const request = parse(frame);
      // Calls that act on the run in progress are never held back, because the run may wait for them.
      if (!isAtOnce(request)) await queue.room(most);
      queue.add(request, frame.byteLength);
    }
  } catch (fault) {
    // An error of a broken pipe means the end of input.
    return fault instanceof Error && "code" in fault && fault.name !== "SpikeLoomError"
      ? undefined
      : fault;
  }
  return undefined;
}

function isAtOnce({ call }: Request): boolean {
  return call.case === "taken" || call.case === "interrupt";
}

function parse(frame: Uint8Array): Request {
  // An answer would cost more than the request, which asks for nothing.
  if (frame.byteLength === 0) throw LINK_MESSAGE({ reason: "an empty message" });
  try {
    return readMessage(requestForm, frame);
  } catch (error) {
    throw LINK_MESSAGE({ reason: error instanceof Error ? error.message : String(error) });
  }
}

/** Report the error after answering earlier requests, unless the client is gone. */
async function refuse(fault: unknown, queue: RequestQueue, send: ReplySender): Promise<void> {
  const isGone = fault instanceof SpikeLoomError && fault.code === LINK_CUT.code;
  await (isGone ? queue.drop() : queue.settle());
  await send(0, { case: "failure", value: failureOf(fault, "link") });
}
