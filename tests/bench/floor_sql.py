"""What the floors ask of the database: the statements of the real server, written by hand."""

PAGE = """SELECT p.posted_at, p.id, p.wire, r.kinds FROM post p LEFT JOIN reaction r
ON r.group_id = p.group_id AND r.post_id = p.id AND r.account_id = ?
WHERE p.group_id = ? ORDER BY p.posted_at DESC, p.id DESC LIMIT 31"""
INSERT_POST = """INSERT INTO post (group_id, id, sequence, author_id, kind, need, posted_at, created_digest, wire)
VALUES (?, ?, ?, ?, ?, ?, ?, x'00', ?)"""
INSERT_REPLY = """INSERT INTO reply (group_id, id, post_id, author_id, posted_at, created_digest, wire)
VALUES (?, ?, ?, ?, ?, x'00', ?)"""
INSERT_CHANGE = "INSERT INTO change (group_id, revision, kind, subject_id, parent_id) VALUES (?, ?, ?, ?, ?)"
SEARCH = """SELECT s.id, p.posted_at, p.wire FROM passage_index i JOIN passage s ON s.id = i.rowid
JOIN post p ON p.group_id = s.group_id AND p.id = s.post_id
WHERE passage_index MATCH ? ORDER BY i.rowid DESC LIMIT 31"""
BOARD = """SELECT p.ends_at, p.id, p.wire FROM member m JOIN post p ON p.group_id = m.group_id
WHERE m.account_id = ? AND p.ends_at >= ? ORDER BY p.ends_at, p.id LIMIT 31"""
QUEUE = """SELECT p.kind, p.need, p.wire FROM post p WHERE p.group_id = ? AND p.posted_at > ? AND p.author_id != ?
AND NOT (p.kind IN ('ask', 'offer') AND (p.ends_at IS NULL OR p.ends_at <= ?))
AND NOT EXISTS (SELECT 1 FROM reply r WHERE r.group_id = p.group_id AND r.post_id = p.id AND r.author_id != p.author_id)
AND NOT EXISTS (SELECT 1 FROM company c WHERE c.group_id = p.group_id AND c.post_id = p.id AND c.part = 'company')
ORDER BY p.posted_at, p.id LIMIT 500"""
MOVE_NOTICES = "UPDATE account SET notices_revision = notices_revision + 1 WHERE id = ? RETURNING notices_revision"
GROW_NOTICE = """UPDATE notice SET revision = ?, reply_id = ?, actor_id = ?, count = count + 1, noticed_at = ?
WHERE account_id = ? AND kind = 'replied' AND subject = ? AND read_at IS NULL"""
INSERT_NOTICE = """INSERT INTO notice (account_id, id, revision, kind, subject, group_id, post_id, reply_id, actor_id,
and_others, count, noticed_at) VALUES (?, ?, ?, 'replied', ?, ?, ?, ?, ?, 0, 1, ?)"""
INSERT_PASSAGE = "INSERT INTO passage (group_id, post_id, reply_id, words) VALUES (?, ?, ?, ?)"
FORGET_CHANGE = "DELETE FROM change WHERE group_id = ? AND subject_id = ?"
GET_POST = "SELECT wire FROM post WHERE group_id = ? AND id = ?"
SET_POST = "UPDATE post SET wire = ? WHERE group_id = ? AND id = ?"
LIST_RECORDS = """SELECT id, revision, sealed FROM vault_record WHERE account_id = ? AND revision > ?
ORDER BY revision LIMIT 501"""
INSERT_RECORD = """INSERT INTO vault_record (account_id, id, revision, mutation_id, sealed) VALUES (?, ?, ?, ?, ?)"""
MOVE_ACCOUNT = "UPDATE account SET revision = revision + ? WHERE id = ? RETURNING revision"
MOVE_GROUP = """UPDATE "group" SET revision = revision + ?, post_count = post_count + ? WHERE id = ?
RETURNING revision, post_count"""
