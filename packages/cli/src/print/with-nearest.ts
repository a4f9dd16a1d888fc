import { nearestName } from "@spikeloom/kernel";

/** Name the choice that was meant where a word is none of those that an option takes. */
export function withNearest(text: string): string {
  const [line, word = "", list = ""] =
    /^.*'([^'\n]*)' is invalid[^.\n]*\. (?:Allowed choices|Kinds) are (.*)\.$/m.exec(text) ?? [];
  if (line === undefined) return text;
  const nearest = nearestName(word, list.split(", "));
  return nearest === undefined ? text : text.replace(line, `${line}\n(Did you mean ${nearest}?)`);
}
