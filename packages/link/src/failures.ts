import { SpikeLoomError } from "@spikeloom/kernel";
import { LINK_FAULT } from "./errors.ts";
import type { Failure } from "./generated/replies.ts";

/** Convert an error of a call to a message. */
export function failureOf(fault: unknown, call: string): Failure {
  const { code, summary, place, expected, got, next, others } = codedOf(fault, call);
  return {
    code,
    message: summary,
    place: place ?? "",
    expected: expected ?? "",
    got: got ?? "",
    next: next ?? "",
    others: others.map((other) => failureOf(other, call)),
  };
}

/** Return an error with a code, also of another copy of the kernel that a plugin brings along. */
function codedOf(fault: unknown, call: string): SpikeLoomError {
  if (fault instanceof SpikeLoomError) return fault;
  if (!(fault instanceof Error)) return LINK_FAULT({ call, details: String(fault) });
  if (fault.name === "SpikeLoomError") return fault as SpikeLoomError;
  return LINK_FAULT({ call, details: fault.stack ?? fault.message });
}
