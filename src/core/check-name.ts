/** The name of our check run. It is the key of branch protection rules: it never changes. */
export const CHECK_NAME = "ReflexGen";
