// The manifests of the node platform packages give os and cpu as strings;
// pnpm reads arrays only. libc keeps the glibc builds away from musl systems.
function readPackage(pkg) {
  if (/^node-(bin-)?(linux|darwin|win)-(x64|arm64)$/.test(pkg.name)) {
    for (const key of ["os", "cpu"]) {
      if (typeof pkg[key] === "string") pkg[key] = [pkg[key]];
    }
    if (pkg.os?.includes("linux")) pkg.libc = ["glibc"];
  }
  // pnpm installs optional peers of workspace packages; this one has 132 MB, and the test that needs it installs it.
  if (pkg.name === "@spikeloom/backend-webgpu") {
    delete pkg.peerDependencies;
    delete pkg.peerDependenciesMeta;
  }
  return pkg;
}
module.exports = { hooks: { readPackage } };
