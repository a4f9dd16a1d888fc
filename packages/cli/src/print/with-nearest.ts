import { nearestName } from "@spikeloom/kernel";

/**
 * Extend commander's usage errors.
 *
 * For an invalid choice, the nearest one is suggested; for a missing argument, the help.
 */
export function withNearest(text: string, command = ""): string {
  if (/^error: missing required argument/m.test(text)) {
    const help = ["spikeloom help", command].join(" ").trim();
    return `${text.trimEnd()}\n(${help} explains it.)\n`;
  }
  const [line, word = "", list = ""] =
    /^.*'([^'\n]*)' is invalid[^.\n]*\. (?:Allowed choices|Kinds) are (.*)\.$/m.exec(text) ?? [];
  if (line === undefined) return text;
  const nearest = nearestName(word, list.split(", "));
  return nearest === undefined ? text : text.replace(line, `${line}\n(Did you mean ${nearest}?)`);
}
