/** GitHub's tokens: installations' (both forms), people's, Apps' JWTs. */
const TOKENS = /gh[a-z]_[\w.-]{20,}|github_pat_\w{20,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g;

/** The text without any GitHub token, for logs and errors. */
export function redactTokens(text: string): string {
  return text.replaceAll(TOKENS, "[token]");
}
