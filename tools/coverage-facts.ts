/** Short names of weaknesses; the whole ones are MITRE's and behind each link. A weakness without one is listed by its number. */
export const WEAKNESS_NAMES: Readonly<Record<number, string>> = {
  20: "Input not validated",
  22: "Path traversal",
  78: "Shell command or arguments from outside",
  79: "Script in web pages (XSS)",
  89: "SQL or NoSQL query from outside",
  90: "LDAP query from outside",
  94: "Code from outside is run",
  117: "Log lines from outside",
  125: "Read out of bounds",
  134: "Format text from outside",
  183: "List of allowed values too wide",
  190: "Integer overflow or narrowing",
  200: "Errors or secrets shown",
  201: "Secrets in what is sent",
  208: "Comparison whose time tells",
  242: "Function that can't be used safely",
  258: "Empty password",
  306: "Missing authentication",
  295: "TLS or host verification off",
  319: "Sent without encryption",
  322: "Host key not checked",
  327: "Weak hash or cipher",
  338: "Predictable randomness",
  346: "Origin not checked",
  347: "Signature not checked",
  352: "Cross-site request forgery",
  362: "Race between threads or requests",
  367: "Checked, then used",
  377: "Predictable temporary file",
  400: "No limit on what is used (ReDoS too)",
  409: "Decompression without a limit",
  416: "Use after free",
  434: "Upload of any file",
  467: "sizeof of a pointer",
  470: "Class chosen from outside",
  476: "Result or pointer not checked",
  489: "Debug mode",
  502: "Deserialisation of any object",
  548: "Directory listing",
  601: "Redirect chosen from outside",
  611: "External XML entities",
  640: "Weak password reset",
  643: "XPath query from outside",
  693: "Protection turned off",
  732: "Files open to all",
  754: "Unusual values not checked",
  772: "Resource never released",
  776: "XML entity expansion",
  787: "Write out of bounds",
  798: "Secret in the code",
  807: "Decision by what a client says",
  829: "Code from places that nobody vouches for",
  834: "Loop as long as a client says",
  838: "Text in the wrong encoding",
  840: "Wrong rule of the business",
  843: "Value of an unexpected type",
  862: "Missing authorisation",
  918: "Server-side request to a chosen address",
  942: "CORS open to all",
  943: "Query from outside (not SQL)",
  1004: "Cookie without Secure, HttpOnly or SameSite",
  1007: "Letters that look like others",
  1022: "Window opener left to the other page",
  1176: "Needless work",
  1204: "Constant nonce",
  1321: "Prototype pollution",
  1357: "Package that nobody vouches for",
  1427: "Prompt from outside",
};

export type Column = "python" | "javascript" | "java" | "go" | "c";

/** What is found without a rule file. */
export const FOUND_OTHERWISE: readonly { weakness: number; columns: readonly string[] }[] = [
  // core/secret-findings.ts: any text.
  { weakness: 798, columns: ["text"] },
  // core/package-findings.ts: manifests and imports.
  { weakness: 1357, columns: ["python", "javascript", "java", "go"] },
];

const MANAGED: readonly Column[] = ["python", "javascript", "java", "go"];

/** Where the language itself, or what it is used for, leaves no room for the weakness. */
export const DOES_NOT_OCCUR: readonly { weaknesses: readonly number[]; columns: readonly Column[] }[] = [
  { weaknesses: [125, 787, 416, 467, 131, 120], columns: MANAGED },
  { weaknesses: [134], columns: ["java", "go"] },
  { weaknesses: [190], columns: ["python"] },
  { weaknesses: [1321, 1022], columns: ["python", "java", "go", "c"] },
  { weaknesses: [502, 470], columns: ["c"] },
  { weaknesses: [79, 352, 601, 942, 1004, 346, 548, 1427, 1357], columns: ["c"] },
  { weaknesses: [470], columns: ["go"] },
  { weaknesses: [489], columns: ["c"] },
];

const ALL: readonly Column[] = ["python", "javascript", "java", "go", "c"];

/** What a look at one file by rules can't tell from code that is right: it depends on other files, on configuration, or on what was meant. */
export const NOT_VISIBLE: readonly { weaknesses: readonly number[]; columns: readonly Column[]; why: string }[] = [
  {
    weaknesses: [862],
    columns: ALL,
    why: "who may do what stands in the heads of people, or in middleware of other files",
  },
  {
    weaknesses: [287],
    columns: ["python", "javascript", "java", "c"],
    why: "whether a route is meant to be open is not in its code",
  },
  { weaknesses: [840], columns: ALL, why: "what the business wants is not in the code" },
  { weaknesses: [362], columns: ALL, why: "which code runs at the same time is decided elsewhere" },
  {
    weaknesses: [367],
    columns: ["python", "java", "go", "c"],
    why: "who else can reach the file in between is decided elsewhere",
  },
  { weaknesses: [125], columns: ["c"], why: "the sizes of buffers come from callers" },
  { weaknesses: [434], columns: ALL, why: "what is done with the file afterwards stands elsewhere" },
  { weaknesses: [352], columns: ["go"], why: "protection is middleware of other files" },
];
