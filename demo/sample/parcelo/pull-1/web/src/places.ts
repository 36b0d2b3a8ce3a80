import type { Request, Response } from "express";
import { Pool } from "pg";

const pool = new Pool();

export async function searchPlaces(request: Request, response: Response): Promise<void> {
  const { rows } = await pool.query(`SELECT name FROM places WHERE city = '${request.query.city}' LIMIT 20`);
  response.json(rows);
}
