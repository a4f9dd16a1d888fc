import { nearestName } from "@spikeloom/kernel";

/**
 * Complete what commander says of a command line.
 *
 * A word that an option does not take gets the nearest choice; a missing argument the help to read.
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
