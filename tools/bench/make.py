"""Seeded records of the benchmark as Parquet: about 3 approvals a contract, 5 follow-ups a customer, 4 contracts a customer.

Faults lie where a hash of the row says so: the same number of contracts always gives the same records.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

ROLES = ("legal", "sales-manager", "finance", "general-manager")

LUCK = "CREATE MACRO luck(i, salt, most) AS CAST(hash(i * 1000003 + salt) % most AS BIGINT)"
DAY = "CREATE MACRO day(n) AS DATE '2025-02-01' + CAST(n AS INTEGER)"
ROLE = f"CREATE MACRO role_of(step) AS ({list(ROLES)!r})[step]"

CUSTOMER = """
SELECT 'C' || lpad(i::VARCHAR, 8, '0') AS customer_no, ['A', 'B', 'C'][1 + luck(i, 1, 3)] AS class, day(luck(i, 2, 380)) AS contacted_at
FROM range({contracts} // 4) t(i)"""

CONTRACT = """
SELECT 'HT' || lpad(i::VARCHAR, 8, '0') AS contract_no, 'C' || lpad((i // 4)::VARCHAR, 8, '0') AS customer_no,
  CASE WHEN luck(i, 3, 2000) > 0 THEN 'Contract ' || luck(i, 4, 5000) END AS title,
  'S' || lpad((CASE WHEN luck(i, 5, 4000) = 0 AND i > 0 THEN i - 1 ELSE i END)::VARCHAR, 8, '0') AS serial,
  CASE WHEN luck(i, 6, 2000) > 0 THEN '1' || lpad(luck(i, 7, 10000000000)::VARCHAR, 10, '0') ELSE '1' || luck(i, 7, 1000000) END AS phone,
  CASE WHEN luck(i, 8, 2000) > 0 THEN ['north', 'south', 'east', 'west'][1 + luck(i, 9, 4)] ELSE 'nowhere' END AS region,
  CAST(CASE WHEN luck(i, 10, 2000) > 0 THEN luck(i, 11, 31) ELSE 31 + luck(i, 11, 60) END AS INTEGER) AS discount,
  CAST([0, 100000, 500000][1 + luck(i, 12, 3)] + luck(i, 13, 9000000) / 100 AS DECIMAL(18, 2)) AS amount,
  'E' || lpad((400 + luck(i, 14, 100))::VARCHAR, 4, '0') AS drafted_by, day(luck(i, 15, 440)) AS drafted_at,
  CASE WHEN luck(i, 16, 20) > 0 THEN day(luck(i, 15, 440) + 6 + luck(i, 17, 20)) END AS signed_at
FROM range({contracts}) t(i)"""

APPROVAL = """
WITH asked AS (
  SELECT i, step, luck(i, 15, 440) AS drafted, luck(i, 17, 20) AS took, luck(i, 20, 10000) AS fault, 1 + luck(i, 21, 2 + luck(i, 12, 3)) AS at_step
  FROM range({contracts}) t(i), range(1, 5) s(step) WHERE step <= 2 + luck(i, 12, 3))
SELECT 'A' || lpad((i * 4 + step)::VARCHAR, 9, '0') AS approval_no, 'HT' || lpad(i::VARCHAR, 8, '0') AS contract_no,
  role_of(step) AS role, 'approved' AS decision,
  CASE WHEN step = at_step AND fault BETWEEN 10 AND 19 THEN 'E' || lpad((350 + luck(i, 22, 40))::VARCHAR, 4, '0')
       WHEN step = at_step AND fault BETWEEN 20 AND 29 THEN 'E' || lpad(((step - 1) * 60 + 30 + luck(i, 22, 30))::VARCHAR, 4, '0')
       WHEN step = at_step AND fault BETWEEN 30 AND 59 THEN 'E' || lpad((240 + (step - 1) * 10 + luck(i, 22, 10))::VARCHAR, 4, '0')
       WHEN step = at_step AND fault BETWEEN 60 AND 69 THEN 'E' || lpad((400 + luck(i, 14, 100))::VARCHAR, 4, '0')
       ELSE 'E' || lpad(((step - 1) * 60 + luck(i, 22, 30))::VARCHAR, 4, '0') END AS approver,
  day(drafted + CASE WHEN step = at_step AND fault BETWEEN 70 AND 79 THEN 6 + took + 1 + luck(i, 23, 9)
                     WHEN step = at_step AND fault BETWEEN 80 AND 89 AND step > 1 THEN 0
                     ELSE step END) AS decided_at
FROM asked WHERE NOT (step = at_step AND fault < 10)"""

FOLLOW_UP = """
SELECT 'F' || lpad((i * 5 + n)::VARCHAR, 9, '0') AS follow_up_no, 'C' || lpad(i::VARCHAR, 8, '0') AS customer_no,
  day(luck(i, 2, 380) + n * 20 + CASE WHEN luck(i, 30, 500) = 0 THEN 16 + luck(i, 31, 4) ELSE 1 + luck(i, 31, 2) END) AS at
FROM range({contracts} // 4) t(i), range(5) s(n)"""

APPOINTMENT = """
SELECT 'P' || i AS appointment_no, 'E' || lpad(i::VARCHAR, 4, '0') AS employee, role_of(1 + i // 60) AS role, DATE '2024-01-01' AS from_date,
  CASE WHEN i % 60 >= 30 THEN DATE '2025-08-31' END AS to_date
FROM range(240) t(i)"""

DELEGATION = """
SELECT 'D' || (step * 10 + n) AS delegation_no, 'E' || lpad((step * 60 + n)::VARCHAR, 4, '0') AS giver,
  'E' || lpad((240 + step * 10 + n)::VARCHAR, 4, '0') AS receiver, role_of(step + 1) AS role, DATE '2025-01-01' AS from_date,
  CASE WHEN n % 2 = 0 THEN DATE '2025-10-31' ELSE DATE '2026-12-31' END AS to_date
FROM range(4) s(step), range(10) t(n)"""

TABLES = {
    "customer": CUSTOMER, "contract": CONTRACT, "approval": APPROVAL, "follow_up": FOLLOW_UP,
    "appointment": APPOINTMENT, "delegation": DELEGATION,
}


def make(folder: Path, contracts: int) -> Path:
    """Write what is not there yet; the folder's name tells the number of contracts."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    for macro in (LUCK, DAY, ROLE):
        connection.execute(macro)
    for name, query in TABLES.items():
        file = folder / f"{name}.parquet"
        if not file.is_file():
            made = file.with_suffix(".part")
            connection.execute(f"COPY ({query.format(contracts=contracts)}) TO '{made.as_posix()}' (FORMAT parquet)")
            made.replace(file)
    return folder


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
