import type { KnownFile, KnownSet } from "@spikeloom/data";
import type { Section } from "../print/sections.ts";

/** Format a number of bytes: 9.9 MB, 1.2 GB. */
export function formatBytes(bytes: number): string {
  const [factor, unit] = units.find(([least]) => bytes >= least) ?? ([1, "B"] as const);
  return `${Number((bytes / factor).toPrecision(3))} ${unit}`;
}

const units = [
  [1e9, "GB"],
  [1e6, "MB"],
  [1e3, "kB"],
] as const;

/** Format the total size of files. */
export function sizeText(files: readonly KnownFile[]): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const about = files.some(({ isRounded }) => isRounded === true) ? "about " : "";
  return `${about}${formatBytes(bytes)}`;
}

/** Describe what would be fetched, with its source and licence. */
export function setSections(set: KnownSet, folder: string): readonly Section[] {
  const { name, about, licence, source, cite, files } = set;
  return [
    {
      title: name,
      rows: [
        ["what", about],
        ["licence", licence],
        ["source", source],
        ["cite", cite],
        ["size", sizeText(files)],
        ["into", folder],
      ],
    },
    {
      title: "files",
      rows: files.map((file) => [
        file.name,
        sizeText([file]),
        file.md5 === undefined ? "no checksum published" : `md5 ${file.md5}`,
        file.url,
      ]),
    },
  ];
}
