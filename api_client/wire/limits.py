"""Every limit, named once. Lengths of text count characters, sizes count bytes, times count seconds."""

PROTOCOL_VERSION = 1  # sent both ways as `Kith-Version`
PROTOCOL_OLDEST = 1  # the oldest version that this one still speaks with

HANDLE_MIN = 3
HANDLE_MAX = 30
DISPLAY_NAME_MAX = 40
DEVICE_NAME_MAX = 60
PASSPHRASE_MIN = 15  # NIST SP 800-63B-4: single factor, no composition rules
PASSPHRASE_MAX = 128

KDF_MEMORY_KIB = 64 * 1024  # Argon2id at sign-up
KDF_PASSES = 3
KDF_LANES = 1
KDF_MEMORY_KIB_MIN = 19 * 1024  # a device refuses less, whatever a host says
KDF_PASSES_MIN = 2
KDF_MEMORY_KIB_MAX = 1024 * 1024  # ...and refuses to be worn out by more
KDF_PASSES_MAX = 12
SALT_BYTES = 16
AUTH_SECRET_BYTES = 32
WRAPPED_KEY_BYTES_MAX = 256

GROUP_NAME_MAX = 60
GROUP_DESCRIPTION_MAX = 200
AGREEMENT_LINES_MAX = 7
AGREEMENT_LINE_MAX = 120
JOIN_CODE_LENGTH = 10
GROUPS_PER_ACCOUNT_MAX = 100
MEMBERS_PER_GROUP_MAX = 500
AGREEMENTS_KEPT = 3  # earlier agreements of a group, so that a member sees what changed
INVITES_PER_GROUP_MAX = 50
INVITE_DAYS_MAX = 365
INVITE_USES_MAX = 500
REQUEST_WORDS_MAX = 300  # of somebody who asks to be let in
REQUEST_DAYS = 30  # then an unanswered request, and one that was declined, is forgotten
REQUESTS_PER_GROUP_MAX = 200
PROFILE_WORDS_MAX = 200
PRONOUNS_MAX = 30
PROFILE_TAGS_MAX = 8
PROFILE_TAG_MAX = 30
CAPACITY_HOURS_MAX = 36  # a day's end anywhere, and some
NEWCOMER_UNREAD = 3  # posts that wait for somebody who has just joined

POST_TITLE_MAX = 120
POST_BODY_MAX = 8_000
REPLY_BODY_MAX = 4_000
CONTENT_NOTE_MAX = 60
STORY_PART_MAX = 4_000
STRATEGY_LINE_MAX = 200  # when, cautions, source, and each step
STRATEGY_STEPS_MAX = 10
STRATEGY_MINUTES_MAX = 24 * 60
STRATEGY_TRIERS_MIN = 5  # below that no total is shown, so that nobody's rating can be read from it
RATING_MAX = 2  # from -2, made it worse, to 2, helped a lot
URL_MAX = 2_000
LANGUAGE_MAX = 35  # of a language's tag (BCP 47)
MENTIONS_MAX = 10
COMPANY_MAX = 20  # people who say "I'm here" to one post
EXPIRES_DAYS_MAX = 30  # how far ahead an ask or an offer may end
PINNED_MAX = 3  # posts that a group keeps on top
TOTALS_STEP = 5  # so many more people must rate a strategy before its totals move on
SEARCH_MIN = 2
SEARCH_MAX = 100
THANKS_MAX = 500  # words of a private thank-you
BOARD_DAYS = 14  # an ask or an offer without an end of its own leaves the board after this
THANKS_PER_DAY_MAX = 50  # by one account, so that thanks are no way to press somebody
ANSWERED_POSTS_MIN = 5  # below that nothing is said about how soon a group answers
WAITING_MAX = 50  # posts that wait, shown at once
REPORT_WORDS_MAX = 1_000  # what somebody adds to a report
OUTCOME_WORDS_MAX = 500  # what a facilitator answers to it
REPORTS_PER_DAY_MAX = 20  # of one account
REPORTS_KEPT_DAYS = 90  # after they were resolved
BLOCKS_MAX = 500  # of one account
REASON_MAX = 500  # why somebody looks behind an alias
VERSIONS_MAX = 50  # earlier versions of a post that are kept

PHOTO_BYTES_MAX = 400 * 1024
PHOTO_SIDE_MAX = 2_048  # pixels; a device makes less
PHOTO_DESCRIPTION_MAX = 300
SMALL_PHOTO_BYTES_MAX = 12 * 1024  # of a group or a person
SMALL_PHOTO_SIDE_MAX = 192  # pixels
PHOTOS_PER_DAY_MAX = 50  # of one account
PHOTOS_PER_ACCOUNT_MAX = 500  # that a host keeps at once
PHOTO_REQUEST_BYTES_MAX = PHOTO_BYTES_MAX * 4 // 3 + 64 * 1024  # a photo travels as base64 with what it belongs to

SEALED_PHOTO_BYTES_MAX = PHOTO_BYTES_MAX + 16 * 1024  # of the journal: the photo, padded, in its envelope
SEALED_PHOTO_REQUEST_BYTES_MAX = SEALED_PHOTO_BYTES_MAX * 4 // 3 + 1024
JOURNAL_PHOTOS_MAX = 4_096  # of one account
JOURNAL_PHOTO_BYTES_MAX = 1024 * 1024 * 1024  # of one account: some years of a photo each day

NOTICE_WORDS_MAX = 200  # of what a notice names; longer ones are cut
NOTICES_MARKED_MAX = 500  # read marks in one request
NOTICE_READ_DAYS = 30  # for how long a notice is kept once it was read...
NOTICE_UNREAD_DAYS = 90  # ...and otherwise
ZONE_MAX = 64
EMAIL_MAX = 254
EMAIL_CODE_MAX = 20
REMINDERS_MAX = 20  # times at which one is reminded to check in

PAGE_DEFAULT = 30
PAGE_MAX = 100
CHANGES_PAGE_MAX = 500

RECORD_BYTES_MAX = 64 * 1024  # one sealed record
PUSH_RECORDS_MAX = 500
PUSH_BYTES_MAX = 1024 * 1024
BODY_BYTES_MAX = 64 * 1024  # any other request
ANSWER_BYTES_MAX = 8 * 1024 * 1024  # a device stops reading here

SESSION_IDLE_DAYS = 30
SESSION_ABSOLUTE_DAYS = 180
LIVE_PING_SECONDS = 15
LIVE_HINTS_WAITING_MAX = 1_000
