import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file that is no well-formed XML. */
export const XML_SYNTAX: ErrorFactory<{ readonly place: string; readonly reason: string }> =
  defineError("SL_XML_SYNTAX", ({ place, reason }) => ({
    message: `This is no well-formed XML: ${reason}.`,
    place,
    expected: "XML 1.0 in UTF-8, UTF-16 or Latin-1, without entities of its own",
    got: reason,
    next: "Look at this place in a text editor; xmllint says the same of it.",
  }));

/** XML that is refused for what it could do or take. */
export const XML_LIMIT: ErrorFactory<{
  readonly place: string;
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_XML_LIMIT", ({ place, what, expected, got }) => ({
  message: `This XML is refused: ${what}.`,
  place,
  expected,
  got,
  next: "Write the file without it, or in smaller files that include each other.",
}));

/** A file that another includes and that is not read. */
export const XML_INCLUDE: ErrorFactory<{
  readonly place: string;
  readonly file: string;
  readonly reason: string;
  readonly next?: string;
}> = defineError("SL_XML_INCLUDE", ({ place, file, reason, next }) => ({
  message: `The included file "${file}" is not read: ${reason}.`,
  place,
  expected: "a file in the folder of the one that is read, or below",
  got: file,
  next: next ?? "Put it there, and name it relative to the file that includes it.",
}));

/** Something that XML cannot hold. */
export const XML_WRITE: ErrorFactory<{ readonly place: string; readonly got: string }> =
  defineError("SL_XML_WRITE", ({ place, got }) => ({
    message: "This cannot be written as XML.",
    place,
    expected: "finite numbers, and text without control characters",
    got,
    next: "Take it out of the name, note or value.",
  }));
