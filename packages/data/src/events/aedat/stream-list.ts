import { SaxesParser } from "saxes";
import { EVENTS_HEADER } from "../errors.ts";

/** A stream of packets of an AEDAT 4 file. */
export interface AedatStream {
  readonly id: number;
  /** Four letters: `EVTS`, `FRME`, `IMUS`, `TRIG`. */
  readonly type: string;
  /** Further attributes, such as `sizeX`, `sizeY` and `source`. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Maximum nesting depth; DV's files have about 6 levels. */
const mostNested = 64;

interface Found {
  readonly id: number;
  readonly attributes: Map<string, string>;
}

/** List the streams in the description of an AEDAT 4 file, by number. */
export function streamList(text: string, file: string): readonly AedatStream[] {
  const found = new Map<number, Found>();
  const path: string[] = [];
  let key: string | undefined;
  let value = "";
  const parser = new SaxesParser({});
  const current = (): Found | undefined => {
    const at = path.indexOf("outInfo");
    const name = at < 0 ? undefined : path[at + 1];
    if (name === undefined || !/^\d+$/.test(name)) return undefined;
    const stream = found.get(Number(name)) ?? { id: Number(name), attributes: new Map() };
    found.set(stream.id, stream);
    return stream;
  };
  parser.on("opentag", ({ name, attributes }) => {
    if (name === "node") path.push(String(attributes["name"] ?? ""));
    if (path.length > mostNested) {
      const next = "Check that the file is complete.";
      throw EVENTS_HEADER({
        file,
        expected: `at most ${mostNested} nested nodes`,
        got: "more",
        next,
      });
    }
    key = name === "attr" ? String(attributes["key"] ?? "") : undefined;
    value = "";
  });
  parser.on("text", (piece) => {
    value += piece;
  });
  parser.on("closetag", ({ name }) => {
    if (name === "node") path.pop();
    if (name === "attr" && key !== undefined) current()?.attributes.set(key, value);
    key = undefined;
  });
  // Thrown immediately: anything after malformed XML is unreliable.
  parser.on("error", (fault) => {
    const expected = "an XML description of the streams";
    const next = "Check that the file is complete.";
    throw EVENTS_HEADER({ file, expected, got: fault.message, next });
  });
  parser.write(text).close();
  return [...found.values()]
    .map(({ id, attributes }) => ({ id, attributes, type: attributes.get("typeIdentifier") ?? "" }))
    .sort((a, b) => a.id - b.id);
}
