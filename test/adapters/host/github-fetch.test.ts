import { expect, it } from "@jest/globals";
import nock from "nock";
import { openOctokit } from "../../../src/adapters/host/octokit.ts";

it("reads lists that come with a count, to their last page", async () => {
  const page = (id: number) => ({ total_count: 2, repositories: [{ id }] });
  nock("https://api.github.com")
    .get("/installation/repositories")
    .query({ per_page: 1 })
    .reply(200, page(1), { link: '<https://api.github.com/installation/repositories?per_page=1&page=2>; rel="next"' })
    .get("/installation/repositories")
    .query({ per_page: 1, page: 2 })
    .reply(200, page(2));
  const octokit = openOctokit({ token: "t" });

  const rows = await octokit.paginate(octokit.rest.apps.listReposAccessibleToInstallation, { per_page: 1 });

  expect(rows.map(({ id }) => id)).toEqual([1, 2]);
});
