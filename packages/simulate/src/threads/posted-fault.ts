import { type ErrorText, SpikeLoomError } from "@spikeloom/kernel";

/** An error as data. */
export interface PostedFault {
  /** Undefined for an error that is not one of ours. */
  readonly code: string | undefined;
  /** Its class in that case. */
  readonly name?: string;
  readonly text: ErrorText;
}

/** Convert an error to data. */
export function postedFault(error: unknown): PostedFault {
  if (error instanceof SpikeLoomError) {
    const { code, summary: message, place, expected, got, next } = error;
    return { code, text: { message, place, expected, got, next } };
  }
  if (!(error instanceof Error)) return { code: undefined, text: { message: String(error) } };
  const { name, message, stack = message } = error;
  return { code: undefined, name, text: { message: stack } };
}

/** Convert data back to an error. */
export function faultOf({ code, name = "Error", text }: PostedFault): Error {
  if (code !== undefined) return new SpikeLoomError(code, text);
  return Object.assign(new Error(text.message), { name });
}
