/** The address by which GitHub knows an account without telling its own. */
export function noreply({ id, login }: { id: number; login: string }): string {
  return `${id}+${login.replace(/[^\w[\]-]/g, "")}@users.noreply.github.com`;
}
