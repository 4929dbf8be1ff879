"""The tables. Importing this package makes `Base.metadata` complete."""

from portal.models.appointment import Appointment, AppointmentKind
from portal.models.attachment_folder import AttachmentFolder
from portal.models.attachment_object import AttachmentObject
from portal.models.audit import Audit
from portal.models.audit_import import AuditImport, AuditImportState
from portal.models.audit_import_piece import AuditImportPiece
from portal.models.audit_mapping import AuditMapping
from portal.models.batch import Batch, BatchState
from portal.models.bulletin import Bulletin, BulletinKind, Told
from portal.models.bundle import Bundle
from portal.models.bundle_round import BundleRound
from portal.models.bundle_witness import Witness
from portal.models.candidate import Candidate, CandidateState
from portal.models.candidate_file import CandidateFile
from portal.models.cap_item import CapItem
from portal.models.contribution import Contribution, ContributionKind
from portal.models.counter_signal import CounterSignal, SignalVerdict
from portal.models.digest import Digest, DigestState
from portal.models.event import Event
from portal.models.exclusion import Exclusion
from portal.models.family import Family
from portal.models.feed_token import FeedKind, FeedToken
from portal.models.footprint_area import FootprintArea
from portal.models.footprint_cell import FootprintCell
from portal.models.gate_pool import GatePool
from portal.models.gate_probe import GateProbe
from portal.models.gate_question import GateQuestion
from portal.models.gate_sites import GateSites
from portal.models.gate_week import GateWeek
from portal.models.group import Group, RosterVisibility
from portal.models.insight_approval import InsightApproval
from portal.models.insight_cell import InsightCell
from portal.models.insight_ledger import InsightLedger
from portal.models.insight_median import InsightMedian
from portal.models.insight_release import InsightRelease, InsightState
from portal.models.invitation import Invitation
from portal.models.notice_mark import NoticeMark
from portal.models.notice_setting import USUAL, Cadence, NoticeSetting
from portal.models.organization import Organization, OrganizationKind
from portal.models.organization_key import OrganizationKey
from portal.models.person import OrganizationRole, Person
from portal.models.post import Post, Voice
from portal.models.post_edition import PostEdition
from portal.models.post_report import Concern, PostReport, ReportState
from portal.models.printout import Printout, PrintoutState
from portal.models.question import Question
from portal.models.question_line import LineKind, QuestionLine, Speaker
from portal.models.question_quota import QuestionQuota
from portal.models.release import Release
from portal.models.released_file import ReleasedFile
from portal.models.review import Review, Verdict
from portal.models.saved_view import SavedView
from portal.models.seal import Seal
from portal.models.sealed_message import SealedMessage, Side
from portal.models.shredding import Shredding
from portal.models.sighting import Sighting, SightingKind
from portal.models.sign_in import SignIn
from portal.models.signal_count import FEWEST_SIGNALS, SignalCount
from portal.models.signal_explanation import SignalExplanation
from portal.models.signal_round import SignalRound
from portal.models.standing import Standing, StandingKind
from portal.models.supplier import Supplier
from portal.models.supplier_import import ImportState, SupplierImport
from portal.models.tally import FEWEST_SHOWN, Tally
from portal.models.tally_round import TallyRound
from portal.models.text_check import TextCheck
from portal.models.thread import Thread, ThreadState
from portal.models.throttle import Throttle
from portal.models.ticket import Ticket
from portal.models.voice_seal import VoiceSeal

__all__ = [
    "FEWEST_SHOWN",
    "FEWEST_SIGNALS",
    "USUAL",
    "Appointment",
    "AppointmentKind",
    "AttachmentFolder",
    "AttachmentObject",
    "Audit",
    "AuditImport",
    "AuditImportPiece",
    "AuditImportState",
    "AuditMapping",
    "Batch",
    "BatchState",
    "Bulletin",
    "BulletinKind",
    "Bundle",
    "BundleRound",
    "Cadence",
    "Candidate",
    "CandidateFile",
    "CandidateState",
    "CapItem",
    "Concern",
    "Contribution",
    "ContributionKind",
    "CounterSignal",
    "Digest",
    "DigestState",
    "Event",
    "Exclusion",
    "Family",
    "FeedKind",
    "FeedToken",
    "FootprintArea",
    "FootprintCell",
    "GatePool",
    "GateProbe",
    "GateQuestion",
    "GateSites",
    "GateWeek",
    "Group",
    "ImportState",
    "InsightApproval",
    "InsightCell",
    "InsightLedger",
    "InsightMedian",
    "InsightRelease",
    "InsightState",
    "Invitation",
    "LineKind",
    "NoticeMark",
    "NoticeSetting",
    "Organization",
    "OrganizationKey",
    "OrganizationKind",
    "OrganizationRole",
    "Person",
    "Post",
    "PostEdition",
    "PostReport",
    "Printout",
    "PrintoutState",
    "Question",
    "QuestionLine",
    "QuestionQuota",
    "Release",
    "ReleasedFile",
    "ReportState",
    "Review",
    "RosterVisibility",
    "SavedView",
    "Seal",
    "SealedMessage",
    "Shredding",
    "Side",
    "Sighting",
    "SightingKind",
    "SignIn",
    "SignalCount",
    "SignalExplanation",
    "SignalRound",
    "SignalVerdict",
    "Speaker",
    "Standing",
    "StandingKind",
    "Supplier",
    "SupplierImport",
    "Tally",
    "TallyRound",
    "TextCheck",
    "Thread",
    "ThreadState",
    "Throttle",
    "Ticket",
    "Told",
    "Verdict",
    "Voice",
    "VoiceSeal",
    "Witness",
]
