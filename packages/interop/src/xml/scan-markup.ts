import { isName } from "./characters.ts";
import { cut, limitError, type Scan, syntaxError } from "./scan.ts";
import { isHere } from "./scan-names.ts";
import { checked, scanCharacterData } from "./scan-text.ts";

type Scanner = (scan: Scan) => number;

/** Markup that starts with `<!`. */
const marked: ReadonlyMap<string, Scanner> = new Map([
  ["--", scanComment],
  ["[CDATA[", scanCharacterData],
  ["DOCTYPE", refuseDocumentType],
]);

/** Read markup that starts with `<!`; returns its end. */
export function scanMarked(scan: Scan): number {
  const { text, at } = scan;
  for (const [word, scanner] of marked) if (isHere(text, at + 2, word)) return scanner(scan);
  const rest = text.slice(at + 2, at + 9);
  for (const [word] of marked) if (word.startsWith(rest)) return cut;
  throw syntaxError(scan, at, `${JSON.stringify(`<!${rest}`)} does not start any XML markup`);
}

function scanComment(scan: Scan): number {
  const { text, at } = scan;
  const end = text.indexOf("--", at + 4);
  if (end < 0 || end + 2 >= text.length) return cut;
  if (text[end + 2] !== ">") throw syntaxError(scan, end, "a comment contains --");
  checked(scan, at + 4, end);
  return end + 3;
}

function refuseDocumentType(scan: Scan): number {
  throw limitError(scan, "it has a document type, which can refer to other files and entities", {
    expected: "no <!DOCTYPE",
    got: "one",
  });
}

/** Read `<?...?>`, of which only an XML declaration is significant here; returns its end. */
export function scanInstruction(scan: Scan): number {
  const { text, at, isBegun } = scan;
  const end = text.indexOf("?>", at + 2);
  if (end < 0) return cut;
  const written = checked(scan, at + 2, end);
  const [target = ""] = /^[^\t\n\r ]*/.exec(written) ?? [];
  if (!isName(target)) throw syntaxError(scan, at, "a <? is not followed by a name");
  if (/^xml$/i.test(target) && (target !== "xml" || isBegun || !declaration.test(written))) {
    const reason = isBegun
      ? "the XML declaration is not at the start"
      : "its XML declaration is malformed";
    throw syntaxError(scan, at, reason);
  }
  return end + 2;
}

const blank = "[\\t\\n\\r ]";
const is = `${blank}*=${blank}*`;
const quoted = (value: string) => `(?:"${value}"|'${value}')`;
// Production 23; a file of a later 1.x is read as 1.0, as the fifth edition requires.
const declaration = new RegExp(
  `^xml${blank}+version${is}${quoted("1\\.[0-9]+")}` +
    `(?:${blank}+encoding${is}${quoted("[A-Za-z][\\w.-]*")})?` +
    `(?:${blank}+standalone${is}${quoted("(?:yes|no)")})?${blank}*$`,
);
