/** Tests run the TypeScript source as Node does: types are stripped, nothing is compiled (see tools/strip-types.cjs). */
export default {
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts"],
  transform: { "^.+\\.ts$": "<rootDir>/tools/strip-types.cjs" },
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/demo/sample/"],
  setupFilesAfterEnv: ["<rootDir>/test/setup-nock.ts"],
  workerIdleMemoryLimit: "512MB",
  maxWorkers: 2,
  testTimeout: 20_000,
};
