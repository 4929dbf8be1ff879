"""The lists of the database that somebody has reviewed, each entry with its reason."""

import portal.models  # noqa: F401  # completes the metadata
from portal.db.base import Base

TENANT_TABLES = {t.fullname for t in Base.metadata.tables.values() if "organization_id" in t.c}
SHARED_ON_PURPOSE = {
    "standings": "who is in a group is a roster, shown as roster_visibility says",
    "appointments": "coordinators and custodians are known to their group",
    "people": "a group's coordinators and custodians are seen by name",
    "tickets": "the web role only adds rows, and reads none",
}
"""Tables with an organization that others may see too: their policies say who."""

KEYS_WITHOUT_TENANT = {
    "public.families.pk_families": "random id",
    "public.organizations.pk_organizations": "random id",
    "public.groups.pk_groups": "random id",
    "public.people.uq_people_id": "random id",
    "public.people.uq_people_email_tag": "keyed; only definer functions write people",
    "public.invitations.uq_invitations_id": "random id",
    "public.sessions.pk_sessions": "random id",
    "public.sessions.uq_sessions_token_hash": "hash of 256 random bits",
    "public.throttles.pk_throttles": "keyed; only definer functions touch it",
    "public.gate_questions.pk_gate_questions": "starts with the family; only a definer function writes",
    "public.standings.pk_standings": "group, then organization: written by the group's keepers only",
    "public.appointments.pk_appointments": "group, then person: written by the host only",
    "public.gate_weeks.pk_gate_weeks": "group and week; only definer functions touch it",
    "public.gate_pools.pk_gate_pools": "starts with the group; only definer functions touch it",
    "public.gate_sites.pk_gate_sites": "starts with the group; only definer functions touch it",
    "public.gate_probes.pk_gate_probes": "starts with the family; only a definer function writes",
    "public.candidates.pk_candidates": "random id",
    "public.exclusions.pk_exclusions": "random candidate, then person; only a definer function writes",
    "public.reviews.pk_reviews": "random id",
    "public.sealed_messages.pk_sealed_messages": "random id",
    "public.questions.pk_questions": "random id",
    "public.question_lines.pk_question_lines": "random id",
    "public.question_quotas.pk_question_quotas": "keyed; only a definer function and the steward touch it",
    "public.sightings.pk_sightings": "random id",
    "public.sightings.uq_sightings_release_id_owner_tag": "starts with the release; then a keyed mark",
    "public.tallies.pk_tallies": "starts with the release; the steward's",
    "public.tally_rounds.pk_tally_rounds": "the group; the steward's",
    "public.counter_signals.pk_counter_signals": "random id",
    "public.counter_signals.uq_counter_signals_insight_release_id_owner_tag": "starts with the release; then a keyed mark",
    "public.signal_counts.pk_signal_counts": "starts with the release; the steward's",
    "public.signal_explanations.pk_signal_explanations": "random id, drawn anew in each round",
    "public.signal_rounds.pk_signal_rounds": "the group; the steward's",
    "public.batches.pk_batches": "random id",
    "public.batches.uq_batches_group_id_open": "starts with the group",
    "public.releases.pk_releases": "random id",
    "public.attachment_objects.pk_attachment_objects": "128 random bits, and of nobody",
    "public.candidate_files.pk_candidate_files": "random id",
    "public.candidate_files.uq_candidate_files_candidate_id_number": "starts with the candidate",
    "public.released_files.pk_released_files": "random id",
    "public.released_files.uq_released_files_release_id_number": "starts with the release",
    "public.bundles.pk_bundles": "random id",
    "public.bundles.uq_bundles_id_group_id_frozen_on_audience": "starts with a random id",
    "public.bundle_rounds.pk_bundle_rounds": "random id",
    "public.bundle_rounds.uq_bundle_rounds_group_id_held_on": "starts with the group; the steward's",
    "authorship.witnesses.pk_witnesses": "starts with a random id; the steward's",
    "public.threads.pk_threads": "random id, or worked out with a key that is not in the database",
    "public.threads.uq_threads_id_group_id": "starts with the thread",
    "public.posts.pk_posts": "random id",
    "public.posts.uq_posts_id_group_id": "starts with the post",
    "public.post_editions.pk_post_editions": "starts with the post",
    "public.post_reports.pk_post_reports": "random id",
    "authorship.voices.pk_voices": "random id",
    "public.shreddings.pk_shreddings": "random id",
    "public.insight_releases.pk_insight_releases": "random id",
    "public.insight_releases.uq_insight_releases_group_id_quarter": "starts with the group; the steward's",
    "public.insight_cells.pk_insight_cells": "starts with a random id; the steward's",
    "public.insight_medians.pk_insight_medians": "starts with a random id; the steward's",
    "public.insight_approvals.pk_insight_approvals": "random release, then person; only coordinators write",
    "authorship.insight_ledgers.pk_insight_ledgers": "the group; the steward's",
    "authorship.seals.pk_seals": "random id",
    "public.bulletins.pk_bulletins": "random id",
    "public.bulletins.uq_bulletins_group_id_kind_about_part": "starts with the group; the steward's",
    "public.feed_tokens.uq_feed_tokens_token_hash": "hash of 256 random bits",
    "public.digests.uq_digests_token_hash": "hash of 256 keyed bits; the steward's",
    "public.events.pk_events": "random id",
    "public.events.uq_events_chain_id_place": "starts with the chain",
    "public.tickets.pk_tickets": "hash of 256 random bits",
}
"""Unique keys that do not start with the organization, each with the reason why it tells nothing."""

