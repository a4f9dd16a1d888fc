import type { SensorSize } from "../event-stream.ts";

/** Mapping from AEDAT 2 addresses to pixels. */
export interface AddressLayout {
  readonly sensor: SensorSize;
  /** First bit and number of bits. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly polarity: number;
  /** Whether a coordinate counts from the opposite side. */
  readonly flips: { readonly x: boolean; readonly y: boolean };
  /** Bits that are set only in other addresses: images, inertial samples, external events. */
  readonly others: number;
  /** Lower-case words in a header that identify the chip. */
  readonly chips: readonly string[];
}

const davis = {
  x: [12, 10],
  y: [22, 9],
  polarity: 11,
  // jAER counts x from the right and y from the bottom; both are flipped, as in Tonic for the DAVIS346.
  flips: { x: true, y: true },
  // Bit 31 marks images and inertial samples, bit 10 external events.
  others: 0x8000_0400,
} as const;

/**
 * Layouts of jAER by name (jAER, "AEDAT file format 2.0"), with the coordinates of Tonic 1.7.
 *
 * For the DVS128, Tonic exchanges jAER's rows and columns, and uses 1 for jAER's OFF.
 */
export const addressLayouts: ReadonlyMap<string, AddressLayout> = new Map<string, AddressLayout>([
  [
    "dvs128",
    {
      sensor: { width: 128, height: 128 },
      x: [8, 7],
      y: [1, 7],
      polarity: 0,
      flips: { x: false, y: false },
      others: 0x8000,
      chips: ["dvs128", "tmpdiff128"],
    },
  ],
  ["davis346", { ...davis, sensor: { width: 346, height: 260 }, chips: ["davis346", "346red"] }],
  ["davis640", { ...davis, sensor: { width: 640, height: 480 }, chips: ["davis640"] }],
  ["davis208", { ...davis, sensor: { width: 208, height: 192 }, chips: ["davis208"] }],
  ["davis240", { ...davis, sensor: { width: 240, height: 180 }, chips: ["davis240", "sbret10"] }],
  [
    "dvs346mini",
    {
      sensor: { width: 132, height: 104 },
      x: [22, 9],
      y: [12, 10],
      polarity: 11,
      flips: { x: false, y: false },
      others: 0x8000_0400,
      chips: [],
    },
  ],
]);
