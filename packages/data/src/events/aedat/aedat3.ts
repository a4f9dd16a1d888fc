import type { ByteSource } from "@spikeloom/kernel";
import { EVENTS_CUT, EVENTS_DAMAGED, EVENTS_HEADER } from "../errors.ts";
import type { EventColumns } from "../event-columns.ts";
import {
  type EventBlock,
  type EventFormat,
  type EventTally,
  tally,
  tallyDamage,
} from "../event-format.ts";
import { packetBlock } from "../packet-block.ts";
import { readAedatHeader, versionOfHead } from "./aedat-header.ts";
import { headBytes, isSound, kinds, polarity, readHead } from "./aedat3-head.ts";
import { type ChosenSource, chooseSource, noSource } from "./aedat3-source.ts";

/**
 * Read AEDAT 3.1 of cAER: little-endian packets, of which pixel events are read.
 *
 * The first source with events in the header is read, or that of the option `stream`; `SL_DATA_OPTION` lists the
 * sources if it does not exist. An event has 8 bytes: the first 4 contain x in bits 31 to 17, y in 16 to 2, the
 * polarity and a valid flag; the others contain the time in µs, whose upper part is in the packet head.
 */
export const aedat3: EventFormat = {
  name: "aedat3",
  about: "AEDAT 3.1 of cAER",
  recognises: (head) => versionOfHead(head)?.startsWith("3.") === true,
  async open(source, { stream }, counts) {
    const header = await readAedatHeader(source);
    const format = header.fields.get("Format") ?? "RAW";
    if (format !== "RAW") {
      const next = "Write it without compression.";
      throw EVENTS_HEADER({ file: source.name, expected: "the format RAW", got: format, next });
    }
    const chosen = await chooseSource(source, header, stream);
    return {
      header: header.fields,
      sensor: chosen.sensor,
      blocks: () => packets(source, { from: header.end, chosen }, counts),
    };
  },
};

async function* packets(
  source: ByteSource,
  { from, chosen }: { readonly from: number; readonly chosen: ChosenSource },
  counts: EventTally,
): AsyncGenerator<EventBlock, void, undefined> {
  const seen = new Set<number>();
  yield* packetsOf(source, { from, chosen, seen }, counts);
  const { id, isSought } = chosen;
  if (isSought && id !== undefined && !seen.has(id)) throw noSource(id, [...seen]);
}

async function* packetsOf(
  source: ByteSource,
  {
    from,
    chosen,
    seen,
  }: { readonly from: number; readonly chosen: ChosenSource; readonly seen: Set<number> },
  counts: EventTally,
): AsyncGenerator<EventBlock, void, undefined> {
  const cut = (byte: number, expected: string): boolean => {
    const left = source.size - byte;
    tallyDamage(counts, "bytes of a truncated packet", left);
    if (counts.keepsDamaged) return true;
    throw EVENTS_CUT({ file: source.name, byte, expected, got: `${left} bytes` });
  };
  let { id } = chosen;
  for (let at = from; at < source.size; ) {
    if (at + headBytes > source.size && cut(at, `a packet head of ${headBytes} bytes`)) return;
    const head = readHead(await source.read(at, at + headBytes));
    const { type, size, count } = head;
    if (!isSound(head)) {
      tallyDamage(counts, "bytes of damaged packets", source.size - at);
      if (counts.keepsDamaged) return;
      const got = `type ${type}, ${count} events of ${size} bytes`;
      const expected = "a packet of AEDAT 3.1";
      throw EVENTS_DAMAGED({ file: source.name, byte: at, expected, got });
    }
    const start = at + headBytes;
    const end = start + size * count;
    if (end > source.size && !counts.keepsDamaged) cut(at, `a packet of ${end - at} bytes`);
    const whole = Math.min(count, Math.floor((source.size - start) / size));
    if (type === polarity && count > 0) {
      seen.add(head.source);
      id ??= head.source;
    }
    if (type === polarity && count > 0 && id !== head.source) {
      tally(counts, "events of other sources", whole);
    } else if (type === polarity) {
      const bytes = new Uint8Array(await source.read(start, start + 8 * whole));
      const decode = (out: EventColumns): boolean =>
        decodeEvents(bytes, head.overflow, out, counts);
      yield packetBlock({ byte: at, first: start, size: 8, count: whole, decode });
    } else {
      tally(counts, kinds[type] as string, whole);
    }
    if (end > source.size && cut(start + whole * size, "a whole event")) return;
    at = end;
  }
}

function decodeEvents(
  bytes: Uint8Array,
  overflow: number,
  out: EventColumns,
  counts: EventTally,
): boolean {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const { t, x, y, p } = out;
  const base = overflow * 2 ** 31;
  let n = out.count;
  for (let k = 0; k < words.length; k += 2) {
    const data = words[k] as number;
    if ((data & 1) === 0) {
      tally(counts, "events marked as invalid");
      continue;
    }
    t[n] = base + (words[k + 1] as number);
    x[n] = data >>> 17;
    y[n] = (data >>> 2) & 32767;
    p[n] = (data >>> 1) & 1;
    n++;
  }
  out.count = n;
  return false;
}
