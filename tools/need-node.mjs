const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(
    `SpikeLoom's workspace needs Node 24 or newer; this is ${process.version} (${process.execPath}).`,
  );
  process.exit(1);
}
