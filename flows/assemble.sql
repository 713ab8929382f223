-- Which document speaks for which agency and year.
--
-- Given: listing(source_name, sha256), readings and refused (both with the
-- columns of `reports`), published(sha256, run_id), this_run(run_id),
-- several(agency_id): agencies whose name others may bear too.
--
-- A duplicate counts no cells: they stand once in the dataset, with the first copy.

CREATE TABLE documents AS
WITH listed AS (
    SELECT source_name, sha256,
        row_number() OVER same_bytes AS copy,
        first(source_name) OVER same_bytes AS original
    FROM listing
    WHERE sha256 <> ''
    WINDOW same_bytes AS (PARTITION BY sha256 ORDER BY source_name)
),
found AS (
    SELECT r.* REPLACE (
            l.source_name AS source_name,
            CASE WHEN copy = 1 THEN report_id ELSE report_id || '-' || copy END AS report_id
        ),
        r.report_id AS reading, copy, original
    FROM readings r JOIN listed l USING (sha256)
    UNION ALL BY NAME
    SELECT *, report_id AS reading, 1 AS copy, source_name AS original FROM refused
),
ranked AS (
    SELECT *,
        state = 'accepted' AND copy = 1 AS eligible,
        row_number() OVER best AS place,
        first(source_name) OVER best AS current_name,
        -- Two reports under a name that several agencies bear need not be of one agency.
        state = 'accepted' AND copy = 1 AND agency_id IN (SELECT agency_id FROM several)
            AND count(*) OVER (PARTITION BY agency_id, year, state = 'accepted' AND copy = 1) > 1
            AS unclear
    FROM found
    WINDOW best AS (
        PARTITION BY agency_id, year, state = 'accepted' AND copy = 1
        ORDER BY cells_reported DESC, coalesce(published_on, signed_on) DESC NULLS LAST, source_name
    )
)
SELECT * EXCLUDE (
        run_id, copy, original, eligible, unclear, place, current_name, state, reason,
        cells_reported, cells_blank, cells_dash, cells_unreadable, cells_missing
    ),
    CASE WHEN copy > 1 THEN 0 ELSE COLUMNS('cells_.*') END,
    CASE WHEN copy > 1 THEN 'duplicate'
        WHEN unclear THEN 'quarantined'
        WHEN eligible AND place > 1 THEN 'superseded'
        ELSE state END AS state,
    CASE WHEN copy > 1
            THEN '内容与 ' || original || ' 相同 / the same bytes as ' || original
        WHEN unclear
            THEN '几个机关同名，而文中未写明所属地区 / several agencies bear this name, '
                || 'and the text does not say of which place'
        WHEN eligible AND place > 1
            THEN '同一机构同一年度采用 ' || current_name
                || ' / for the same agency and year ' || current_name || ' is current'
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
