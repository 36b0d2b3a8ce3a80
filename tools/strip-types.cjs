const { createHash } = require("node:crypto");
const { stripTypeScriptTypes } = require("node:module");

/** A jest transformer without a compiler: Node's own type stripping keeps every line and column where it was. */
module.exports = {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
  getCacheKey: (source, path, options) =>
    createHash("sha1").update(`${process.version}\0${path}\0${options.instrument}\0${source}`).digest("hex"),
};
