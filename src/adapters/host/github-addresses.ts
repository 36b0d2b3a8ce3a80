import type { GitHubAddresses } from "../../core/app-registration.ts";
import { UserError } from "../../core/errors.ts";
import { isLoopback } from "./is-loopback.ts";

/**
 * Pages and API of github.com, of GitHub Enterprise Cloud with its own domain (`NAME.ghe.com`), or of a GitHub Enterprise Server.
 *
 * @see https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency/about-storage-of-your-data-with-data-residency
 * @throws UserError when `address` is no server's address, or keys would travel unencrypted.
 */
export function githubAddresses(address: string): GitHubAddresses {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== "/" || url.search || url.hash || url.username)
    throw new UserError("--github has the form https://github.example.com");
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    throw new UserError("--github must be https: the App's key comes from there");
  if (url.hostname === "github.com") return { webUrl: "https://github.com", apiUrl: "https://api.github.com" };
  if (url.hostname.endsWith(".ghe.com")) return { webUrl: url.origin, apiUrl: `https://api.${url.host}` };
  return { webUrl: url.origin, apiUrl: `${url.origin}/api/v3` };
}
