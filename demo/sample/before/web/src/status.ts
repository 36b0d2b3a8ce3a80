export type Status = { number: string; place: string; note: string };

export async function loadStatus(number: string): Promise<Status> {
  const response = await fetch(`/parcels/${encodeURIComponent(number)}`);
  return (await response.json()) as Status;
}
