-- The lifecycle of each message, call and lead: what leadhook::lifecycle::Fold does, as one statement.
--
-- It reads a table event(source, subject, kind, type, vendor_status, time): a row for each event that has a subject and
-- a time, in any order and with any repetition.
--
--   source, subject, kind   the event's Event::subject_key
--   type                    the event's type, such as message.sent
--   vendor_status           the vendor's own status (data.vendor_status); only read if the type's status is undocumented
--   time                    the event's time, in a type whose values the engine orders by time
--
-- It returns a row for each message, call and lead, sorted by source, subject and kind.
--
--   current, since                  the current status and its time, null if no status was reported that can be current
--   reports                         the earliest time of each status, as a JSON object in the order of declaration
--   undocumented, undocumented_time the earliest undocumented status; of several at the same time, the smallest
--   conflicts                       the pairs of statuses that contradict each other, as a JSON array of arrays
--
-- It runs unchanged in SQLite 3.44 and PostgreSQL 15. Texts must be ordered by their bytes: SQLite does that, PostgreSQL
-- does it for columns with COLLATE "C". Vendors write times in different ways, so convert times to UTC with nine digits
-- if you store them as text. PostgreSQL's timestamptz works too, except for differences below a microsecond and for leap
-- seconds. The statement builds JSON as text, because engines differ in their JSON functions and no status or time needs
-- an escape. An undocumented status can be any string, so it has columns of its own.
WITH
-- Every status, its index in the order of declaration, its rank if it can be current, and the outcome that it makes
-- certain: leadhook::lifecycle::Precedence.
rule (type, position, rank, outcome) AS (VALUES
    ('message.queued',        0, 0,    NULL),
    ('message.sent',          1, 1,    NULL),
    ('message.delivered',     2, 2,    'delivered'),
    ('message.opened',        3, 3,    'delivered'),
    ('message.read',          4, 4,    'delivered'),
    ('message.clicked',       5, 5,    'delivered'),
    ('message.bounced',       6, 2,    'bounced'),
    ('message.undelivered',   7, 2,    'undelivered'),
    ('message.failed',        8, 2,    'failed'),
    ('message.complained',    9, NULL, NULL),
    ('call.ringing',          0, 0,    NULL),
    ('call.answered',         1, 3,    NULL),
    ('call.completed',        2, 4,    NULL),
    ('call.missed',           3, 2,    'missed'),
    ('call.no_answer',        4, 1,    NULL),
    ('call.busy',             5, 2,    'busy'),
    ('call.failed',           6, 2,    'failed'),
    ('lead.queued',           0, 0,    NULL),
    ('lead.action_required',  1, 1,    NULL),
    ('lead.delivered',        2, 4,    'delivered'),
    ('lead.disqualified',     3, 4,    'disqualified'),
    ('lead.failed',           4, 3,    NULL),
    ('lead.processed',        5, 2,    NULL)
),
-- The earliest report of each status. The status is the part of the type after the kind and a dot.
earliest AS (
    SELECT source, subject, kind, substr(type, length(kind) + 2) AS status, position, rank, outcome, min(time) AS time
    FROM event JOIN rule USING (type)
    GROUP BY source, subject, kind, type, position, rank, outcome
),
-- The reports of undocumented statuses: those of types without a rule, such as message.other or a type of a later version.
-- If the vendor's own status is absent, it is the status in the type, and an empty text for message.other, call.other
-- and lead.other.
unruled AS (
    SELECT source, subject, kind, time,
        coalesce(
            vendor_status,
            CASE WHEN type = kind || '.other' THEN '' ELSE substr(type, length(kind) + 2) END
        ) AS status
    FROM event
    WHERE kind IN ('message', 'call', 'lead')
        AND type NOT IN (SELECT type FROM rule)
        AND type NOT IN ('message.received', 'voicemail.received')
),
-- The earliest first.
undocumented AS (
    SELECT source, subject, kind, status, time,
        row_number() OVER (PARTITION BY source, subject, kind ORDER BY time, status) AS nth
    FROM unruled
),
-- The statuses that can be current, the current one first.
ranked AS (
    SELECT source, subject, kind, status, time,
        row_number() OVER (PARTITION BY source, subject, kind ORDER BY rank DESC, time DESC, position) AS nth
    FROM earliest
    WHERE rank IS NOT NULL
),
history AS (
    SELECT source, subject, kind,
        string_agg('"' || status || '":"' || CAST(time AS text) || '"', ',' ORDER BY position) AS reports
    FROM earliest
    GROUP BY source, subject, kind
),
contradiction AS (
    SELECT source, subject, kind,
        string_agg('["' || one.status || '","' || two.status || '"]', ',' ORDER BY one.position, two.position) AS conflicts
    FROM earliest AS one JOIN earliest AS two USING (source, subject, kind)
    WHERE one.position < two.position AND one.outcome <> two.outcome
    GROUP BY source, subject, kind
),
subjects AS (
    SELECT source, subject, kind FROM earliest
    UNION
    SELECT source, subject, kind FROM undocumented
)
SELECT source, subject, kind,
    ranked.status AS current,
    ranked.time AS since,
    '{' || coalesce(history.reports, '') || '}' AS reports,
    undocumented.status AS undocumented,
    undocumented.time AS undocumented_time,
    '[' || coalesce(contradiction.conflicts, '') || ']' AS conflicts
FROM subjects
LEFT JOIN (SELECT * FROM ranked WHERE nth = 1) AS ranked USING (source, subject, kind)
LEFT JOIN (SELECT * FROM undocumented WHERE nth = 1) AS undocumented USING (source, subject, kind)
LEFT JOIN history USING (source, subject, kind)
LEFT JOIN contradiction USING (source, subject, kind)
ORDER BY source, subject, kind;
