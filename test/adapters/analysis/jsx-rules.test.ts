import { afterAll, expect, it } from "@jest/globals";
import { openRealAnalysis } from "../../core/checks/setting.ts";

const analysis = openRealAnalysis();
afterAll(() => analysis.close());

it("rules about JSX leave plain TypeScript readable", async () => {
  const text =
    'export const routes = [{ path: "x", target: "_blank", href: "https://example.org" }];\nlocation.href = "/";\n';

  const { alerts } = await analysis.read({ path: "a.ts", language: "typescript", text }, { alerts: "all" });

  expect(alerts).toEqual([]);
});
