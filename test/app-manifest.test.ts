import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { Octokit } from "@octokit/rest";
import { readAppManifest, registrationForm, type AppManifest } from "../src/adapters/host/app-manifest.ts";
import { renderSetupPage } from "../src/report/setup-page.ts";
import { EVENT_NAMES } from "../src/app/read-event.ts";
import { GRAPHQL, HEARD, OPERATIONS, ROUTES, WRITTEN, type Right } from "./app-operations.ts";

const root = join(import.meta.dirname, "..");
const review = await readAppManifest(join(root, "app.yml"));
const apply = await readAppManifest(join(root, "app-apply.yml"));

/** GitHub's table of endpoints: the routes of each right. Names of parameters differ between it and the client, and mean nothing. */
const { permissions: table } = (
  createRequire(import.meta.url)("@octokit/app-permissions") as {
    "api.github.com": { permissions: Record<string, Record<"read" | "write", string[]>> };
  }
)["api.github.com"];
const routeOf = (route: string) => route.replace(/\{[^}]*\}/g, "{}");
const known = Object.entries(table).flatMap(([name, routes]) =>
  (["read", "write"] as const).flatMap((access) =>
    routes[access].map((route) => ({ route: routeOf(route), right: `${name}:${access}` })),
  ),
);

const client = new Octokit();

/** Whatever wants a right: an operation, a field of GraphQL, an event. Any one of its rights will do. */
type Need = { what: string; rights: readonly Right[] };

const operations = (form: keyof typeof OPERATIONS): Need[] =>
  OPERATIONS[form].map((name) => ({ what: name, rights: rightsOf(operationRoute(name)) }));
const fields = (...forms: string[]): Need[] =>
  Object.entries(GRAPHQL)
    .filter(([, { form }]) => forms.includes(form))
    .map(([what, { rights }]) => ({ what, rights }));
const events: Need[] = Object.entries(HEARD).flatMap(([what, { rights }]) =>
  rights === "every App" ? [] : [{ what: `event ${what}`, rights }],
);

const needsOfReview = [...operations("review"), ...fields("review"), ...events];
const needsOfApply = [...needsOfReview, ...operations("apply"), ...fields("apply")];

function operationOf(name: string): { method: string; url: string } | undefined {
  const [scope = "", method = ""] = name.split(".");
  const operation: unknown = Reflect.get(Object(Reflect.get(client.rest, scope)), method);
  if (typeof operation !== "function" || !("endpoint" in operation)) return undefined;
  return (operation.endpoint as { DEFAULTS: { method: string; url: string } }).DEFAULTS;
}

function operationRoute(name: string): string {
  const operation = operationOf(name);
  if (operation === undefined) throw new Error(`octokit has no ${name}`);
  return routeOf(`${operation.method} ${operation.url}`);
}

function rightsOf(route: string): readonly Right[] {
  const found = known.filter((row) => row.route === route).map(({ right }) => right);
  return found.length > 0 ? found : (ROUTES[route]?.rights ?? []);
}

function missing(needs: readonly Need[], permissions: AppManifest["default_permissions"]): string[] {
  const has = (right: Right) => {
    const [name = "", access] = right.split(":");
    return permissions[name] === "write" || permissions[name] === access;
  };
  return needs.filter(({ rights }) => !rights.some(has)).map(({ what }) => what);
}

/** Each right of a manifest that could be lowered, or left out, without anything missing. */
function needless(needs: readonly Need[], permissions: AppManifest["default_permissions"]): string[] {
  return Object.entries(permissions).flatMap(([name, access]) => {
    const { [name]: _, ...others } = permissions;
    const lower = access === "write" ? { ...others, [name]: "read" as const } : others;
    return missing(needs, lower).length === 0 ? [`${name}:${access}`] : [];
  });
}

const source = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => ({ path, text: readFileSync(join(root, "src", path), "utf8") }));
const calls = (pattern: RegExp) =>
  source.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map((match) => ({ path, what: match.slice(1).join(".") })),
  );
