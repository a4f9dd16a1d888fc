/** Reason why a file is not opened or not written. */
export class FileRefusal extends Error {
  override readonly name = "FileRefusal";
}
