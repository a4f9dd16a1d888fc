import type { ByteSource, Tensor } from "@spikeloom/kernel";
import { damaged } from "../layers/damage.ts";
import { countOf, type NumberType, numberBytes, readTensor } from "../layers/tensor.ts";
import type { ModelTensor } from "./model.ts";

/** Number types by their code in a model. */
const types: Readonly<Record<number, NumberType>> = {
  1: "f32",
  2: "u8",
  3: "i8",
  4: "u16",
  5: "i16",
  6: "i32",
  7: "i64",
  9: "bool",
  10: "f16",
  11: "f64",
  12: "u32",
  13: "u64",
  16: "bf16",
};

/** Opens a file next to the model. */
export type Beside = (name: string) => Promise<ByteSource>;

/** Read the numbers of a tensor, possibly from another file. */
export async function tensorOf(tensor: ModelTensor, beside: Beside): Promise<Tensor> {
  const { shape, name } = tensor;
  const place = name === "" ? "a tensor" : name;
  const type = types[tensor.type];
  if (type === undefined)
    damaged(place, `its type ${tensor.type} is not supported; only numbers of whole bytes are`);
  const read = { type: type as NumberType, shape, place };
  if (tensor.location === 1) {
    const bytes = await bytesElsewhere(tensor, {
      place,
      size: countOf(shape, place) * numberBytes[read.type],
      beside,
    });
    return readTensor(bytes, read);
  }
  if (tensor.raw !== undefined) return readTensor(tensor.raw, read);
  return fromList(tensor, read);
}

/** Read numbers of another file, at `location`, `offset` and `length` (ONNX external data). */
async function bytesElsewhere(
  { elsewhere }: ModelTensor,
  {
    place,
    size,
    beside,
  }: { readonly place: string; readonly size: number; readonly beside: Beside },
): Promise<Uint8Array> {
  const at = (key: string): string | undefined => elsewhere.find((pair) => pair.key === key)?.value;
  const location = at("location");
  if (location === undefined) return damaged(place, "the file of its numbers is not named");
  const source = await beside(location);
  const offset = Number(at("offset") ?? 0);
  const length = Number(at("length") ?? size);
  const isFitting = Number.isSafeInteger(offset) && offset >= 0 && length === size;
  if (!isFitting || offset + length > source.size) {
    damaged(place, `its numbers are outside the file ${location}`);
  }
  return source.read(offset, offset + length);
}

/** Read numbers stored as a list; narrow types and half precision are written as 32-bit integers. */
function fromList(
  { floats, wholes }: ModelTensor,
  { type, shape, place }: { type: NumberType; shape: readonly number[]; place: string },
): Tensor {
  const count = countOf(shape, place);
  const isHalf = type === "f16" || type === "bf16";
  const list = type === "f32" || type === "f64" ? floats : wholes;
  if (list.length !== count)
    damaged(place, `its shape requires ${count} numbers, but it has ${list.length}`);
  if (isHalf) {
    const words = Uint16Array.from(wholes);
    return readTensor(new Uint8Array(words.buffer), { type, shape, place });
  }
  const isNarrow = type === "f32" || numberBytes[type] < 4;
  return { shape, values: isNarrow ? Float32Array.from(list) : Float64Array.from(list) };
}
