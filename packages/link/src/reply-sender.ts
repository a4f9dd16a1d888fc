import type { Writable } from "node:stream";
import type { Answer } from "./answer.ts";
import { headerOf } from "./frames.ts";
import { replyForm } from "./generated/link.ts";
import { writeMessage } from "./wire/write-message.ts";

/** Sends a reply to the request of this id; done when it is on its way, or when nobody reads any more. */
export type ReplySender = (id: number, answer: Answer) => Promise<void>;

/** Send replies into a stream. */
export function replySender(output: Writable): ReplySender {
  return (id, result) => {
    const message = writeMessage(replyForm, { id, result });
    const header = headerOf(message);
    return new Promise((resolve) => {
      // One write for both, unless the message is long enough for a copy to cost more than a call.
      if (message.byteLength < 65_536) {
        output.write(Buffer.concat([header, message]), () => resolve());
      } else {
        output.write(header);
        output.write(message, () => resolve());
      }
    });
  };
}
