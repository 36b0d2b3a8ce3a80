import { z } from "zod";
import { readGlob } from "./glob.ts";
import { Severity } from "./weakness.ts";

/** Names, not codes, and no others: they go into a prompt. */
export const COMMENT_LANGUAGES = [
  "Arabic",
  "Chinese",
  "Czech",
  "Dutch",
  "English",
  "French",
  "German",
  "Hindi",
  "Italian",
  "Japanese",
  "Korean",
  "Polish",
  "Portuguese",
  "Russian",
  "Spanish",
  "Swedish",
  "Turkish",
  "Ukrainian",
] as const;
const Labels = z.array(z.string().min(1).max(100)).max(50);
const Glob = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => readGlob(text) !== undefined, "not a glob that is known here");
const Globs = z.array(Glob).max(100);

/**
 * A repository's settings, `.github/reflexgen.yml` on the base side. Never an endpoint, a key or a prompt:
 * an unknown key is refused by its name, without its value.
 */
export const Policy = z.strictObject({
  include: Globs.optional().describe("Paths to review; all when absent."),
  exclude: Globs.default([]).describe("Paths that are not reviewed; they are named as not read."),
  onlyAi: z
    .boolean()
    .default(false)
    .describe(
      "Show the model only lines that an agent is known to have written; rules read every changed line all the same.",
    ),
  minimumSeverity: Severity.default("low").describe("Findings below are not reported."),
  suggestModelOnly: z.boolean().default(true).describe("Offer fixes whose repair only the model examined."),
  maxFiles: z.int().min(1).max(3000).default(300).describe("Most files of one review; the rest is named as not read."),
  maxUnits: z
    .int()
    .min(1)
    .max(5000)
    .default(500)
    .describe("Most units of code of one review; the rest is named as not read."),
  maxComments: z
    .int()
    .min(0)
    .max(50)
    .default(10)
    .describe(
      "Most comments in the diff that one review posts for medium and low findings; the rest is listed. High and critical ones have no limit.",
    ),
  skipLabels: Labels.default([]).describe("Pull requests with one of these labels are not reviewed."),
  onlyLabels: Labels.optional().describe("Only pull requests with one of these labels are reviewed; all when absent."),
  language: z
    .enum(COMMENT_LANGUAGES)
    .default("English")
    .describe("The language of what the model writes for people. Our own fixed words are English."),
  drafts: z.boolean().default(false).describe("Review draft pull requests too."),
  blockAt: z
    .union([Severity, z.literal("never")])
    .default("high")
    .describe("An open finding of at least this severity fails the check."),
  whenNotReviewed: z
    .enum(["neutral", "action_required", "failure"])
    .optional()
    .describe(
      "The check where something selected was not read. Absent: `failure` where branch rules require the check, else `neutral`.",
    ),
  learning: z
    .enum(["merged", "approved", "off"])
    .default("merged")
    .describe(
      "`merged`: the fixes that people merge become lessons of this repository; `approved`: they are proposed and wait; `off`: nothing is learned.",
    ),
  apply: z.boolean().default(true).describe("May people with write access ask the App to commit checked fixes?"),
  signOff: z.boolean().default(false).describe("Commits of the App carry a `Signed-off-by` of its own."),
});
export type Policy = z.infer<typeof Policy>;

/** In a repository, and in the organisation's own repository `.github`, as the platform's shared files are. */
export const POLICY_PATH = ".github/reflexgen.yml";
export const ORGANISATION_REPOSITORY = ".github";
export const DEFAULT_POLICY: Policy = Policy.parse({});

const Key = Policy.keyof();
export type PolicyKey = z.infer<typeof Key>;
export const POLICY_KEYS: readonly PolicyKey[] = Key.options;

/** A file of settings as it is written: only what it names counts. */
export const SettingsFile = Policy.extend({
  enforce: z
    .array(Key)
    .max(POLICY_KEYS.length)
    .default([])
    .describe(
      "Keys of which a repository can't have a value of its own. Heard in the organisation's repository .github alone.",
    ),
});
