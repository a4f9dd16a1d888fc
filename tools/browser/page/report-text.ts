// Loaded by the page of the guide; reports its text, its picture and the files that it offers.
import { startReports } from "./report.ts";
import { surroundings } from "./surroundings.ts";

const reports = startReports();
const timer = setInterval(async () => {
  const { body } = surroundings.document;
  const text = body.textContent.trim();
  if (text === "") return;
  clearInterval(timer);
  const files: Record<string, string> = {};
  for (const { href, download } of body.querySelectorAll("a[download]")) {
    const bytes = new Uint8Array(await (await fetch(href)).arrayBuffer());
    files[download] = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  }
  const pictures: { readonly text: string; readonly width: number }[] = [];
  for (const image of body.querySelectorAll("img")) {
    await image.decode();
    pictures.push({ text: await (await fetch(image.src)).text(), width: image.naturalWidth });
  }
  reports.message({ text, files, pictures });
  reports.end();
}, 10);
