import { walkTreeTwo } from "./btree-two.ts";
import type { Cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import { countOf, type Dataspace, readDataspace } from "./dataspace.ts";
import { type Datatype, datatypeOf } from "./datatype.ts";
import type { FileBytes } from "./file-bytes.ts";
import { fractalHeap } from "./fractal-heap.ts";
import { bodyOf, type HeaderMessage, messageOf, messageTypes } from "./object-header.ts";

/** A small dataset attached to an object. */
export interface Hdf5Attribute {
  readonly type: Datatype;
  readonly space: Dataspace | undefined;
  readonly data: Uint8Array;
}

const attributeIndex = 8;

/** An attribute read on demand. */
interface NamedAttribute {
  readonly name: string;
  read(): Hdf5Attribute;
}

/** Attributes of an object by name, the first of each name; read once. */
export function attributeFinder(
  bytes: FileBytes,
  messages: readonly HeaderMessage[],
): () => ReadonlyMap<string, () => Hdf5Attribute> {
  let found: Map<string, () => Hdf5Attribute> | undefined;
  return () => {
    if (found !== undefined) return found;
    const all = new Map<string, () => Hdf5Attribute>();
    for (const { name, read } of attributesOf(bytes, messages)) {
      let kept: Hdf5Attribute | undefined;
      const once = (): Hdf5Attribute => {
        kept ??= read();
        return kept;
      };
      if (!all.has(name)) all.set(name, once);
    }
    found = all;
    return all;
  };
}

/** Iterate over the attributes of an object. */
export function* attributesOf(
  bytes: FileBytes,
  messages: readonly HeaderMessage[],
): Generator<NamedAttribute> {
  for (const message of messages) {
    if (message.type !== messageTypes.attribute) continue;
    yield namedAttribute(bytes, bytes.fieldsOf(bodyOf(bytes, message)));
  }
  const info = messageOf(messages, "attributeInfo");
  if (info !== undefined) yield* manyAttributes(bytes, bytes.fieldsOf(info.body));
}

function* manyAttributes(bytes: FileBytes, info: Cursor): Generator<NamedAttribute> {
  info.version("an object", [0]);
  info.skip((info.u8() & 1) !== 0 ? 2 : 0);
  const [heapAddress, tree] = [info.address(), info.address()];
  if (heapAddress === undefined || tree === undefined) return;
  const heap = fractalHeap(bytes, heapAddress);
  for (const { record } of walkTreeTwo(bytes, tree, attributeIndex)) {
    // Keeping a view would keep the whole file page that contains it.
    yield namedAttribute(bytes, bytes.fieldsOf(heap.object(record).slice()));
  }
}

function namedAttribute(bytes: FileBytes, fields: Cursor): NamedAttribute {
  const version = fields.version("an attribute", [1, 2, 3]);
  const flags = fields.u8();
  const sizes = [fields.u16(), fields.u16(), fields.u16()] as const;
  if (version === 3) fields.skip(1);
  // Version 1 pads each part to a multiple of eight bytes.
  const part = (size: number): Uint8Array => {
    const found = fields.bytes(size);
    if (version === 1) fields.skip(Math.min(fields.left, (8 - (size % 8)) % 8));
    return found;
  };
  const name = bytes.fieldsOf(part(sizes[0]));
  return {
    name: name.text(name.left),
    read() {
      const type = part(sizes[1]);
      const space = part(sizes[2]);
      const isShared = version > 1 && (flags & 1) !== 0;
      if (version > 1 && (flags & 2) !== 0) damaged("an attribute in it has a shared dataspace");
      const body = isShared
        ? bodyOf(bytes, { type: messageTypes.datatype, isShared, body: type })
        : type;
      const datatype = datatypeOf(body);
      const axes = readDataspace(bytes.fieldsOf(space));
      const dataBytes = axes === undefined ? 0 : countOf(axes.shape) * datatype.size;
      // Older headers have padding after it.
      const data = fields.bytes(Math.min(fields.left, dataBytes));
      return { type: datatype, space: axes, data };
    },
  };
}
