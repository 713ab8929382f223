-- Which document speaks for which agency and year.
--
-- Given: listing(source_name, sha256), readings and refused (both with the
-- columns of `reports`), published(sha256, run_id), this_run(run_id),
-- several(agency_id): agencies whose name others may bear too; origin(source_name, source_url,
-- published_on, division, replaced): where files were fetched; placed(agency_id, division,
-- agency, placed_id, division_code): which of several agencies a site's division makes it;
-- governments(agency_id, government_id, government): whose office it is; store_cells.
--
-- A duplicate counts no cells: they stand once in the dataset, with the first copy.

CREATE TABLE found AS
WITH listed AS (
    SELECT source_name, sha256,
        row_number() OVER same_bytes AS copy,
        first(source_name) OVER same_bytes AS original
    FROM listing
    WHERE sha256 <> ''
    WINDOW same_bytes AS (PARTITION BY sha256 ORDER BY source_name)
)
SELECT r.* REPLACE (
        l.source_name AS source_name,
        CASE WHEN copy = 1 THEN report_id ELSE report_id || '-' || copy END AS report_id,
        coalesce(o.source_url, r.source_url) AS source_url,
        coalesce(r.published_on, o.published_on) AS published_on,
        coalesce(p.placed_id, r.agency_id) AS agency_id,
        coalesce(p.agency, r.agency) AS agency,
        coalesce(p.division_code, r.division_code) AS division_code,
        CASE WHEN p.agency IS NULL THEN r.agency_evidence
            ELSE concat_ws('; ', r.agency_evidence, 'site: ' || p.division) END
            AS agency_evidence
    ),
    r.report_id AS reading, copy, original, coalesce(o.replaced, false) AS replaced
FROM readings r
    JOIN listed l USING (sha256)
    LEFT JOIN origin o ON o.source_name = l.source_name
    LEFT JOIN placed p ON p.agency_id = r.agency_id AND p.division = o.division
UNION ALL BY NAME
SELECT *, report_id AS reading, 1 AS copy, source_name AS original, false AS replaced
FROM refused;

-- An agency's own figures and an aggregate are two observations, never versions of one
-- another: the aggregate of an office is its government's, another's is set aside. Where
-- no figure differs they are one report, whose scope one of its formats does not show.
CREATE TABLE apart AS
WITH pairs AS (
    SELECT w.report_id, w.reading AS whole, o.reading AS own
    FROM found w
        JOIN found o ON o.agency_id = w.agency_id AND o.year = w.year AND o.scope = 'own'
            AND o.state = 'accepted' AND o.copy = 1
    WHERE w.scope IN ('government_aggregate', 'system_aggregate')
        AND w.state = 'accepted' AND w.copy = 1 AND w.agency_id NOT IN (FROM several)
),
compared AS (
    SELECT p.report_id, p.own, count(*) FILTER (a.value <> b.value) AS differing
    FROM pairs p
        JOIN store_cells a ON a.report_id = p.whole
        JOIN store_cells b ON b.report_id = p.own AND b.section = a.section
            AND b."row" = a."row" AND b.applicant_type IS NOT DISTINCT FROM a.applicant_type
    GROUP BY ALL
)
SELECT report_id FROM compared GROUP BY report_id HAVING min(differing) > 0;

CREATE TABLE documents AS
WITH scoped AS (
    SELECT f.* REPLACE (
            coalesce(g.government_id, f.agency_id) AS agency_id,
            coalesce(g.government, f.agency) AS agency
        ),
        g.government_id IS NOT NULL AS moved,
        a.report_id IS NOT NULL AND g.government_id IS NULL AS mixed
    FROM found f
        LEFT JOIN apart a ON a.report_id = f.report_id
        LEFT JOIN governments g ON a.report_id IS NOT NULL AND g.agency_id = f.agency_id
            AND f.scope = 'government_aggregate'
),
ranked AS (
    SELECT *,
        state = 'accepted' AND copy = 1 AND NOT mixed AS eligible,
        row_number() OVER best AS place,
        first(source_name) OVER best AS current_name,
        -- Two reports under a name that several agencies bear need not be of one agency.
        state = 'accepted' AND copy = 1 AND agency_id IN (SELECT agency_id FROM several)
            AND count(*) OVER (
                PARTITION BY agency_id, year, state = 'accepted' AND copy = 1 AND NOT mixed
            ) > 1 AS unclear
    FROM scoped
    WINDOW best AS (
        PARTITION BY agency_id, year, state = 'accepted' AND copy = 1 AND NOT mixed
        -- What its site has replaced by another version speaks only where that cannot.
        ORDER BY replaced, cells_reported DESC, coalesce(published_on, signed_on) DESC NULLS LAST, source_name
    )
)
SELECT * EXCLUDE (
        run_id, copy, original, replaced, eligible, unclear, place, current_name, state, reason,
        cells_reported, cells_blank, cells_dash, cells_unreadable, cells_missing
    ),
    CASE WHEN copy > 1 THEN 0 ELSE COLUMNS('cells_.*') END,
    CASE WHEN copy > 1 THEN 'duplicate'
        WHEN unclear OR mixed THEN 'quarantined'
        WHEN eligible AND place > 1 THEN 'superseded'
        ELSE state END AS state,
    CASE WHEN copy > 1
            THEN '内容与 ' || original || ' 相同 / the same bytes as ' || original
        WHEN unclear
            THEN '几个机关同名，而文中未写明所属地区 / several agencies bear this name, '
                || 'and the text does not say of which place'
        WHEN mixed
            THEN '同一机构同一年度另有只计本机关的报告，汇总数字不与之合并'
                || ' / the agency has a report on its own figures for the year: the aggregate is'
                || ' not merged with it'
        WHEN eligible AND place > 1
            THEN '同一机构同一年度采用 ' || current_name
                || ' / for the same agency and year ' || current_name || ' is current'
        WHEN moved
            THEN '汇总数字归于政府，其办公室另有只计本机关的报告'
                || ' / the aggregate is the government''s: its office reports its own figures too'
        ELSE reason END AS reason,
    coalesce(published.run_id, this_run.run_id) AS run_id
FROM ranked
    LEFT JOIN published USING (sha256)
    CROSS JOIN this_run;

-- The name an agency last used; other names it reported under are its aliases.
CREATE TABLE named_agencies AS
SELECT agency_id,
    arg_max(agency, (year, source_name)) AS name,
    list_sort(list_distinct(list(agency))) AS names,
    arg_max(division_code, (year, source_name)) AS division_code
FROM documents
WHERE state = 'accepted'
GROUP BY agency_id
ORDER BY agency_id;
