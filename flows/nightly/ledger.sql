-- Of every agency and year of which a report is expected: whether it is there, and why not.
--
-- Given: reports, issues, agency_links of the dataset; manifest; lists(site, url, division_code,
-- agency_id, reason) as the last crawl found them, '' = read whole; known(agency_id, agency,
-- division_code, government) that sites are there for; picture_kinds(kind) of issues; and
-- night(today, run): the day, and the last crawl.

CREATE TEMP TABLE latest AS
SELECT url, arg_max(state, (last_seen, checked_at)) AS state,
    arg_max(list_url, (last_seen, checked_at)) AS list_url,
    arg_max(run, (last_seen, checked_at)) AS run, max(last_seen) FILTER (sha256 <> '') AS last_seen
FROM manifest WHERE url <> '' GROUP BY url;

-- An attachment is where the page is that it hangs on.
CREATE TEMP TABLE kept AS
SELECT m.path, m.site, m.list_url, m.title, m.first_seen,
    nullif(m.url, '') AS url, m.published,
    CASE WHEN l.state IN ('gone', 'soft_404', 'home') THEN 'gone'
        WHEN l.url IS NOT NULL AND l.run <> night.run AND w.reason = '' THEN 'unlisted'
        ELSE '' END AS vanished,
    l.last_seen
FROM manifest m
    LEFT JOIN latest l ON l.url = coalesce(nullif(m.parent_url, ''), m.url) AND l.url <> ''
    LEFT JOIN lists w ON w.url = l.list_url AND w.site = m.site
    CROSS JOIN night
WHERE m.path <> '';

-- Every document with what the manifest knows of it; one of an archive is where the archive is.
CREATE TEMP TABLE documents AS
SELECT r.*, k.site, k.list_url, k.title AS list_title, k.url, k.first_seen, k.last_seen,
    k.published, k.vanished,
    r.report_id IN (SELECT report_id FROM issues SEMI JOIN picture_kinds USING (kind)) AS picture
FROM reports r LEFT JOIN kept k ON k.path = split_part(r.source_name, '!/', 1);

-- What is there of each agency and year.
CREATE TEMP TABLE present AS
SELECT agency_id, year,
    any_value(scope) FILTER (state = 'accepted') AS scope,
    any_value(report_id) FILTER (state = 'accepted') AS report_id,
    coalesce(min(published), min(published_on) FILTER (state = 'accepted')) AS published_on,
    any_value(site ORDER BY state, url) AS site,
    any_value(url ORDER BY state, url) AS url,
    min(first_seen) AS first_seen, max(last_seen) AS last_seen,
    -- What was put in by hand has no address to vanish from.
    CASE WHEN bool_and(coalesce(vanished, '') <> '') THEN min(vanished) ELSE '' END AS vanished
FROM documents
WHERE state IN ('accepted', 'superseded', 'duplicate') AND agency_id IS NOT NULL AND year IS NOT NULL
GROUP BY agency_id, year
HAVING count(*) FILTER (state = 'accepted') > 0;

-- An aggregate that another organ of the place signed is the government's.
INSERT INTO present
SELECT k.agency_id, d.year, d.scope, d.report_id, coalesce(d.published, d.published_on), d.site,
    d.url, d.first_seen, d.last_seen, coalesce(d.vanished, '')
FROM known k JOIN documents d ON d.division_code = k.division_code
    AND d.state = 'accepted' AND d.scope = 'government_aggregate'
    ANTI JOIN present p ON p.agency_id = k.agency_id AND p.year = d.year
WHERE k.government
QUALIFY row_number() OVER (PARTITION BY k.agency_id, d.year ORDER BY d.report_id) = 1;

