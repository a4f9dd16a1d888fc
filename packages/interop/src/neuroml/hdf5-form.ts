import { type ByteSource, bytesSource } from "@spikeloom/kernel";
import { randomBytes } from "../formats/held-source.ts";
import { HDF5_OUTSIDE, HDF5_READ } from "../hdf5/errors.ts";
import { Hdf5Damage } from "../hdf5/read/damage.ts";
import { numbersOf } from "../hdf5/read/numbers.ts";
import { type Hdf5File, type Hdf5Object, openHdf5 } from "../hdf5/read/open-file.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import { NML_REFERENCE } from "./errors.ts";
import { growingList } from "./growing.ts";
import type {
  ConnectionList,
  InstanceList,
  StreamedLists,
  TargetList,
} from "./network/streamed-lists.ts";

/** A network in NeuroML's HDF5 form: its components as XML, its lists as tables. */
export interface Hdf5Form {
  /** Component file stored in the HDF5 file. */
  readonly components: ByteSource;
  readonly network: XmlElement;
  readonly lists: Pick<StreamedLists, "connections" | "targets" | "instances">;
}

/** Limit on decompressed numbers: 32 bytes per byte of the file, or 512 MiB. */
const most = { growth: 32, free: 2 ** 29 };

/** Open a NeuroML file in its HDF5 form, as written by libNeuroML. */
export async function openForm(source: ByteSource): Promise<Hdf5Form> {
  const bytes = await randomBytes(source);
  try {
    return formOf(openHdf5(bytes), source);
  } catch (fault) {
    if (!(fault instanceof Hdf5Damage)) throw fault;
    const { name: path, name: file } = source;
    if (fault.outside !== undefined) throw HDF5_OUTSIDE({ place: path, file, what: fault.outside });
    throw HDF5_READ({ path, reason: fault.message, isDamaged: true });
  }
}

interface Form {
  readonly file: Hdf5File;
  readonly name: string;
  hold(bytes: number): void;
}

function formOf(file: Hdf5File, { name, size }: ByteSource): Hdf5Form {
  let held = 0;
  const limit = Math.max(most.free, most.growth * size);
  const hold = (more: number) => {
    held += more;
    if (held > limit) throw refuse(name, `at most ${limit} bytes of numbers`, `${held} and more`);
  };
  const form: Form = { file, name, hold };
  const text = attributeText(form, file.find("/neuroml"), "neuroml_top_level") ?? "<neuroml/>";
  const group = file.find("/neuroml/network");
  if (group?.kind !== "group") throw refuse(`${name}: /neuroml/network`, "a group", "none");
  const connections = new Map<XmlElement, readonly ConnectionList[]>();
  const targets = new Map<XmlElement, TargetList>();
  const instances = new Map<XmlElement, InstanceList>();
  const children: XmlElement[] = [];
  for (const child of group.names()) {
    const path = `/neuroml/network/${child}`;
    const found = file.find(path);
    if (found?.kind !== "group") continue;
    const table = tableIn(form, path, [...found.names()]);
    const kind = child.replace(/_.*$/, "");
    const element = elementOf(form, found, { path, name: elementName(form, found, kind) });
    children.push(element);
    if (kind === "population" && table !== undefined) instances.set(element, instanceList(table));
    if (kind === "projection")
      connections.set(element, table ? connectionLists(element, table) : []);
    if (kind === "inputList" && table !== undefined) targets.set(element, targetList(table));
  }
  const network = elementOf(form, group, { path: "/neuroml/network", name: "network" });
  return {
    components: bytesSource(`${name}: neuroml_top_level`, new TextEncoder().encode(text)),
    network: { ...network, children },
    lists: {
      connections: (element) => connections.get(element) ?? [],
      targets: (element) => targets.get(element),
      instances: (element) => instances.get(element),
    },
  };
}

/** Element name of a group. */
function elementName(form: Form, group: Hdf5Object, kind: string): string {
  return kind === "projection" ? (attributeText(form, group, "type") ?? kind) : kind;
}

function elementOf(
  form: Form,
  group: Hdf5Object,
  { path, name }: { readonly path: string; readonly name: string },
): XmlElement {
  const attributes = new Map<string, string>();
  for (const attribute of group.attributeNames()) {
    const text = attributeText(form, group, attribute);
    if (text !== undefined && text !== "") attributes.set(attribute, text);
  }
  const place = { file: `${form.name}: ${path}`, line: 1, column: 1 };
  return { name, namespace: "", attributes, children: [], text: "", ...place };
}

