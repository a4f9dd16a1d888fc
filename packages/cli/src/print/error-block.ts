import { styleText } from "node:util";
import type { SpikeLoomError } from "@spikeloom/kernel";
import { printable, printableLines } from "./printable.ts";

/** An error as a record for JSON. */
export interface PlainError {
  readonly code: string;
  readonly place?: string | undefined;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}

/** Convert an error to a record for JSON. */
export function plainError(error: SpikeLoomError): PlainError {
  const { code, place, summary: message, expected, got, next } = error;
  return { code, place, message, expected, got, next };
}

/** Print an error for people: code and place, the sentence, expected and got, the next step. */
export function errorBlock(error: SpikeLoomError): string {
  return block(error, ["bold", "red"]);
}

/** Print a warning in the same form. */
export function warningBlock(warning: SpikeLoomError): string {
  return `warning: ${block(warning, ["bold", "yellow"])}`;
}

function block(error: SpikeLoomError, style: readonly ["bold", "red" | "yellow"]): string {
  const { code } = error;
  // Quoted contents of a file may contain anything.
  const place = error.place && printable(error.place);
  const [summary, expected, got, next] = [error.summary, error.expected, error.got, error.next].map(
    (text) => text && printableLines(text),
  );
  const bold = (text: string): string => styleText("bold", text, { stream: process.stderr });
  const coloured = (text: string): string =>
    styleText([...style], text, { stream: process.stderr });
  const head = place === undefined ? coloured(code) : `${coloured(code)} at ${bold(place)}`;
  const lines = [
    head,
    summary,
    expected === undefined ? undefined : `expected  ${expected}`,
    got === undefined ? undefined : `got       ${got}`,
    next,
  ];
  return lines.filter((line) => line !== undefined).join("\n  ");
}
