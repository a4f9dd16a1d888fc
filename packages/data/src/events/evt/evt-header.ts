import type { ByteSource } from "@spikeloom/kernel";
import { EVENTS_HEADER } from "../errors.ts";
import type { SensorSize } from "../event-stream.ts";
import { headerFields, readTextHeader } from "../text-header.ts";

/** Header of a Prophesee RAW file. */
export interface EvtHeader {
  readonly fields: ReadonlyMap<string, string>;
  /** Byte offset of the first word. */
  readonly end: number;
  /** `EVT2`, `EVT21` or `EVT3`; undefined if not stated. */
  readonly encoding: string | undefined;
  /** Further words on the format line, such as `endianness`. */
  readonly options: ReadonlyMap<string, string>;
  readonly sensor: SensorSize | undefined;
}

/** Older headers state only the version. */
const versions: ReadonlyMap<string, string> = new Map([
  ["2.0", "EVT2"],
  ["2.1", "EVT21"],
  ["3.0", "EVT3"],
]);

const vga: SensorSize = { width: 640, height: 480 };
const hd: SensorSize = { width: 1280, height: 720 };

/** Sensors by `system_ID`, which older headers contain instead of a geometry (OpenEB 5, psee_raw_file_header.cpp). */
const systems: ReadonlyMap<string, SensorSize> = new Map([
  ...[21, 23, 25, 28, 29, 33, 34, 35, 40, 41].map((id) => [String(id), vga] as const),
  ...[26, 30, 31, 39, 46, 48, 49, 50].map((id) => [String(id), hd] as const),
]);

/** Read the header of a RAW file: lines that start with `%`, up to `% end` if present. */
export async function readEvtHeader(source: ByteSource): Promise<EvtHeader> {
  const { lines, end } = await readTextHeader(source, { mark: 0x25, last: "end" });
  const fields = headerFields(lines, " ");
  const [name, ...rest] = (fields.get("format") ?? "").split(";");
  const options = new Map(
    rest.map((option) => {
      const [key = "", value = ""] = option.split("=");
      return [key.trim(), value.trim()] as const;
    }),
  );
  const encoding = name === "" ? versions.get(fields.get("evt") ?? "") : name;
  return { fields, end, encoding, options, sensor: sensorOf(source.name, fields, options) };
}

function sensorOf(
  file: string,
  fields: EvtHeader["fields"],
  options: EvtHeader["options"],
): SensorSize | undefined {
  const [width, height] = fields.get("geometry")?.split("x") ?? [
    options.get("width"),
    options.get("height"),
  ];
  if (width === undefined || height === undefined) {
    return systems.get(fields.get("system_ID") ?? "");
  }
  const sensor = { width: Number(width), height: Number(height) };
  if (isSize(sensor.width) && isSize(sensor.height)) return sensor;
  const expected = "a geometry such as 1280x720";
  const next = "Correct the header, or set the size with the option `sensor`.";
  throw EVENTS_HEADER({ file, expected, got: `${width}x${height}`, next });
}

function isSize(length: number): boolean {
  return Number.isInteger(length) && length >= 1 && length <= 65_536;
}

/** Refuse a header that states another encoding. */
export function checkEncoding(file: string, encoding: string | undefined, wanted: string): void {
  if (encoding === undefined || encoding === wanted) return;
  const next = "Omit the option `format`, or set it to the format in the header.";
  throw EVENTS_HEADER({ file, expected: wanted, got: encoding, next });
}

/** Whether the first bytes are a header that states an encoding, in either form. */
export function namesEncoding(head: Uint8Array, encoding: string): boolean {
  if (head[0] !== 0x25) return false;
  const text = new TextDecoder("latin1").decode(head);
  const version = [...versions].find(([, one]) => one === encoding)?.[0] ?? "";
  const format = /^% format +(\w+)/m.exec(text)?.[1];
  if (format !== undefined) return format === encoding;
  return /^% evt +([\d.]+)\s*$/m.exec(text)?.[1] === version;
}
