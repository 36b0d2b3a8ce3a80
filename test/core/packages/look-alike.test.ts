import { describe, expect, it } from "@jest/globals";
import { popularPackages } from "../../../src/core/packages/data/popular-packages.ts";
import type { Ecosystem } from "../../../src/core/packages/ecosystem.ts";
import { looksLike } from "../../../src/core/packages/look-alike.ts";

describe("a name that is easily taken for another", () => {
  it.each<[string, Ecosystem]>([
    ["preact", "npm"],
    ["lodash-es", "npm"],
    ["nock", "npm"],
    ["knex", "npm"],
    ["my-own-package", "npm"],
    ["@express/js", "npm"],
    ["@eslint/js", "npm"],
    ["scapy", "pypi"],
    ["beautifulsoup", "pypi"],
    ["Python_Dateutil".toLowerCase(), "pypi"],
    ["github.com/go-chi/chi/v5", "go"],
    ["gopkg.in/yaml.v3", "go"],
    ["github.com/someone/mux", "go"],
    ["org.jetbrains.kotlin:kotlin-stdlib-jdk8", "maven"],
    ["x".repeat(10_000), "npm"],
    ["", "npm"],
  ])("is not %s", (name, ecosystem) => {
    expect(looksLike(name, ecosystem)).toBeUndefined();
  });

  it("is no name of our own list", () => {
    for (const ecosystem of ["npm", "pypi", "go", "maven"] as const)
      expect(popularPackages(ecosystem).filter((name) => looksLike(name, ecosystem))).toEqual([]);
  });

  it.each<[string, Ecosystem, string]>([
    ["lodahs", "npm", "lodash"],
    ["expresss", "npm", "express"],
    ["crossenv", "npm", "cross-env"],
    ["socketio", "npm", "socket.io"],
    ["angular-core", "npm", "@angular/core"],
    ["@typs/node", "npm", "@types/node"],
    ["reactjs", "npm", "react"],
    ["jsonwebtokne", "npm", "jsonwebtoken"],
    ["reqeusts", "pypi", "requests"],
    ["pythondateutil", "pypi", "python-dateutil"],
    ["beautifulsuop4", "pypi", "beautifulsoup4"],
    ["github.com/Sirupsen/logrus", "go", "github.com/sirupsen/logrus"],
    ["github.com/gorila/mux", "go", "github.com/gorilla/mux"],
    ["org.apache.logging.log4j:log4j-cor", "maven", "org.apache.logging.log4j:log4j-core"],
  ])("is %s", (name, ecosystem, meant) => {
    expect(looksLike(name, ecosystem)).toBe(meant);
  });
});
