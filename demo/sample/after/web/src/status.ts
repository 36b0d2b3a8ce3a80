import { createHash } from "node:crypto";
import type { Request, Response } from "express";
import { Pool } from "pg";

const pool = new Pool();

export type Status = { number: string; place: string; note: string };

export async function loadStatus(number: string): Promise<Status> {
  const response = await fetch(`/parcels/${encodeURIComponent(number)}`);
  return (await response.json()) as Status;
}

export function showStatus(element: HTMLElement, status: Status): void {
  element.innerHTML = status.note;
}

export async function searchPlaces(request: Request, response: Response): Promise<void> {
  const { rows } = await pool.query(`SELECT name FROM places WHERE city = '${request.query.city}' LIMIT 20`);
  response.json(rows);
}

export function hashPassword(password: string): string {
  return createHash("md5").update(password).digest("hex");
}

export function newSessionId(): string {
  const sessionId = Math.random().toString(36).slice(2);
  return sessionId;
}