CREATE TEMP TABLE expected AS
WITH last_due AS (SELECT (year(today) - 1)::INTEGER AS year, today FROM night),
seen AS (
    SELECT agency_id, arg_max(agency, year) AS agency,
        arg_max(division_code, year) AS division_code, min(year) AS first, max(year) AS last
    FROM reports WHERE state = 'accepted' GROUP BY agency_id
),
agencies AS (
    SELECT coalesce(s.agency_id, k.agency_id) AS agency_id, coalesce(s.agency, k.agency) AS agency,
        coalesce(k.division_code, s.division_code) AS division_code,
        coalesce(k.government, false) AS government,
        greatest(coalesce(s.first, p.first, last_due.year), 2008) AS first,
        CASE WHEN s.agency_id IN (SELECT from_id FROM agency_links) THEN s.last
            ELSE greatest(last_due.year, coalesce(s.last, 0)) END AS last
    FROM seen s
        FULL JOIN known k ON k.agency_id = s.agency_id
        LEFT JOIN (SELECT agency_id, min(year) AS first FROM present GROUP BY agency_id) p
            ON p.agency_id = k.agency_id
        CROSS JOIN last_due
)
SELECT agency_id, agency, division_code, government, unnest(range(first, last + 1))::SMALLINT AS year
FROM agencies;

-- Where the reports of an agency stand: on a list of its own, else where one was found, else
-- at the site of its division.
CREATE TEMP TABLE places AS
WITH found AS (
    SELECT DISTINCT e.agency_id, l.site, l.reason, 1 AS rank
    FROM (SELECT DISTINCT agency_id FROM expected) e JOIN lists l USING (agency_id)
    UNION
    SELECT DISTINCT d.agency_id, l.site, l.reason, 2
    FROM documents d JOIN lists l ON l.site = d.site AND l.url = d.list_url
    WHERE d.agency_id IS NOT NULL
    UNION
    SELECT DISTINCT e.agency_id, l.site, l.reason, 3
    FROM (SELECT DISTINCT agency_id, division_code FROM expected) e
        JOIN lists l ON l.division_code = left(e.division_code, 6) AND l.agency_id = ''
),
nearest AS (FROM found QUALIFY rank = min(rank) OVER (PARTITION BY agency_id))
SELECT agency_id, min(site) AS site,
    -- Where a list could not be read, the report may stand there.
    coalesce(min(reason) FILTER (reason <> ''), 'nothing_listed') AS reason
FROM nearest
GROUP BY agency_id;

CREATE TEMP TABLE unused AS
SELECT coalesce(d.agency_id, nullif(l.agency_id, '')) AS agency_id,
    coalesce(d.year, try_cast(regexp_extract(d.list_title, '20\d\d') AS SMALLINT)) AS year,
    bool_or(picture) AS picture, min(d.reason) AS detail, any_value(d.url ORDER BY d.url) AS url
FROM documents d LEFT JOIN lists l ON l.site = d.site AND l.url = d.list_url
WHERE d.state NOT IN ('accepted', 'superseded', 'duplicate')
GROUP BY ALL;

CREATE TABLE ledger AS
WITH dated AS (
    SELECT e.*, p.* EXCLUDE (agency_id, year), p.agency_id IS NOT NULL AS here,
        -- 政府信息公开条例第四十九条、第五十条；国令492号第三十一条
        CASE WHEN e.year <= 2018 OR p.scope IN ('government_aggregate', 'system_aggregate', 'unknown')
                OR (p.scope IS NULL AND e.government)
            THEN make_date(e.year + 1, 3, 31) ELSE make_date(e.year + 1, 1, 31) END AS due
    FROM expected e LEFT JOIN present p ON p.agency_id = e.agency_id AND p.year = e.year
)
SELECT d.agency_id, d.agency, d.division_code, d.year, d.due,
    CASE WHEN here AND d.vanished <> '' THEN 'vanished'
        WHEN here AND d.published_on > d.due THEN 'late'
        WHEN here THEN 'found'
        WHEN night.today <= d.due THEN 'awaited'
        ELSE 'missing' END AS state,
    CASE WHEN here THEN d.vanished
        WHEN night.today <= d.due THEN ''
        WHEN u.picture THEN 'image_only'
        WHEN u.agency_id IS NOT NULL THEN 'not_used'
        ELSE coalesce(w.reason, 'no_site_known') END AS reason,
    CASE WHEN here THEN '' ELSE coalesce(u.detail, '') END AS detail,
    d.published_on, coalesce(d.site, w.site, '') AS site, coalesce(d.url, u.url, '') AS url,
    d.first_seen, CASE WHEN d.vanished <> '' THEN d.last_seen END AS last_seen, d.report_id
FROM dated d
    LEFT JOIN unused u ON u.agency_id = d.agency_id AND u.year = d.year
    LEFT JOIN places w ON w.agency_id = d.agency_id
    CROSS JOIN night
ORDER BY d.year, d.agency_id;
