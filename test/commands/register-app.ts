/** The form of a page as a browser reads it: where it goes, and what its fields hold. */
function readForm(html: string, at: string): { action: string; fields: URLSearchParams } {
  const plain = (text: string | undefined) =>
    (text ?? "").replace(/&#(\d+);/g, (_, digits: string) => String.fromCharCode(Number(digits)));
  const [, action] = /<form[^>]* action="([^"]*)"/.exec(html) ?? [];
  const inputs = [...html.matchAll(/<input[^>]*>/g)].map(([input]) => [
    plain(/ name="([^"]*)"/.exec(input)?.[1]),
    plain(/ value="([^"]*)"/.exec(input)?.[1]),
  ]);
  return { action: new URL(plain(action), at).href, fields: new URLSearchParams(inputs) };
}

/** The page of `reflexgen setup`, as far as its form: GitHub's address with the state, and the manifest. */
export async function readSetupPage(url: string): Promise<{ action: string; state: string; manifest: unknown }> {
  const { action, fields } = readForm(await (await fetch(url)).text(), url);
  const state = new URL(action).searchParams.get("state") ?? "";
  return { action, state, manifest: JSON.parse(fields.get("manifest") ?? "null") };
}

/** What a browser does with a person at it: sends the page's form to GitHub, confirms there, and is led back. */
export async function registerApp(url: string): Promise<Response> {
  const page = readForm(await (await fetch(url)).text(), url);
  const confirm = await fetch(page.action, { method: "POST", body: page.fields });
  const form = readForm(await confirm.text(), page.action);
  const back = await fetch(form.action, { method: "POST", body: form.fields, redirect: "manual" });
  return fetch(back.headers.get("location") ?? "");
}
