import { SpikeLoomError } from "@spikeloom/kernel";

/** Return an error that has a code. */
export function asCoded(fault: unknown): SpikeLoomError | undefined {
  return fault instanceof SpikeLoomError ? fault : undefined;
}

/** List an error and those that were found with it. */
export function allErrors(error: SpikeLoomError): readonly SpikeLoomError[] {
  return [error, ...error.others];
}

/** Add a file to a place, unless the place already begins with it. */
function placeIn(file: string, place: string | undefined): string {
  if (place === undefined || place === file) return file;
  const isNamed = [":", " line "].some((next) => place.startsWith(`${file}${next}`));
  return isNamed && file !== "" ? place : `${file}: ${place}`;
}

/** Add the name of the file to an error. */
export function inFile(error: SpikeLoomError, file: string): SpikeLoomError {
  const { code, summary: message, expected, got, next } = error;
  const inside = placeIn(file, error.place);
  // An option of the command is no field of the file.
  const place = error.place === "checkpoint.every" ? "--checkpoint" : inside;
  const others = error.others.map((other) => inFile(other, file));
  return new SpikeLoomError(code, { message, place, expected, got, next }, others);
}
