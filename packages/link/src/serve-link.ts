import type { Readable, Writable } from "node:stream";
import { SpikeLoomError } from "@spikeloom/kernel";
import { LINK_CUT, LINK_MESSAGE } from "./errors.ts";
import { failureOf } from "./failures.ts";
import { framesOf, mostMessageBytes } from "./frames.ts";
import { type Request, requestForm } from "./generated/link.ts";
import { type ReplySender, replySender } from "./reply-sender.ts";
import { type ServedPrograms, servedSession } from "./served-session.ts";
import { type Turns, turnsOf } from "./turns.ts";
import { readMessage } from "./wire/read-message.ts";

/** What a link is served with. */
export interface LinkOptions extends ServedPrograms {
  readonly input: Readable;
  readonly output: Writable;
  /** Bytes of requests that may wait, of whatever size the first of them is; those of one message unless told. */
  readonly mostWaitingBytes?: number | undefined;
}

/** How a link ended: the client closed it, or sent what no client may send. */
export type LinkEnd = "closed" | "refused";

/**
 * Answer the requests of one client until its input ends.
 *
 * A run that is under way then is interrupted, requests that wait are dropped, and the folder of the client
 * is removed.
 */
export async function serveLink({
  input,
  output,
  mostWaitingBytes = mostMessageBytes,
  ...programs
}: LinkOptions): Promise<LinkEnd> {
  const served = servedSession(programs);
  const send = replySender(output);
  const turns = turnsOf(served, send);
  // A client that is gone may show in the output first.
  output.on("error", () => input.destroy());
  try {
    const fault = await readRequests(input, turns, mostWaitingBytes);
    if (fault === undefined) return "closed";
    await refuse(fault, turns, send);
    return "refused";
  } finally {
    await turns.drop();
    await served.close();
  }
}

/** Take requests until the input ends; gives the fault of bytes that are no request. */
async function readRequests(input: Readable, turns: Turns, most: number): Promise<unknown> {
  const frames = framesOf(input);
  try {
    for await (const frame of frames) {
      const request = parse(frame);
      // What acts on the run under way is never held back: the run may wait for it.
      if (!isAtOnce(request)) await turns.room(most);
      turns.add(request, frame.byteLength);
    }
  } catch (fault) {
    // What a pipe says when it breaks is the end of it.
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
  // Answering would cost more than sending, and nothing is asked.
  if (frame.byteLength === 0) throw LINK_MESSAGE({ reason: "an empty message" });
  try {
    return readMessage(requestForm, frame);
  } catch (error) {
    throw LINK_MESSAGE({ reason: error instanceof Error ? error.message : String(error) });
  }
}

/** Say what was wrong, after what came before it has been answered: unless the client is gone, which waits for nothing. */
async function refuse(fault: unknown, turns: Turns, send: ReplySender): Promise<void> {
  const isGone = fault instanceof SpikeLoomError && fault.code === LINK_CUT.code;
  await (isGone ? turns.drop() : turns.settle());
  await send(0, { case: "failure", value: failureOf(fault, "link") });
}
