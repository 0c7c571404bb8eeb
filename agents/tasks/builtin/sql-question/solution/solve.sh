#!/bin/bash
set -e
cd /app
sqlite3 -bail shop.db < shop.sql
cat > revenue.sql <<'END'
SELECT month, SUM(cents) AS cents FROM (
  SELECT substr(placed, 1, 7) AS month, COALESCE(pieces * cents, 0) AS cents FROM orders LEFT JOIN lines ON lines."order" = id WHERE NOT cancelled
  UNION ALL
  SELECT substr(paid, 1, 7), -cents FROM refunds
) GROUP BY month ORDER BY month;
END
cat > best.sql <<'END'
WITH sums AS (
  SELECT substr(placed, 1, 7) AS month, customer, SUM(pieces * cents) AS cents
  FROM orders JOIN lines ON lines."order" = id WHERE NOT cancelled GROUP BY 1, 2
), ranked AS (SELECT *, RANK() OVER (PARTITION BY month ORDER BY cents DESC) AS place FROM sums)
SELECT month, customer, name, cents FROM ranked JOIN customers ON id = customer WHERE place = 1 ORDER BY month, customer;
END
cat > lapsed.sql <<'END'
WITH newest AS (SELECT MAX(placed) AS day FROM orders WHERE NOT cancelled), last AS (
  SELECT customers.id AS customer, MAX(placed) AS day
  FROM customers LEFT JOIN orders ON customer = customers.id AND NOT cancelled GROUP BY customers.id
)
SELECT customer, CAST(julianday(newest.day) - julianday(last.day) AS INTEGER) AS days FROM last, newest
WHERE last.day IS NULL OR julianday(newest.day) - julianday(last.day) >= 90 ORDER BY customer;
END
cat > answer.sql <<'END'
WITH newest AS (SELECT MAX(placed) AS day FROM orders WHERE NOT cancelled), lapsed AS (
  SELECT customers.id AS customer
  FROM customers LEFT JOIN orders ON customer = customers.id AND NOT cancelled GROUP BY customers.id
  HAVING MAX(placed) IS NULL OR julianday((SELECT day FROM newest)) - julianday(MAX(placed)) >= 90
)
SELECT COALESCE(SUM(cents), 0) AS cents FROM (
  SELECT customer, pieces * cents AS cents FROM orders JOIN lines ON lines."order" = id WHERE NOT cancelled
  UNION ALL
  SELECT customer, -cents FROM refunds JOIN orders ON refunds."order" = id
) WHERE customer IN (SELECT customer FROM lapsed);
END
sqlite3 shop.db < answer.sql > answer.txt
cat answer.txt