/** Whatever is called by the name of one of the client's operations, from `octokit.rest` or taken out of it. */
const called = calls(/\b(\w+)\.(\w+)\b/g).filter(
  ({ path, what }) => path.startsWith("adapters/host/") && operationOf(what) !== undefined,
);
/** Routes that are written out, as a text or as a template. */
const requested = calls(/\brequest\(\s*["`]([A-Z]+ [^"`]+)["`]/g);

describe("each form of the App", () => {
  it.each([
    ["review", review, needsOfReview],
    ["review and apply", apply, needsOfApply],
  ] as const)(
    "has every right that it needs, and none that it doesn't: %s",
    (_, { default_permissions: rights }, needs) => {
      expect(missing(needs, rights)).toEqual([]);
      expect(needless(needs, rights)).toEqual([]);
    },
  );

  it("differs in one right only: to write contents, for committing and for resolving threads", () => {
    const { description: _, default_permissions: rights, ...rest } = apply;

    expect({ ...rest, default_permissions: { ...rights, contents: "read" } }).toEqual({
      ...review,
      description: undefined,
    });
    expect(rights["contents"]).toBe("write");
    expect(Object.keys(rights)).not.toContain("workflows");
  });

  it("subscribes to what is heard and to nothing else; what every App gets is not named, for GitHub refuses that", () => {
    const subscribed = Object.keys(HEARD).filter((name) => HEARD[name]?.rights !== "every App");

    expect(Object.keys(HEARD).toSorted()).toEqual(EVENT_NAMES.toSorted());
    expect(review.default_events.toSorted()).toEqual(subscribed.toSorted());
    expect(apply.default_events).toEqual(review.default_events);
  });

  it("tells the person what each right is for", () => {
    for (const manifest of [review, apply]) {
      const rights = Object.entries(manifest.default_permissions).map(([name, access]) => ({ name, access }));
      const shown = renderSetupPage({
        name: "x",
        action: "https://github.com/settings/apps/new",
        manifest: "{}",
        rights,
        webhookUrl: undefined,
        nonce: "x",
      });

      expect(shown.match(/<td>(?:read|write)<\/td><td>[^<]{10,}<\/td>/g)).toHaveLength(rights.length);
    }
  });
});

describe("the list of operations", () => {
  it("names a right, from GitHub's table or with its source, for every one on an installation", () => {
    const unknown = [...needsOfApply].filter(({ rights }) => rights.length === 0);

    expect(unknown.map(({ what }) => what)).toEqual([]);
  });

  it("holds nothing that GitHub's table knows better, or that nobody calls", () => {
    const routes = new Set(Object.values(OPERATIONS).flat().map(operationRoute));

    expect(Object.keys(ROUTES).filter((route) => !routes.has(route))).toEqual([]);
    expect(Object.keys(ROUTES).filter((route) => known.some((row) => row.route === route))).toEqual([]);
  });

  it("holds every REST operation that the source calls, and no other", () => {
    const listed = Object.values(OPERATIONS).flat();
    const names = new Set(called.map(({ what }) => what));
    const written = new Set(requested.map(({ what }) => WRITTEN[what] ?? what));

    expect(called.filter(({ what }) => !new Set<string>(listed).has(what))).toEqual([]);
    expect([...written].filter((name) => !new Set<string>(listed).has(name))).toEqual([]);
    expect(listed.filter((name) => !names.has(name) && !written.has(name))).toEqual([]);
  });

  it("holds every field of GraphQL that the source changes or that asks for a right of its own", () => {
    const mutations = calls(/\bmutation\b[^{]{0,300}\{\s*(\w+)/g);

    expect(mutations.filter(({ what }) => !(what in GRAPHQL))).toEqual([]);
    for (const field of Object.keys(GRAPHQL)) expect(source.some(({ text }) => text.includes(field))).toBe(true);
  });
});

describe("the form for GitHub's page", () => {
  it("always has an address for events, since GitHub refuses a webhook without", () => {
    const form = JSON.parse(
      registrationForm(review, { name: "mine", redirectUrl: "http://127.0.0.1:1/x", webhookUrl: undefined }),
    ) as Record<string, unknown>;

    expect(form).toMatchObject({
      name: "mine",
      redirect_url: "http://127.0.0.1:1/x",
      hook_attributes: { url: "https://reflexgen.invalid/poll", active: true },
      default_permissions: review.default_permissions,
      public: false,
    });
  });
});
