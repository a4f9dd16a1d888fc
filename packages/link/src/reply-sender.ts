import type { Writable } from "node:stream";
import type { Answer } from "./answer.ts";
import { headerOf } from "./frames.ts";
import { replyForm } from "./generated/link.ts";
import { writeMessage } from "./wire/write-message.ts";

/** Sends the reply to a request id; resolves when it was sent, or when the reader is gone. */
export type ReplySender = (id: number, answer: Answer) => Promise<void>;

/** Write replies to a stream. */
export function replySender(output: Writable): ReplySender {
  return (id, result) => {
    const message = writeMessage(replyForm, { id, result });
    const header = headerOf(message);
    return new Promise((resolve) => {
      // A single write for both, unless copying a long message costs more than a second call.
      if (message.byteLength < 65_536) {
        output.write(Buffer.concat([header, message]), () => resolve());
      } else {
        output.write(header);
        output.write(message, () => resolve());
      }
    });
  };
}
