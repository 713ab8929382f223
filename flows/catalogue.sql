CREATE VIEW facts_labelled AS
SELECT f.agency_id, f.agency, f.year, f.section, f."row", f.applicant_type, f.value, f.status,
    f.unit, c.zh, c.en, c.position, f.form, f.report_id
FROM facts f
    LEFT JOIN codebook c
        ON c.form = f.form AND c.section = f.section AND c."row" = f."row"
        AND c.applicant_type IS NOT DISTINCT FROM f.applicant_type;

CREATE VIEW refusals AS
SELECT agency_id, agency, year, "row" AS reason,
    split_part(zh, '·', 1) AS reason_zh,
    trim(split_part(en, ':', 2)) AS reason_en,
    coalesce(applicant_type, 'total') AS applicant_type, value, status, form, report_id
FROM facts_labelled
WHERE (section = 'requests' AND starts_with("row", 'refused.'))
    OR (section = 'on_request' AND starts_with("row", 'ref_'));

CREATE VIEW violations AS
SELECT r.agency_id, r.agency, r.year, c.identity_id, c.instance, c.lhs, c.rhs, c.residual,
    i.zh, i.en, c.severity, c.cause, c.diagnosis, c.suspect, c.suspect_value,
    r.source_name, c.report_id
FROM checks c
    JOIN reports r ON r.report_id = c.report_id AND r.state = 'accepted'
    JOIN identities i
        ON i.identity_id = c.identity_id AND i.form = r.form AND i.instance = c.instance
WHERE c.verdict_strict = 'fail'
ORDER BY r.year, r.agency_id, c.identity_id, c.instance;

CREATE VIEW facts_corrected AS
SELECT f.* REPLACE (
        CASE WHEN c.number IS NULL THEN f.value ELSE c.proposed END AS value,
        CASE WHEN c.number IS NULL THEN f.status ELSE 'reported' END AS status
    ),
    f.value AS published, c.number IS NOT NULL AS corrected, c.reason
FROM facts f
    LEFT JOIN corrections c ON c.outcome = 'applies' AND c.report_id = f.report_id
        AND c.section = f.section AND c."row" = f."row"
        AND c.applicant_type IS NOT DISTINCT FROM f.applicant_type;

CREATE VIEW findings AS
SELECT r.agency_id, r.agency, r.year, c.identity_id AS rule_id, c.instance, c.severity, u.scope,
    u.zh, u.en, c.lhs, c.rhs, c.residual, c.cause, c.diagnosis, c.suspect, c.suspect_value,
    c.evidence, r.source_name, c.report_id
FROM checks c
    JOIN reports r ON r.report_id = c.report_id AND r.state = 'accepted'
    JOIN rules u ON u.rule_id = c.identity_id
WHERE c.verdict_blank_as_zero = 'fail'
ORDER BY r.year, r.agency_id, c.report_id, c.identity_id, c.instance;

-- What was tried is what the document and its address say; nothing of it decided.
CREATE VIEW unresolved AS
SELECT u.kind, r.report_id, r.source_name, r.year, r.agency, r.agency_id, r.state, r.reason,
    concat_ws('; ', 'title: ' || r.title, 'issuer: ' || r.issuer, 'read: ' || r.agency_evidence,
        'address: ' || r.source_url, 'scope: ' || r.scope, 'division: ' || r.division_code,
        'type: ' || a.type, 'level: ' || a.level) AS tried
FROM reports r
    LEFT JOIN agencies a ON a.agency_id = r.agency_id
    CROSS JOIN LATERAL (SELECT CASE
        WHEN r.form IS NULL OR r.state NOT IN ('accepted', 'quarantined') THEN NULL
        WHEN r.agency_id IS NULL THEN 'agency'
        WHEN r.state = 'quarantined' AND r.year IS NOT NULL AND r.cells_reported > 0
            THEN if(r.scope IN ('government_aggregate', 'system_aggregate'), 'scope', 'place')
        WHEN r.state = 'accepted' AND a.division_code IS NULL AND a.level = 'unknown' THEN 'place'
        WHEN r.state = 'accepted' AND a.type = 'unknown' THEN 'type'
        END AS kind) u
WHERE u.kind IS NOT NULL
ORDER BY u.kind, r.agency, r.year, r.source_name;

CREATE MACRO series(agency_pattern, row_code) AS TABLE
SELECT agency, year, section, "row", applicant_type, value, status, unit, zh, en
FROM facts_labelled
WHERE agency LIKE agency_pattern AND "row" = row_code
ORDER BY agency, year, position;