function attributeText(
  { file, hold }: Form,
  object: Hdf5Object | undefined,
  name: string,
): string | undefined {
  const found = object?.attribute(name);
  if (found?.space === undefined || found.data.length === 0) return undefined;
  const { type } = found;
  hold(4 * found.data.length);
  const whole = found.data.length - (found.data.length % type.size);
  const bytes = new Uint8Array(found.data.subarray(0, whole));
  const [number] = numbersOf(type, bytes) ?? [];
  if (number !== undefined) return String(number);
  return file.texts(type, bytes)?.[0]?.replace(/\0+$/, "");
}

/** A table of numbers with named columns. */
interface Table {
  readonly rows: number;
  /** Numbers of a column; undefined if none of these names exists. */
  column(...names: readonly string[]): Float64Array | undefined;
}

function tableIn(form: Form, path: string, names: readonly string[]): Table | undefined {
  const [name] = names;
  const found = name === undefined ? undefined : form.file.find(`${path}/${name}`);
  if (found?.kind !== "dataset" || found.shape === undefined) return undefined;
  const [rows = 0, width = 1] = found.shape;
  form.hold(16 * rows * width);
  const numbers = numbersOf(found.type, found.rows(0, rows));
  if (numbers === undefined || found.shape.length > 2) {
    throw refuse(`${form.name}: ${path}`, "rows and columns of numbers", "something else");
  }
  const columns = Array.from({ length: Math.min(width, 64) }, (_, k) =>
    attributeText(form, found, `column_${k}`),
  );
  return {
    rows,
    column(...wanted) {
      const at = columns.findIndex((column) => column !== undefined && wanted.includes(column));
      if (at < 0) return undefined;
      return Float64Array.from({ length: rows }, (_, k) => Number(numbers[k * width + at]));
    },
  };
}

function idsOf(table: Table, element: string, ...names: readonly string[]): Float64Array {
  const found = table.column(...names);
  if (found?.every((id) => Number.isInteger(id) && id >= 0 && id < 2 ** 32)) return found;
  throw refuse(element, `an integer column ${names.join(" or ")}`, found ? "others" : "none");
}

function connectionLists(element: XmlElement, table: Table): readonly ConnectionList[] {
  const pre = idsOf(table, element.file, "pre_cell_id");
  const post = idsOf(table, element.file, "post_cell_id");
  refuseSegments(element, table, ["pre_segment_id", "post_segment_id"]);
  const pairs = growingList(Uint32Array);
  for (let k = 0; k < table.rows; k++) {
    pairs.push(pre[k] as number);
    pairs.push(post[k] as number);
  }
  const components = ["synapse", "preComponent", "postComponent"].flatMap((name) =>
    element.name === "projection" ? [] : (element.attributes.get(name) ?? []),
  );
  const weights = listOf(table, "weight", 1);
  return [{ pairs, weights, delays: listOf(table, "delay", 0), components }];
}

function listOf(table: Table, name: string, missing: number) {
  const list = growingList(Float64Array);
  const column = table.column(name);
  for (let k = 0; k < table.rows; k++) list.push(column?.[k] ?? missing);
  return list;
}

function targetList(table: Table): TargetList {
  const targets = growingList(Uint32Array);
  for (const id of idsOf(table, "inputList", "target_cell_id")) targets.push(id);
  return { targets, weights: listOf(table, "weight", 1) };
}

function instanceList(table: Table): InstanceList {
  const [x, y, z] = ["x", "y", "z"].map((axis) => table.column(axis));
  const ids = growingList(Uint32Array);
  const positions = growingList(Float64Array);
  for (let k = 0; k < table.rows; k++) {
    ids.push(k);
    if (x === undefined || y === undefined || z === undefined) continue;
    for (const axis of [x, y, z]) positions.push(axis[k] as number);
  }
  return { ids, positions };
}

function refuseSegments(element: XmlElement, table: Table, names: readonly string[]): void {
  for (const name of names) {
    if (table.column(name)?.every((segment) => segment === 0) ?? true) continue;
    throw refuse(element.file, "connections to the first segment of a cell", `others in ${name}`);
  }
}

function refuse(place: string, expected: string, got: string): Error {
  const what = "The file does not conform to NeuroML's HDF5 form";
  return NML_REFERENCE({ place, what, expected, got });
}
