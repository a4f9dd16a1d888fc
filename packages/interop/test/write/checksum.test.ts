import { expect, it } from "vitest";
import { checksum } from "../../src/hdf5/write/checksum.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

// The values that the author of the function prints for these.
it("gives the published checksums", () => {
  expect(checksum(bytes(""))).toBe(0xdeadbeef);
  expect(checksum(bytes("Four score and seven years ago"))).toBe(0x17770551);
});

it("changes with each byte, at any length", () => {
  for (let length = 1; length < 40; length++) {
    const plain = Uint8Array.from({ length }, (_, k) => k);
    for (let k = 0; k < length; k++) {
      const changed = plain.with(k, 255);
      expect(checksum(changed)).not.toBe(checksum(plain));
    }
  }
});
