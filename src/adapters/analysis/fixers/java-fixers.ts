import type { MakeFixer } from "./fixer.ts";
import { argumentArrayJava } from "./java/argument-array-java.ts";
import { cookieSetterJava } from "./java/cookie-setter-java.ts";
import { htmlEscapeJava } from "./java/html-escape-java.ts";
import { secretFromEnvironmentJava } from "./java/secret-from-environment-java.ts";
import { secureRandomJava } from "./java/secure-random-java.ts";
import { sha256Java } from "./java/sha256-java.ts";
import { signedClaimsJava } from "./java/signed-claims-java.ts";
import { sqlPlaceholdersJava } from "./java/sql-placeholders-java.ts";

/** Repairs of Java, by the name that a rule uses. Loaded by name from fixers.ts. */
export const JAVA_FIXERS: Readonly<Record<string, MakeFixer>> = {
  "argument-array-java": argumentArrayJava,
  "cookie-setter-java": cookieSetterJava,
  "html-escape-java": htmlEscapeJava,
  "secret-from-environment-java": secretFromEnvironmentJava,
  "secure-random-java": secureRandomJava,
  "sha256-java": sha256Java,
  "signed-claims-java": signedClaimsJava,
  "sql-placeholders-java": sqlPlaceholdersJava,
};
