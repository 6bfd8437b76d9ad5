-- Where each message, call and lead stands: what leadhook::status::Fold keeps, and what follows from it.
--
-- It reads a table event(source, subject, kind, type, word, time), a row for each event that has a subject, in any order
-- and as often as you like:
--
--   source, subject, kind   what the event is about: its Event::subject_key;
--   type                    its type, such as message.sent; message.other or call.other for an undocumented word;
--   word                    that word (data.vendor_status), null for all other types;
--   time                    when it happened, in a type whose values the engine orders as time goes.
--
-- It gives a row for each message, call and lead of which anything was reported, sorted by source, subject and kind:
--
--   current, since          where it stands and since when, null as long as nothing was reported that moves it;
--   seen                    the earliest time of each status, as a JSON object in the order of their documentation;
--   other, other_time       the earliest undocumented word, of those at one instant the smallest;
--   conflicts               the pairs of statuses that contradict each other, as a JSON array of arrays.
--
-- It runs as it is in SQLite, from 3.44 on, and in PostgreSQL 15. Texts are to be ordered by their bytes: SQLite does
-- that, PostgreSQL in columns that are COLLATE "C". Events spell their times as their platforms do, so as text they must
-- be spelt anew, in UTC with nine digits; a timestamptz of PostgreSQL's would do, but for what lies within one
-- microsecond, and leap seconds. The JSON is put together as text, for no two engines have the same
-- functions for it, and there is nothing to escape in a status or a time. What a platform wrote, which may hold
-- anything, stands in columns of its own.
WITH
-- Every status, the place of its declaration, its rank if the subject can stand there, and the outcome that it says is
-- certain: leadhook::status::Precedence.
rule (type, place, rank, outcome) AS (VALUES
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
-- The earliest report of each status. The status is what follows the kind and a dot in the type.
earliest AS (
    SELECT source, subject, kind, substr(type, length(kind) + 2) AS status, place, rank, outcome, min(time) AS time
    FROM event JOIN rule USING (type)
    GROUP BY source, subject, kind, type, place, rank, outcome
),
-- The reports of undocumented words, the earliest first. An event that has no word at all has an empty one.
undocumented AS (
    SELECT source, subject, kind, coalesce(word, '') AS word, time,
        row_number() OVER (PARTITION BY source, subject, kind ORDER BY time, coalesce(word, '')) AS nth
    FROM event
    WHERE type IN ('message.other', 'call.other')
),
-- The statuses where the subject can stand, the one where it does stand first.
standing AS (
    SELECT source, subject, kind, status, time,
        row_number() OVER (PARTITION BY source, subject, kind ORDER BY rank DESC, time DESC, place) AS nth
    FROM earliest
    WHERE rank IS NOT NULL
),
history AS (
    SELECT source, subject, kind,
        string_agg('"' || status || '":"' || CAST(time AS text) || '"', ',' ORDER BY place) AS seen
    FROM earliest
    GROUP BY source, subject, kind
),
contradiction AS (
    SELECT source, subject, kind,
        string_agg('["' || one.status || '","' || two.status || '"]', ',' ORDER BY one.place, two.place) AS conflicts
    FROM earliest AS one JOIN earliest AS two USING (source, subject, kind)
    WHERE one.place < two.place AND one.outcome <> two.outcome
    GROUP BY source, subject, kind
),
subjects AS (
    SELECT source, subject, kind FROM earliest
    UNION
    SELECT source, subject, kind FROM undocumented
)
SELECT source, subject, kind,
    standing.status AS current,
    standing.time AS since,
    '{' || coalesce(history.seen, '') || '}' AS seen,
    undocumented.word AS other,
    undocumented.time AS other_time,
    '[' || coalesce(contradiction.conflicts, '') || ']' AS conflicts
FROM subjects
LEFT JOIN (SELECT * FROM standing WHERE nth = 1) AS standing USING (source, subject, kind)
LEFT JOIN (SELECT * FROM undocumented WHERE nth = 1) AS undocumented USING (source, subject, kind)
LEFT JOIN history USING (source, subject, kind)
LEFT JOIN contradiction USING (source, subject, kind)
ORDER BY source, subject, kind;
