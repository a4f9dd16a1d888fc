/** Write a file of EDF+ or BDF with one signal of `samples` values per record and one of annotations. */
export function edf(
  records: readonly (readonly number[])[],
  lists: readonly string[],
  isBdf = false,
) {
  const width = isBdf ? 3 : 2;
  const samples = records[0]?.length ?? 0;
  const pad = (value: string | number, length: number): string => String(value).padEnd(length);
  const each = (length: number, ...values: (string | number)[]): string =>
    values.map((value) => pad(value, length)).join("");
  const head = [
    isBdf ? "\xffBIOSEMI" : pad("0", 8),
    ...[pad("X X X X", 80), pad("Startdate X X X X", 80), pad("02.03.24", 8), pad("10.11.12", 8)],
    ...[pad(256 * 3, 8), pad(isBdf ? "24BIT" : "EDF+C", 44)],
    ...[pad(records.length, 8), pad(2, 8), pad(2, 4)],
    each(16, "EEG Fz", isBdf ? "BDF Annotations" : "EDF Annotations") + each(80, "", ""),
    each(8, "uV", "") + each(8, -100, -1) + each(8, 100, 1),
    each(8, isBdf ? -8_388_608 : -32_768, -32_768) + each(8, isBdf ? 8_388_607 : 32_767, 32_767),
    each(80, "", "") + each(8, samples, 30) + each(32, "", ""),
  ].join("");
  const body = records.flatMap((record, k) => {
    const bytes = record.flatMap((value) => [value, value >> 8, value >> 16].slice(0, width));
    const text = Buffer.alloc(30 * width);
    text.write(lists[k] ?? "");
    return [Buffer.from(bytes.map((byte) => byte & 255)), text];
  });
  return Buffer.concat([Buffer.from(head, "latin1"), ...body]);
}

/** Write a WAV file with an irrelevant chunk before the samples. */
export function wav(code: number, bits: number, channels: number, data: Buffer): Buffer {
  const format = Buffer.alloc(24);
  format.write("fmt ");
  format.writeUInt32LE(16, 4);
  format.writeUInt16LE(code, 8);
  format.writeUInt16LE(channels, 10);
  format.writeUInt32LE(8000, 12);
  format.writeUInt16LE(bits, 22);
  const odd = Buffer.from("LIST\x03\0\0\0abc\0");
  const head = Buffer.alloc(8);
  head.write("data");
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVE"), format, odd, head, data]);
}
