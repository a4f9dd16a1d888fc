import type { ConnectorOption } from "@spikeloom/kernel";

/** Options of a connector whose connections may be in a file referenced by the network. */
export const fileOptions: Readonly<Record<string, ConnectorOption>> = {
  file: { type: "text", about: "an HDF5 file in the network's folder that contains them" },
  path: { type: "text", about: "the dataset in the file" },
  size: { type: "integer", about: "size of the file in bytes; any other size is an error" },
  sha256: { type: "text", about: "SHA-256 of the file; any other file is an error" },
};

/** Test whether connections are in a file that has not been read yet. */
export function isUnread(options: Readonly<Record<string, unknown>>): boolean {
  return (
    typeof options["file"] === "string" &&
    !Object.values(options).some((v) => ArrayBuffer.isView(v))
  );
}
