import type { ByteSource } from "@spikeloom/kernel";
import { isHdf5 } from "../hdf5/signature.ts";
import { XML_INCLUDE, XML_LIMIT } from "./errors.ts";
import { readXml, type XmlReading } from "./read-xml.ts";
import { placeOf, type XmlElement } from "./xml-element.ts";

/**
 * Opens a file by its path relative to the folder of the file being read.
 *
 * It must refuse paths outside, such as `../a.nml`; `readFormat` passes a function that does.
 */
export type Beside = (name: string) => Promise<ByteSource>;

/** Options for reading a file and its includes. */
export interface IncludeReading extends XmlReading {
  /** Path of the first file in the folder of `beside`; by default its name. */
  readonly at?: string;
  /** Opens included files; without it, none are read. */
  readonly beside?: Beside | undefined;
  /** File that an element includes, relative to its own file; undefined for other elements. */
  readonly included: (element: XmlElement) => string | undefined;
  /** Reads an included HDF5 file; without it, such files are refused. */
  readonly hdf5?: ((source: ByteSource) => Promise<Hdf5Include>) | undefined;
}

/** An included HDF5 file: the XML stored in it, and the contents of its tables. */
export interface Hdf5Include {
  readonly text: ByteSource;
  readonly root: XmlElement;
}

const most = { files: 1024 };

const hdf5Next = "Read that file directly, or write its network as XML (NeuroML 2).";

/**
 * Read a file and everything it includes: each once, before the file that includes it.
 *
 * Names are relative to the including file. URLs, absolute paths and cycles are refused here; `beside` refuses paths
 * outside the folder.
 */
export async function readIncluding(
  source: ByteSource,
  { at, beside, included, hdf5, ...reading }: IncludeReading,
): Promise<readonly XmlElement[]> {
  const roots: XmlElement[] = [];
  const done = new Set<string>();
  const read = async (from: ByteSource, path: string, around: readonly string[]) => {
    done.add(path);
    if (done.size > most.files) {
      const [expected, got] = [`at most ${most.files} files`, "more"];
      throw XML_LIMIT({ place: path, what: "it includes too many files", expected, got });
    }
    const isBinary = around.length > 0 && (await isHdf5(from));
    const binary = isBinary ? await hdf5?.(from) : undefined;
    if (isBinary && binary === undefined) {
      const reason = "it is an HDF5 file, which cannot be included, only read directly";
      throw XML_INCLUDE({ place: around.at(-1) ?? path, file: path, reason, next: hdf5Next });
    }
    const root = await readXml(binary?.text ?? from, reading);
    const inside = [...around, path];
    for (const child of root.children) {
      const file = included(child);
      if (file === undefined) continue;
      const place = placeOf(child);
      const next = resolved(path, file, place);
      if (inside.includes(next)) {
        const circle = [...inside.slice(inside.indexOf(next)), next].join(" → ");
        throw XML_INCLUDE({ place, file, reason: `its includes form a cycle: ${circle}` });
      }
      if (done.has(next)) continue;
      if (beside === undefined) {
        throw XML_INCLUDE({ place, file, reason: "other files cannot be read here" });
      }
      await read(await beside(next), next, inside);
    }
    roots.push(root);
    if (binary !== undefined) roots.push(binary.root);
  };
  await read(source, at ?? baseName(source.name), []);
  return roots;
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** Path of an included file in the folder, with `.` and `..` resolved. */
function resolved(from: string, file: string, place: string): string {
  const refuse = (reason: string) => XML_INCLUDE({ place, file, reason });
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(file)) throw refuse("it is a URL, not a file");
  if (/[\\\0]/.test(file) || file.startsWith("/")) throw refuse("it is outside the folder");
  const parts = from.split("/").slice(0, -1);
  for (const part of file.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== ".." || parts.length === 0 || parts.at(-1) === "..") parts.push(part);
    else parts.pop();
  }
  if (parts.length === 0 || parts.at(-1) === ".." || file.endsWith("/")) {
    throw refuse("it does not name a file");
  }
  return parts.join("/");
}
