/** As GitHub sends contents: lines of 60 characters, each with a line feed. */
export function wrappedBase64(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll(/.{1,60}/g, "$&\n");
}
