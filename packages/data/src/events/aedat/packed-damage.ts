/** Reports that compressed bytes cannot be decompressed. */
export class PackedDamage extends Error {
  override readonly name = "PackedDamage";
}
