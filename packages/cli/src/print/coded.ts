import { SpikeLoomError } from "@spikeloom/kernel";

/** Take an error that has a code. */
export function asCoded(fault: unknown): SpikeLoomError | undefined {
  return fault instanceof SpikeLoomError ? fault : undefined;
}

/** List an error and those that were found with it. */
export function allErrors(error: SpikeLoomError): readonly SpikeLoomError[] {
  return [error, ...error.others];
}

/** Say in which file an error is. */
export function inFile(error: SpikeLoomError, file: string): SpikeLoomError {
  const { code, summary: message, expected, got, next } = error;
  const inside = error.place === undefined ? file : `${file}: ${error.place}`;
  // An option of the command is no field of the file.
  const place = error.place === "checkpoint.every" ? "--checkpoint" : inside;
  const others = error.others.map((other) => inFile(other, file));
  return new SpikeLoomError(code, { message, place, expected, got, next }, others);
}
