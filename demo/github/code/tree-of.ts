import { repositoryOf } from "../frame/call.ts";
import { notFound } from "../frame/refusal.ts";
import type { Call } from "../route.ts";

/** The tree that a commit or tree names. @throws Refusal 404 */
export async function treeOf(call: Call, name: string): Promise<string> {
  const tree = await repositoryOf(call).git.objects.read(`${name}^{tree}`);
  if (!tree) throw notFound();
  return tree.sha;
}