READ_WITHOUT_SESSION = {
    "insight_releases": "released to everybody by two coordinators: public pages have no session",
    "insight_cells": "figures of these",
    "insight_medians": "figures of these",
}
"""Tables of which whoever asks is shown some rows, each with the reason; of all others none."""

DEFINERS = {
    "current_session", "current_person", "current_organization", "current_family",
    "group_standing", "writes_into", "coordinates", "hosts", "sees_roster", "sees_organization", "sees_person",
    "roster_size", "sign_in_parameters", "begin_session", "touch_session", "end_session",
    "end_sessions_of", "read_actor", "read_invitation", "accept_invitation", "found_organization",
    "enroll", "ask_gate", "counting", "draw_gate", "gate_holds", "has_enough_families", "owns", "reviews", "draw_exclusions", "chain_end",
    "close_ticket", "must_wait", "count_failure", "change_password", "find_in_group",
    "find_releases", "find_release", "is_administrator", "founds_groups",
    "may_ask_author", "find_similar",
    "told_in", "has_news", "bulletin_lines", "due_notices", "addressed", "read_ending", "end_mail",
    "feed_person", "opens_feed", "read_feed", "read_calendar", "read_due", "use_feed",
    "exclude_appointed", "check_bundle", "takes_files", "find_practices",
    "spoke", "may_speak", "handle_numbers", "clear_superseded", "surface_thread",
    "sink_thread", "insight_approvals", "insight_sources",
}  # fmt: skip
"""Functions of `guard` that were reviewed: each decides from the session or ticket what it answers."""

TRIGGERS = {
    "keep_posts",
    "keep_threads",
    "keep_roles",
    "keep_candidates",
    "keep_thresholds",
    "keep_frozen",
    "keep_bundled",
    "keep_byline",
    "forget_byline",
    "keep_insights",
    "keep_figures",
}
"""Functions of `guard` that nobody calls: they run as who makes the change, and refuse or empty."""

READ_BY_NO_PERSON = {
    ("public.sessions", "token_hash"),
    ("public.sessions", "idle_until"),
    ("public.people", "proof"),
    ("public.feed_tokens", "token_hash"),
    ("public.bulletins", "part"),
    ("public.bulletins", "mail_from"),
    *(("public.digests", c.name) for c in Base.metadata.tables["digests"].c),
    ("public.people", "salt"),
    ("public.people", "email_tag"),
    ("public.people", "hashing"),
    ("public.posts", "handle"),
    *(("authorship.voices", c.name) for c in Base.metadata.tables["authorship.voices"].c),
    *(("authorship.seals", c.name) for c in Base.metadata.tables["authorship.seals"].c),
    *(
        ("authorship.insight_ledgers", c.name)
        for c in Base.metadata.tables["authorship.insight_ledgers"].c
    ),
    *(("authorship.witnesses", c.name) for c in Base.metadata.tables["authorship.witnesses"].c),
    ("public.attachment_objects", "name"),
    ("public.attachment_objects", "unused"),
    *(("public.bundles", c.name) for c in Base.metadata.tables["bundles"].c),
    *(("public.bundle_rounds", c.name) for c in Base.metadata.tables["bundle_rounds"].c),
    *(("public.question_quotas", c.name) for c in Base.metadata.tables["question_quotas"].c),
    *(("public.tally_rounds", c.name) for c in Base.metadata.tables["tally_rounds"].c),
    ("public.sightings", "family_box"),
    *(("public.signal_rounds", c.name) for c in Base.metadata.tables["signal_rounds"].c),
    ("public.counter_signals", "family_box"),
    *(("public.tickets", c.name) for c in Base.metadata.tables["tickets"].c),
    *(("public.throttles", c.name) for c in Base.metadata.tables["throttles"].c),
    *(("public.exclusions", c.name) for c in Base.metadata.tables["exclusions"].c),
    *(("public.shreddings", c.name) for c in Base.metadata.tables["shreddings"].c),
    *(
        (f"public.{table}", c.name)
        for table in ("footprint_cells", "gate_questions", "gate_probes")
        for c in Base.metadata.tables[table].c
    ),
    *(
        (f"public.{table}", c.name)
        for table in ("gate_weeks", "gate_pools", "gate_sites")
        for c in Base.metadata.tables[table].c
    ),
}
