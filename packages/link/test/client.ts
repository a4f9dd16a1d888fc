import { existsSync } from "node:fs";
import { PassThrough } from "node:stream";
import { type LinkEnd, type LinkOptions, type ServedPrograms, serveLink } from "@spikeloom/link";
import { framesOf, headerOf } from "../src/frames.ts";
import { type Reply, type Request, replyForm, requestForm } from "../src/generated/link.ts";
import type { PynnCall } from "../src/generated/pynn.ts";
import type { Sent } from "../src/wire/message-form.ts";
import { readMessage } from "../src/wire/read-message.ts";
import { writeMessage } from "../src/wire/write-message.ts";
import { echoSession } from "./echo-session.ts";

/** Contents of a request. */
export type Call = NonNullable<Sent<Request>["call"]>;

/** Contents of a request of PyNN's dialect. */
export function pynn(call: NonNullable<Sent<PynnCall>["call"]>): Call {
  return { case: "pynn", value: { call } };
}

/** A client in the same process, for tests. */
export interface Client {
  readonly input: PassThrough;
  readonly output: PassThrough;
  readonly ended: Promise<LinkEnd>;
  /** The bytes of a request, with their length. */
  message(request: Sent<Request>): Uint8Array;
  /** Send without waiting; returns the id. */
  send(call: Call, seen?: number): number;
  /** The next reply, whichever request it answers. */
  next(): Promise<Reply["result"]>;
  /** Send and return the next reply. */
  call(call: Call): Promise<Reply["result"]>;
}

/** Serve a session without a simulation. */
export function client({ mostWaitingBytes, ...programs }: Partial<LinkOptions> = {}): Client {
  const input = new PassThrough();
  const output = new PassThrough();
  const server = "echo";
  const served: ServedPrograms = {
    server,
    open: echoSession,
    writeNetwork: () => undefined,
    simulator: () => Promise.reject(new Error("nothing is simulated")),
    ...programs,
  };
  const ended = serveLink({ ...served, input, output, mostWaitingBytes });
  const replies = framesOf(output);
  let id = 0;
  let read = 0;
  const send = (call: Call, seen = read): number => {
    id++;
    input.write(messageOf({ id, seen, call }));
    return id;
  };
  const next = async (): Promise<Reply["result"]> => {
    const { value, done } = await replies.next();
    if (done === true) return { case: undefined };
    const reply = readMessage(replyForm, value);
    read = reply.id;
    return reply.result;
  };
  const call = (value: Call): Promise<Reply["result"]> => {
    send(value);
    return next();
  };
  return { input, output, ended, message: messageOf, send, next, call };
}

function messageOf(request: Sent<Request>): Uint8Array {
  const message = writeMessage(requestForm, request);
  return Buffer.concat([headerOf(message), message]);
}

/** Serve a session that has been set up. */
export async function ready(folder?: string): Promise<Client> {
  const one = client();
  const files = folder === undefined ? {} : { folder, leastFileBytes: 64n };
  await one.call({ case: "hello", value: { versions: [1], client: "test", ...files } });
  await one.call(pynn({ case: "setup", value: { timestep: 0.1 } }));
  return one;
}

/** The code of a failure, or the reply if it is not one. */
export function codeOf(result: Reply["result"]): string | undefined {
  return result.case === "failure" ? result.value.code : result.case;
}

/** Report whether a folder has been removed. */
export function isGone(path: string): boolean {
  return !existsSync(path);
}
