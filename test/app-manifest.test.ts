import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { Octokit } from "@octokit/rest";
import { readAppManifest, registrationForm, type AppManifest } from "../src/adapters/host/app-manifest.ts";
import { renderSetupPage } from "../src/report/setup-page.ts";
import { GRAPHQL, HEARD, OPERATIONS, ROUTES, type Right } from "./app-operations.ts";

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

function operationRoute(name: string): string {
  const [scope = "", method = ""] = name.split(".");
  const operation: unknown = Reflect.get(Object(Reflect.get(client.rest, scope)), method);
  if (typeof operation !== "function" || !("endpoint" in operation)) throw new Error(`octokit has no ${name}`);
  const { DEFAULTS } = operation.endpoint as { DEFAULTS: { method: string; url: string } };
  return routeOf(`${DEFAULTS.method} ${DEFAULTS.url}`);
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

  it("holds nothing that GitHub's table knows better", () => {
    expect(Object.keys(ROUTES).filter((route) => known.some((row) => row.route === route))).toEqual([]);
  });

  it("holds every REST operation that the source calls", () => {
    const listed = new Set<string>(Object.values(OPERATIONS).flat());
    const routes = new Set([...listed].map(operationRoute));
    const named = calls(/\brest\.(\w+)\.(\w+)\b/g).filter(({ what }) => !listed.has(what));
    const written = calls(/"((?:GET|POST|PUT|PATCH|DELETE) \/[^"\s]*)"/g).filter(
      ({ what }) => !routes.has(routeOf(what)) && !(routeOf(what) in ROUTES),
    );

    expect([...named, ...written]).toEqual([]);
  });

  it("holds every field of GraphQL that the source changes or that asks for a right of its own", () => {
    const mutations = calls(/\bmutation\b[^{]{0,300}\{\s*(\w+)/g);

    expect(mutations.filter(({ what }) => !(what in GRAPHQL))).toEqual([]);
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
