-- The verdict on every identity instance, and what the figures of the broken ones suggest.
WITH summed AS (
    SELECT c.report_id, t.number,
        min(c.agency_id) AS agency_id,
        min(c.year) AS year,
        coalesce(sum(t.weight * c.value) FILTER (t.is_left), 0) AS left_sum,
        coalesce(sum(t.weight * c.value) FILTER (NOT t.is_left), 0) AS right_sum,
        coalesce(sum(t.weight * c.value) FILTER (t.grouped), 0) AS grouped_sum,
        coalesce(arg_max(coalesce(c.value, 0), t.place) FILTER (NOT t.is_left), 0) AS last_right,
        count(*) FILTER (t.is_left) = 1 AS one_left,
        bool_and(c.status IN ('blank', 'dash')) FILTER (t.is_left) AS left_blank,
        bit_or(t.slots) AS slots,
        bool_and(c.status = 'reported' AND c.value IS NOT NULL) AS all_printed,
        bool_and(c.status IN ('blank', 'dash') OR (c.status = 'reported' AND c.value IS NOT NULL))
            AS all_countable,
        coalesce(bool_or(list_contains(string_split(c.forced_by, ' '), t.identity_id))
            FILTER (c.forced_by IS NOT NULL), false) AS its_own_witness,
        bool_and(c.second_reading = 'agree') AS all_agree,
        bool_or(c.second_reading = 'disagree') AS some_disagree
    FROM gouji_judged_cells c
    JOIN gouji_terms t
        ON c.form = t.form AND c.section = t.section AND c."row" = t."row"
        AND coalesce(c.applicant_type, '') = t.applicant_type
    GROUP BY c.report_id, t.number
    HAVING bool_or(t.in_left_row)
),
-- The sums have 38 digits; a side that does not fit its column cannot be assessed.
sided AS (
    SELECT s.*, i.identity_id, i.instance, i.severity,
        TRY_CAST(left_sum AS DECIMAL(20, 6)) AS lhs,
        TRY_CAST(right_sum AS DECIMAL(20, 6)) AS rhs,
        TRY_CAST(left_sum - right_sum AS DECIMAL(20, 6)) AS residual,
        s.slots = i.slots AND NOT its_own_witness
            AND lhs IS NOT NULL AND rhs IS NOT NULL AND residual IS NOT NULL AS whole
    FROM summed s JOIN gouji_instances i USING (number)
),
judged AS (
    SELECT *,
        CASE WHEN NOT (whole AND all_printed) THEN 'not_assessable'
            WHEN residual = 0 THEN 'pass' ELSE 'fail' END AS verdict_strict,
        CASE WHEN NOT (whole AND all_countable) THEN 'not_assessable'
            WHEN residual = 0 THEN 'pass' ELSE 'fail' END AS verdict_blank_as_zero,
        verdict_blank_as_zero = 'fail' AS fails
    FROM sided
),
-- Both residuals of a pair of identities are explained by one slip (diagnoses.csv).
named AS (
    SELECT d.diagnosis, s.report_id, unnest([s.number, a.number]) AS number
    FROM judged s
    JOIN gouji_diagnoses d ON d.identity_id = s.identity_id
    JOIN judged a
        ON a.report_id = s.report_id AND a.identity_id = d.against AND a.instance = s.instance
    WHERE s.fails AND a.fails AND s.residual = a.lhs AND s.rhs <> 0 AND a.lhs <> 0
),
-- What each cell of a broken sum would have to be for the sum to hold.
mending AS (
    SELECT c.report_id, t.is_left, c.section, c."row", c.applicant_type, j.number, j.fails,
        coalesce(c.value, 0) AS printed,
        coalesce(c.value, 0) - j.residual * t.weight * if(t.is_left, 1, -1) AS mended
    FROM gouji_judged_cells c
    JOIN gouji_terms t
        ON c.form = t.form AND c.section = t.section AND c."row" = t."row"
        AND coalesce(c.applicant_type, '') = t.applicant_type
    JOIN judged j ON j.report_id = c.report_id AND j.number = t.number
    WHERE c.report_id IN (SELECT report_id FROM judged WHERE fails)
),
-- A cell that stands in broken sums only, all of which ask for the same figure.
suspects AS (
    SELECT report_id, unnest(list(number)) AS number,
        concat_ws('/', section, "row", applicant_type) AS suspect,
        any_value(mended) AS suspect_value,
        list_sort(string_split(any_value(printed)::VARCHAR, ''))
            = list_sort(string_split(any_value(mended)::DECIMAL(20, 6)::VARCHAR, '')) AS swapped
    FROM mending
    GROUP BY report_id, section, "row", applicant_type
    HAVING bool_and(fails) AND count(*) > 1 AND min(mended) = max(mended) AND min(mended) >= 0
),
-- Where two such cells would do, nobody knows which it is.
suspected AS (
    SELECT report_id, number, any_value(suspect) AS suspect,
        any_value(suspect_value) AS suspect_value, any_value(swapped) AS swapped
    FROM suspects GROUP BY report_id, number HAVING count(*) = 1
),
-- A number in the text that repeats the printed figure speaks for its side; one that
-- would make the sum hold speaks for the other.
told AS (
    SELECT m.report_id, m.number, if(bool_and(m.is_left = (n.number = m.printed)), 'lhs', 'rhs') AS side
    FROM mending m
    JOIN gouji_claims n ON n.report_id = m.report_id AND n.compared_section = m.section
        AND n.compared_row = m."row" AND n.compared_applicant_type IS NOT DISTINCT FROM m.applicant_type
    WHERE m.fails AND n.number IN (m.printed, m.mended)
    GROUP BY m.report_id, m.number
    HAVING count(DISTINCT m.is_left = (n.number = m.printed)) = 1
)
SELECT j.report_id, agency_id, year, identity_id, instance,
    CASE WHEN verdict_blank_as_zero <> 'not_assessable' THEN lhs END AS lhs,
    CASE WHEN verdict_blank_as_zero <> 'not_assessable' THEN rhs END AS rhs,
    CASE WHEN verdict_blank_as_zero <> 'not_assessable' THEN residual END AS residual,
    verdict_strict, verdict_blank_as_zero, severity,
    CASE WHEN NOT fails THEN NULL WHEN some_disagree THEN 'parse'
        WHEN all_agree THEN 'as_published' ELSE 'unresolved' END AS cause,
    CASE WHEN NOT fails THEN NULL
        WHEN diagnosis IS NOT NULL THEN diagnosis
        WHEN residual > 0 AND residual IN (grouped_sum, rhs) AND grouped_sum > 0
            THEN 'subtotals_double'
        WHEN one_left AND lhs = 0 AND rhs > 0 AND rhs = 2 * last_right THEN 'column_shift'
        WHEN one_left AND left_blank THEN 'blank_total'
        WHEN suspect IS NOT NULL THEN if(swapped, 'digit_swap', 'one_cell')
        WHEN residual > 0 THEN 'missing_by=' || rtrim(rtrim(residual::VARCHAR, '0'), '.')
        END AS diagnosis,
    suspect, TRY_CAST(suspect_value AS DECIMAL(20, 6)) AS suspect_value,
    told.side AS narrative_agrees, NULL::VARCHAR AS evidence
FROM judged j
LEFT JOIN named n ON n.report_id = j.report_id AND n.number = j.number
LEFT JOIN told ON told.report_id = j.report_id AND told.number = j.number
LEFT JOIN suspected s ON s.report_id = j.report_id AND s.number = j.number
ORDER BY j.report_id, j.number
