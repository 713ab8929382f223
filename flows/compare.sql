-- What differs between two versions of the dataset.
--
-- Given: reports_*, facts_*, checks_* and rules_* of the sides `before` and `after`. Of facts
-- and checks only the years are given whose files differ.

-- Each report's figures as one number: the order of its cells does not matter.
CREATE TEMP TABLE figures AS
WITH sums AS (
    SELECT agency_id, year, 'before' AS side,
        bit_xor(hash(section, "row", applicant_type, value, status)) AS figures, count(*) AS cells
    FROM facts_before GROUP BY ALL
    UNION ALL
    SELECT agency_id, year, 'after',
        bit_xor(hash(section, "row", applicant_type, value, status)), count(*)
    FROM facts_after GROUP BY ALL
)
SELECT agency_id, year
FROM sums
GROUP BY agency_id, year
HAVING count(*) = 2 AND (min(figures) <> max(figures) OR min(cells) <> max(cells));

CREATE TABLE differing_cells AS
SELECT coalesce(a.agency_id, b.agency_id) AS agency_id, coalesce(a.agency, b.agency) AS agency,
    coalesce(a.year, b.year) AS year, coalesce(a.section, b.section) AS section,
    coalesce(a."row", b."row") AS "row",
    coalesce(a.applicant_type, b.applicant_type) AS applicant_type,
    b.value AS before, a.value AS after, b.status AS status_before, a.status AS status_after,
    coalesce(a.form, b.form) AS form
FROM (FROM facts_before SEMI JOIN figures USING (agency_id, year)) b
    FULL JOIN (FROM facts_after SEMI JOIN figures USING (agency_id, year)) a
        ON a.agency_id = b.agency_id AND a.year = b.year AND a.section = b.section
        AND a."row" = b."row" AND coalesce(a.applicant_type, '') = coalesce(b.applicant_type, '')
WHERE a.value IS DISTINCT FROM b.value OR a.status IS DISTINCT FROM b.status
ORDER BY agency, agency_id, year, section, "row", applicant_type;

CREATE TABLE differing_reports AS
WITH current_before AS (FROM reports_before WHERE state = 'accepted'),
current_after AS (FROM reports_after WHERE state = 'accepted'),
numbers AS (SELECT agency_id, year, count(*) AS cells FROM differing_cells GROUP BY ALL),
compared AS (
    SELECT coalesce(a.agency_id, b.agency_id) AS agency_id, coalesce(a.agency, b.agency) AS agency,
        coalesce(a.year, b.year) AS year,
        CASE WHEN b.agency_id IS NULL THEN 'came' WHEN a.agency_id IS NULL THEN 'went'
            WHEN n.cells > 0 THEN 'changed'
            WHEN a.sha256 <> b.sha256 THEN 'replaced' END AS change,
        coalesce(n.cells, 0) AS cells,
        b.source_name AS source_before, a.source_name AS source_after,
        coalesce(a.source_url, b.source_url) AS source_url, '' AS reason
    FROM current_before b
        FULL JOIN current_after a ON a.agency_id = b.agency_id AND a.year = b.year
        LEFT JOIN numbers n
            ON n.agency_id = coalesce(a.agency_id, b.agency_id)
            AND n.year = coalesce(a.year, b.year)
),
set_aside AS (
    SELECT agency_id, agency, year, 'set_aside' AS change, 0 AS cells, NULL AS source_before,
        source_name AS source_after, source_url, state || ': ' || coalesce(reason, '') AS reason
    FROM reports_after ANTI JOIN reports_before USING (sha256, source_name)
    WHERE state NOT IN ('accepted', 'duplicate')
)
SELECT change, agency_id, agency, year, cells, source_before, source_after, source_url, reason
FROM (FROM compared WHERE change IS NOT NULL UNION ALL BY NAME FROM set_aside)
ORDER BY change, agency, agency_id, year, source_before, source_after;

CREATE TABLE differing_findings AS
WITH found_before AS (
    SELECT c.agency_id, r.agency, c.year, identity_id, instance, severity, lhs, rhs
    FROM checks_before c JOIN reports_before r USING (report_id)
    WHERE r.state = 'accepted' AND verdict_blank_as_zero = 'fail'
),
found_after AS (
    SELECT c.agency_id, r.agency, c.year, identity_id, instance, severity, lhs, rhs
    FROM checks_after c JOIN reports_after r USING (report_id)
    WHERE r.state = 'accepted' AND verdict_blank_as_zero = 'fail'
),
differing AS (
    SELECT 'came' AS change, * FROM found_after
        ANTI JOIN found_before USING (agency_id, year, identity_id, instance)
    UNION ALL
    SELECT 'went', * FROM found_before
        ANTI JOIN found_after USING (agency_id, year, identity_id, instance)
),
named AS (
    FROM rules_after
    UNION ALL
    FROM rules_before ANTI JOIN rules_after USING (rule_id)
)
SELECT d.*, coalesce(zh, '') AS zh, coalesce(en, '') AS en
FROM differing d LEFT JOIN named ON rule_id = identity_id
ORDER BY change, agency, agency_id, year, identity_id, instance;
