import { defineError, type ErrorFactory } from "@spikeloom/kernel";
import { show } from "../errors.ts";

/** A JSON object with a duplicate key. */
export const JSON_DUPLICATE: ErrorFactory<{ readonly place: string; readonly name: string }> =
  defineError("SL_JSON_DUPLICATE", ({ place, name }) => ({
    message: `The record contains the name ${show(name)} twice, and only the last one would be used.`,
    place,
    expected: "each name once",
    got: `${show(name)} twice`,
    next: "Remove one of the two, or rename it.",
  }));

/** A name or a text that a terminal or an image would interpret. */
export const CONTROL_CHARACTER: ErrorFactory<{ readonly place: string; readonly got: string }> =
  defineError("SL_CONTROL_CHARACTER", ({ place, got }) => ({
    message: "A name or a text contains a control character.",
    place,
    expected: "printable characters",
    got,
    next: "Remove it.",
  }));
