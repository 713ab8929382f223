-- What every rule's query is given: the accepted reports, and their figures.
--
-- `series` is the agency under all its names: agencies that a rename links are one.
-- `report_before` is the report on the year before of the same scope: the agency's own,
-- or where one report of the series stands in either year, that of the other name.
-- Mergers and transfers are not followed: their figures need not carry over.
CREATE OR REPLACE TEMP TABLE followed AS
WITH RECURSIVE renamed AS (
    SELECT from_id AS agency_id, to_id AS other FROM agency_links WHERE type = 'rename'
    UNION
    SELECT to_id, from_id FROM agency_links WHERE type = 'rename'
),
reached AS (
    SELECT agency_id, agency_id AS other FROM renamed
    UNION
    SELECT r.agency_id, n.other FROM reached r JOIN renamed n ON n.agency_id = r.other
),
placed AS (
    SELECT r.report_id, r.agency_id, r.year, r.scope, coalesce(s.series, r.agency_id) AS series,
        count(*) OVER (PARTITION BY coalesce(s.series, r.agency_id), r.year, r.scope) = 1 AS alone
    FROM reports r
    LEFT JOIN (SELECT agency_id, min(other) AS series FROM reached GROUP BY agency_id) s
        ON s.agency_id = r.agency_id
    WHERE r.state = 'accepted'
)
SELECT s.report_id, s.series, b.report_id AS report_before
FROM placed s
LEFT JOIN placed b ON b.series = s.series AND b.year = s.year - 1 AND b.scope = s.scope
    AND (b.agency_id = s.agency_id OR (b.alone AND s.alone));

CREATE OR REPLACE TEMP VIEW accepted AS FROM reports JOIN followed USING (report_id);

CREATE OR REPLACE TEMP VIEW figures AS
SELECT f.report_id, f.agency_id, f.year, r.scope, r.series, r.report_before, f.form, f.section, f."row",
    f.applicant_type, f.value, f.status, f.status = 'reported' AND f.value IS NOT NULL AS printed,
    CASE WHEN f.status IN ('blank', 'dash') THEN 0 ELSE f.value END AS counted
FROM facts f JOIN accepted r ON r.report_id = f.report_id;
