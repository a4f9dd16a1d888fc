import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file that is not well-formed XML. */
export const XML_SYNTAX: ErrorFactory<{ readonly place: string; readonly reason: string }> =
  defineError("SL_XML_SYNTAX", ({ place, reason }) => ({
    message: `This is not well-formed XML: ${reason}.`,
    place,
    expected: "XML 1.0 in UTF-8, UTF-16 or Latin-1, without custom entities",
    got: reason,
    next: "Open this position in a text editor; xmllint reports the same error.",
  }));

/** XML refused because of its size or a dangerous feature. */
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
  next: "Remove it, or split the file into smaller files that include each other.",
}));

/** An included file that is not read. */
export const XML_INCLUDE: ErrorFactory<{
  readonly place: string;
  readonly file: string;
  readonly reason: string;
  readonly next?: string;
}> = defineError("SL_XML_INCLUDE", ({ place, file, reason, next }) => ({
  message: `The included file "${file}" is not read: ${reason}.`,
  place,
  expected: "a file in the including file's folder or below",
  got: file,
  next: next ?? "Move it there, and give its name relative to the including file.",
}));

/** A value that XML cannot represent. */
export const XML_WRITE: ErrorFactory<{ readonly place: string; readonly got: string }> =
  defineError("SL_XML_WRITE", ({ place, got }) => ({
    message: "This cannot be represented in XML.",
    place,
    expected: "finite numbers, and text without control characters",
    got,
    next: "Remove it from the name, note or value.",
  }));
