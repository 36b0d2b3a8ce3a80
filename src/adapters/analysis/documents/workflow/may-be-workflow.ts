/** Whether a YAML text may be a workflow of GitHub Actions or an action's own file; told by its keys, since it may lie anywhere. */
export function mayBeWorkflow(text: string): boolean {
  return /(?:^|[\s{,])["']?(?:jobs|runs)["']?\s*:/.test(text) && /["']?(?:steps|uses)["']?\s*:/.test(text);
}
