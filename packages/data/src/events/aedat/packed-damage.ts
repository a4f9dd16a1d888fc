/** Says that packed bytes cannot be unpacked. */
export class PackedDamage extends Error {
  override readonly name = "PackedDamage";
}
