import type { FoundSecret } from "./found-secret.ts";
import { isPlaceholder } from "./is-placeholder.ts";
import { entropyBits } from "./randomness.ts";

/**
 * Forms that issuers document, and values whose place says what they are. A group `(?<value>…)` is the secret, else
 * the whole match. Every repetition is bounded.
 */
const FORMS: { kind: string; form: RegExp }[] = [
  {
    kind: "github-token",
    form: /(?<![\w-])(?:gh[pour]_[A-Za-z0-9]{36,255}|ghs_[A-Za-z0-9_.-]{36,700}|github_pat_\w{40,255})/g,
  },
  { kind: "gitlab-token", form: /(?<![\w-])gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\w-]{20,300}/g },
  { kind: "anthropic-key", form: /(?<![\w-])sk-ant-[\w-]{20,200}/g },
  { kind: "openai-key", form: /(?<![\w-])sk-(?=[\w-]{0,200}\d)(?=[\w-]{0,200}[A-Z])[\w-]{20,220}/g },
  { kind: "aws-access-key", form: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/g },
  { kind: "google-api-key", form: /(?<![\w-])(?:AIza[\w-]{35}|GOCSPX-[\w-]{28}|ya29\.[\w-]{20,500})(?![\w-])/g },
  { kind: "slack-token", form: /(?<![\w-])(?:xox[abceprs]|xapp)-[A-Za-z0-9-]{10,300}/g },
  {
    kind: "slack-webhook",
    form: /hooks\.slack\.com\/(?:services|workflows)\/(?<value>[A-Za-z0-9]{8,20}\/[A-Za-z0-9]{8,20}\/[A-Za-z0-9/]{16,60})/g,
  },
  { kind: "discord-webhook", form: /discord(?:app)?\.com\/api\/webhooks\/\d{15,25}\/(?<value>[\w-]{60,100})/g },
  { kind: "sendgrid-key", form: /(?<![\w-])SG\.[\w-]{16,32}\.[\w-]{16,64}/g },
  { kind: "stripe-key", form: /(?<!\w)(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,120}/g },
  { kind: "npm-token", form: /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/g },
  { kind: "pypi-token", form: /(?<![\w-])pypi-[\w-]{50,300}/g },
  { kind: "hugging-face-token", form: /(?<!\w)hf_[A-Za-z0-9]{30,60}(?!\w)/g },
  { kind: "digitalocean-token", form: /(?<!\w)do[opr]_v1_[a-f0-9]{64}/g },
  { kind: "shopify-token", form: /(?<!\w)shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}/g },
  { kind: "databricks-token", form: /(?<!\w)dapi[a-f0-9]{32}(?:-\d)?(?!\w)/g },
  { kind: "vault-token", form: /(?<![\w.])hv[sbr]\.[\w-]{24,300}/g },
  { kind: "telegram-token", form: /(?<!\w)\d{8,10}:AA[\w-]{33}(?![\w-])/g },
  { kind: "twilio-key", form: /(?<!\w)SK[a-f0-9]{32}(?!\w)/g },
  { kind: "mailgun-key", form: /(?<![\w-])key-[a-f0-9]{32}(?!\w)/g },
  { kind: "age-key", form: /AGE-SECRET-KEY-1[A-Z0-9]{58}/g },
  { kind: "azure-key", form: /(?:AccountKey|SharedAccessKey)=(?<value>[A-Za-z0-9+/]{40,100}={0,2})/g },
  { kind: "json-web-token", form: /(?<![\w-])eyJ[\w-]{10,1000}\.eyJ[\w-]{10,4000}\.[\w-]{10,1000}/g },
  { kind: "bearer-token", form: /\b(?:Bearer|Basic)[ \t]{1,3}(?<value>(?=[\w.~+/-]{0,80}\d)[\w.~+/-]{16,800}={0,2})/g },
  {
    kind: "password",
    form: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'`<>(){}]{0,100}:(?<value>[^\s/@"'`<>{}()]{2,200})@(?=[\w[.%$-])/gi,
  },
  {
    kind: "password",
    form: /(?<=[;"'`][ \t]?)(?:password|pwd)[ \t]?=[ \t]?(?<value>[^;"'`\s{}<>()/][^;"'`\s{}<>()]{3,100})(?=;|["'`])/gi,
  },
];

/** Below it a value is too regular to be anybody's key. Passwords in URLs are people's, and may be. */
const MIN_ENTROPY_BITS = 2.5;

export function tokenSecrets(text: string): FoundSecret[] {
  return FORMS.flatMap(({ kind, form }) =>
    [...text.matchAll(form)]
      .map((match) => {
        const value = match.groups?.["value"] ?? match[0];
        const start = match.index + match[0].lastIndexOf(value);
        return { kind, value, start, end: start + value.length };
      })
      .filter(({ value }) => !isPlaceholder(value) && (kind === "password" || entropyBits(value) >= MIN_ENTROPY_BITS))
      .map(({ kind, start, end }) => ({ kind, start, end })),
  );
}
