// The rows that the peers on Node.js read: one prepared statement for each kind, many keys at once.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import pg from "pg";

const asTimestamp = (text) => `${text.replace(" ", "T")}:00`;
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, asTimestamp);

export const typeDefs = readFileSync(new URL("schema.graphql", import.meta.url), "utf8");
export const pool = new pg.Pool({ max: Number(process.env.DATABASE_POOL_SIZE), options: "-c timezone=UTC" });
const pepper = Buffer.from(process.env.AUTH_KEY_PEPPER, "base64");

const CERTIFICATE = `id, guarantee_id AS "guaranteeId", handling_branch_id AS "handlingBranchId", status, reason,
  guarantee_number AS "guaranteeNumber", kind, amendment_number AS "amendmentNumber", issued_at AS "issuedAt",
  principal_name AS "principalName", principal_address AS "principalAddress", obligee_title AS "obligeeTitle", amount,
  expiry_date AS "expiryDate", deposit_bank AS "depositBank", surety_name AS "suretyName",
  surety_representative AS "suretyRepresentative"`;
const GUARANTEE = `id, contract_id AS "contractId", number, kind, medium, status, amount, expiry_date AS "expiryDate",
  deposit_bank AS "depositBank", issued_at AS "issuedAt"`;
const CONTRACT = `id, project_name AS "projectName", contract_type AS "contractType", contract_price AS "contractPrice",
  contract_date AS "contractDate", period_from AS "periodFrom", period_to AS "periodTo",
  advance_payment_planned AS "advancePaymentPlanned"`;

const read = async (name, text, values) => (await pool.query({ name, text, values })).rows;
const byKey = (keys, rows, column = "id") => {
  const found = new Map(rows.map((row) => [row[column], row]));
  return keys.map((key) => found.get(key) ?? null);
};

export async function certificateByKey(number, key) {
  const digest = createHmac("sha256", pepper).update(`${number}|${key}`).digest();
  const text = `SELECT ${CERTIFICATE} FROM certificate WHERE status = 'CURRENT' AND guarantee_id =
    (SELECT guarantee_id FROM auth_key WHERE digest = $1 AND status = 'ACTIVE')`;
  return (await read("by-key", text, [digest]))[0] ?? null;
}

export async function newestContracts(first) {
  const rows = await read("newest", `SELECT ${CONTRACT} FROM contract ORDER BY id DESC LIMIT $1`, [first + 1]);
  return { edges: rows.slice(0, first).map((node) => ({ node })), pageInfo: { hasNextPage: rows.length > first } };
}

export async function branches(ids) {
  const text = "SELECT id, code, name, telephone FROM branch WHERE id = ANY($1::uuid[])";
  return byKey(ids, await read("branches", text, [ids]));
}

export async function guarantees(ids) {
  return byKey(ids, await read("guarantees", `SELECT ${GUARANTEE} FROM guarantee WHERE id = ANY($1::uuid[])`, [ids]));
}

export async function contracts(ids) {
  return byKey(ids, await read("contracts", `SELECT ${CONTRACT} FROM contract WHERE id = ANY($1::uuid[])`, [ids]));
}

export async function guaranteesOf(contractIds) {
  const text = `SELECT ${GUARANTEE} FROM guarantee WHERE contract_id = ANY($1::uuid[]) ORDER BY id`;
  const groups = new Map(contractIds.map((id) => [id, []]));
  for (const row of await read("guarantees-of", text, [contractIds])) groups.get(row.contractId).push(row);
  return contractIds.map((id) => groups.get(id));
}

export async function certificatesOf(guaranteeIds) {
  const text = `SELECT ${CERTIFICATE} FROM certificate WHERE guarantee_id = ANY($1::uuid[]) AND status = 'CURRENT'`;
  return byKey(guaranteeIds, await read("certificates-of", text, [guaranteeIds]), "guaranteeId");
}
