import type { Manifest } from "./read-manifest.ts";

/** The page on which a person names the App and confirms. Its form goes to `manifest` beside it, with the same `state`. */
export function confirmPage(manifest: Manifest | undefined, url: URL): string {
  const action = url.pathname.replace(/new$/, "manifest") + url.search;
  const text = manifest === undefined ? "" : JSON.stringify(manifest);
  const rights = Object.entries(manifest?.default_permissions ?? {}).map(
    ([name, access]) => `<li>${escape(name)}: ${access}</li>`,
  );
  return page(
    "Create GitHub App",
    `<form method="post" action="${escape(action)}">
<label>GitHub App name <input name="name" maxlength="34" required value="${escape(manifest?.name ?? "")}"></label>
${text === "" ? '<label>Manifest <textarea name="manifest"></textarea></label>' : `<input type="hidden" name="manifest" value="${escape(text)}">`}
<ul>${rights.join("")}</ul>
<button>Create GitHub App</button>
</form>`,
  );
}

export function refusedPage(errors: readonly string[]): string {
  return page(
    "Invalid GitHub App configuration",
    `<p>The configuration does not appear to be a valid GitHub App manifest.</p><ul>${errors.map((error) => `<li>Error: ${escape(error)}</li>`).join("")}</ul>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
