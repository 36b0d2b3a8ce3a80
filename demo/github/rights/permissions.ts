/** What a permission allows. `write` includes `read`, `admin` includes both. */
export type Access = "read" | "write" | "admin";
