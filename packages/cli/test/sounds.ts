/** Create a sound of 8 kHz in 16 bits, with channels of numbers from -1 to 1. */
export function soundOf(channels: readonly (readonly number[])[]): Uint8Array {
  const [first = []] = channels;
  const length = 2 * channels.length * first.length;
  const view = new DataView(new ArrayBuffer(44 + length));
  for (const [at, word] of [
    [0, "RIFF"],
    [8, "WAVE"],
    [12, "fmt "],
    [36, "data"],
  ] as const) {
    for (let k = 0; k < 4; k++) view.setUint8(at + k, word.charCodeAt(k));
  }
  view.setUint32(4, 36 + length, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, 8000, true);
  view.setUint32(28, 16_000 * channels.length, true);
  view.setUint16(32, 2 * channels.length, true);
  view.setUint16(34, 16, true);
  view.setUint32(40, length, true);
  for (const [c, channel] of channels.entries()) {
    for (const [k, value] of channel.entries()) {
      view.setInt16(44 + 2 * (k * channels.length + c), 32_767 * value, true);
    }
  }
  return new Uint8Array(view.buffer);
}
