/** The package brings no types. Only what is read. */
declare module "@octokit/app-permissions" {
  const table: {
    "api.github.com": { permissions: Record<string, { read?: string[]; write?: string[] }> };
  };
  export default table;
}
