import type { Tensor } from "@spikeloom/kernel";
import { damaged } from "../layers/damage.ts";
import { parsedJson } from "../layers/parsed-json.ts";
import { type NumberType, readTensor } from "../layers/tensor.ts";

/** Maximum size of the header in bytes: that of the reference implementation. */
const mostHeader = 100_000_000;

const types: Readonly<Record<string, NumberType>> = {
  F16: "f16",
  BF16: "bf16",
  F32: "f32",
  F64: "f64",
  BOOL: "bool",
  I8: "i8",
  I16: "i16",
  I32: "i32",
  I64: "i64",
  U8: "u8",
  U16: "u16",
  U32: "u32",
  U64: "u64",
};

interface Described {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * Read the tensors of a safetensors file, by name, in file order.
 *
 * As the format requires, they fill the file without gaps or overlaps.
 */
export function readTensors(bytes: Uint8Array): ReadonlyMap<string, Tensor> {
  const { header, data } = partsOf(bytes);
  const described = Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, tensor]) => [name, checked(name, tensor)] as const)
    .sort(
      ([, a], [, b]) =>
        a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
    );
  let end = 0;
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, data_offsets }] of described) {
    const [from, until] = data_offsets;
    if (from !== end || until < from)
      damaged(name, "it does not start at the end of the previous one");
    if (until > data.length) damaged(name, "it extends past the end of the file");
    end = until;
    const type = Object.hasOwn(types, dtype) ? types[dtype] : undefined;
    if (type === undefined) damaged(name, `its number type ${dtype} is not supported`);
    const part = data.subarray(from, until);
    tensors.set(name, readTensor(part, { type: type as NumberType, shape, place: name }));
  }
  if (end !== data.length) damaged("", `${data.length - end} bytes at its end belong to no tensor`);
  return tensors;
}

function partsOf(bytes: Uint8Array): { readonly header: object; readonly data: Uint8Array } {
  if (bytes.length < 8) damaged("", "it is not a safetensors file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(Math.min(mostHeader, bytes.length - 8))) {
    damaged("", "it is not a safetensors file, or its header is truncated");
  }
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + Number(length)));
  const header = parsedJson(text, "its header");
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    damaged("", "its header is not a JSON object");
  }
  return { header: header as object, data: bytes.subarray(8 + Number(length)) };
}

function checked(name: string, tensor: unknown): Described {
  const { dtype, shape, data_offsets } = (tensor ?? {}) as Partial<Described>;
  const isNumbers = (list: unknown): boolean =>
    Array.isArray(list) && list.every((one) => Number.isSafeInteger(one) && one >= 0);
  if (
    typeof dtype !== "string" ||
    !isNumbers(shape) ||
    !isNumbers(data_offsets) ||
    data_offsets?.length !== 2
  ) {
    damaged(name, 'its "dtype", "shape" or "data_offsets" is missing or invalid');
  }
  return tensor as Described;
}
