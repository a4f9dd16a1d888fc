import { SpikeLoomError, type Tensor } from "@spikeloom/kernel";
import { parseJson } from "@spikeloom/network";
import { damaged } from "../layers/damage.ts";
import { type NumberType, readTensor } from "../layers/tensor.ts";

/** Bytes that the header may have: the limit of the library that defines the format. */
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
 * Read the tensors of a file of safetensors, by name, in the order in which they lie.
 *
 * As the format asks, they fill the file without gaps and do not overlap.
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
      damaged(name, "it does not begin where the one before it ends");
    if (until > data.length) damaged(name, "it reaches past the end of the file");
    end = until;
    const type = Object.hasOwn(types, dtype) ? types[dtype] : undefined;
    if (type === undefined) damaged(name, `its numbers are of type ${dtype}, which is not read`);
    const part = data.subarray(from, until);
    tensors.set(name, readTensor(part, { type: type as NumberType, shape, place: name }));
  }
  if (end !== data.length) damaged("", `${data.length - end} bytes at its end belong to no tensor`);
  return tensors;
}

function partsOf(bytes: Uint8Array): { readonly header: object; readonly data: Uint8Array } {
  if (bytes.length < 8) damaged("", "it is no file of safetensors");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(Math.min(mostHeader, bytes.length - 8))) {
    damaged("", "it is no file of safetensors, or its header is cut short");
  }
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + Number(length)));
  const header = parsed(text);
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    damaged("", "its header is no object of JSON");
  }
  return { header: header as object, data: bytes.subarray(8 + Number(length)) };
}

function parsed(text: string): unknown {
  try {
    return parseJson(text, "header");
  } catch (fault) {
    const reason = fault instanceof SpikeLoomError ? fault.summary.replace(/\.$/, "") : "no JSON";
    const place = fault instanceof SpikeLoomError ? (fault.place ?? "") : "";
    return damaged(place, `its header cannot be read: ${reason}`);
  }
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
    damaged(name, 'it has no "dtype", "shape" and "data_offsets" of the form that they have');
  }
  return tensor as Described;
}
