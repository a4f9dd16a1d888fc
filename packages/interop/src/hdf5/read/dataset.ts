import { chunkGrid } from "./chunk-grid.ts";
import { chunkRows } from "./chunk-rows.ts";
import { damaged, outside } from "./damage.ts";
import { countOf, readDataspace } from "./dataspace.ts";
import { type Datatype, datatypeOf } from "./datatype.ts";
import type { FileBytes } from "./file-bytes.ts";
import { checkFilters, readFilters } from "./filters.ts";
import { readLayout } from "./layout.ts";
import { bodyOf, type HeaderMessage, messageOf } from "./object-header.ts";

/** Elements of one type in rows and columns. */
export interface Hdf5Dataset {
  readonly kind: "dataset";
  readonly type: Datatype;
  /** Lengths of the axes; undefined if there are no elements. */
  readonly shape: readonly number[] | undefined;
  /** Number of rows that blocks should be a multiple of; 1 if it does not matter. */
  readonly blockRows: number;
  /**
   * Read the bytes of some rows, or of the only element, in file order.
   *
   * They overwrite `room` if it is given and large enough.
   */
  rows(from: number, until: number, room?: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
}

/** Whether an object is a dataset. */
export function isDataset(messages: readonly HeaderMessage[]): boolean {
  return messageOf(messages, "layout") !== undefined;
}

/** Open a dataset; its elements are located on the first read. */
export function openDataset(bytes: FileBytes, messages: readonly HeaderMessage[]): Hdf5Dataset {
  const part = (kind: "dataspace" | "datatype" | "layout"): Uint8Array => {
    const found = messageOf(messages, kind);
    return bodyOf(bytes, found ?? damaged(`a dataset in it has no ${kind}`));
  };
  if (messageOf(messages, "externalFiles") !== undefined) outside("the numbers of a dataset");
  const space = readDataspace(bytes.fieldsOf(part("dataspace")));
  const type = datatypeOf(part("datatype"));
  const layout = readLayout(bytes.fieldsOf(part("layout")));
  const shape = space?.shape;
  const rowBytes = countOf(shape?.slice(1) ?? []) * type.size;
  const fill = fillOf(bytes, messages, type.size);
  const filled = (count: number, room?: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
    const bytes = count * rowBytes;
    const isRoom = room !== undefined && room.length >= bytes;
    const out = isRoom ? room.subarray(0, bytes).fill(0) : new Uint8Array(bytes);
    if (fill !== undefined) repeat(out, fill);
    return out;
  };
  const common = { kind: "dataset", type, shape } as const;
  if (space === undefined) return { ...common, blockRows: 1, rows: () => new Uint8Array(0) };
  if (layout.kind === "chunked") {
    const message = messageOf(messages, "filters");
    const filters = message ? readFilters(bytes.fieldsOf(bodyOf(bytes, message))) : [];
    const element = { bytes: type.size, isFiltered: filters.length > 0 };
    const grid = chunkGrid(space, layout.chunk, element);
    const rows = chunkRows(bytes, { layout, grid, filters, check: () => checkFilters(filters) });
    return {
      ...common,
      blockRows: layout.chunk[0] ?? 1,
      rows: (from, until, room) => rows({ from, until, filled: () => filled(until - from, room) }),
    };
  }
  return {
    ...common,
    blockRows: 1,
    rows(from, until, room) {
      const out = filled(until - from, room);
      if (layout.kind === "compact") {
        const data = layout.data.subarray(from * rowBytes, until * rowBytes);
        if (data.length !== out.length) damaged("a dataset in it is truncated");
        out.set(data);
      } else if (layout.address !== undefined) {
        bytes.numbers(layout.address + from * rowBytes, out);
      }
      return out;
    },
  };
}

/** Fill value, unless it is zero. */
function fillOf(
  bytes: FileBytes,
  messages: readonly HeaderMessage[],
  size: number,
): Uint8Array | undefined {
  const message = messageOf(messages, "fillValue");
  const old = messageOf(messages, "oldFillValue");
  if (message === undefined && old === undefined) return undefined;
  const fields = bytes.fieldsOf(bodyOf(bytes, (message ?? old) as HeaderMessage));
  if (message !== undefined) {
    const version = fields.version("a fill value", [1, 2, 3]);
    const flags = version === 3 ? fields.u8() : 0;
    if (version < 3) fields.skip(2);
    const isGiven = version === 3 ? (flags & 0x20) !== 0 : fields.u8() !== 0 || version === 1;
    if (!isGiven) return undefined;
  }
  const value = fields.bytes(fields.u32());
  const isUsed = value.length === size && value.some((byte) => byte !== 0);
  return isUsed ? value : undefined;
}

function repeat(out: Uint8Array, value: Uint8Array): void {
  if (out.length < value.length) return;
  out.set(value);
  // Doubling the filled part takes few calls.
  for (let done = value.length; done < out.length; done *= 2) {
    out.copyWithin(done, 0, Math.min(done, out.length - done));
  }
}
