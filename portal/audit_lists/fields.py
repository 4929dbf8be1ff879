"""The columns that an audit list can have, and the titles under which lists have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

N_: Final = str

TITLES: Final[Mapping[str, str]] = {
    "audit_no": N_("Audit no."),
    "reference": N_("Audit reference"),
    "supplier": N_("Supplier"),
    "supplier_id": N_("Supplier record"),
    "country": N_("Country"),
    "scheme": N_("Scheme"),
    "scheme_name": N_("Scheme name"),
    "result": N_("Overall result"),
    "result_severity": N_("Overall severity"),
    "audited_on": N_("Audit date"),
    "announcement": N_("Announcement"),
    "purpose": N_("Purpose"),
    "mode": N_("Mode"),
    "finding_no": N_("Finding no."),
    "finding_reference": N_("Finding reference"),
    "issue": N_("Issue"),
    "indicators": N_("ILO indicators"),
    "value": N_("Finding grade"),
    "severity": N_("Severity"),
    "collaborative": N_("Collaborative"),
    "action": N_("Corrective action"),
    "state": N_("Action status"),
    "owner": N_("Action owner"),
    "due_on": N_("Due date"),
    "evidence": N_("Evidence"),
    "verification": N_("Verification"),
}
"""Code of a field to the title that the portal's own files give it, in their order."""

FIELDS: Final = tuple(TITLES)

LONGEST: Final[Mapping[str, int]] = {
    "audit_no": 40,
    "reference": 120,
    "supplier": 300,
    "scheme_name": 120,
    "result": 120,
    "finding_no": 40,
    "finding_reference": 120,
    "issue": 4000,
    "value": 120,
    "action": 4000,
    "owner": 200,
    "evidence": 4000,
}

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "audit_no": ("audit no", "audit nr"),
    "finding_no": ("finding no", "finding nr"),
    "reference": (
        *("audit reference", "audit id", "audit number", "audit ref", "report number", "report no"),
        *("assessment id", "certificate number", "auditnummer", "audit report number"),
        *("sedex audit reference", "audit request number", "monitoring id", "reference"),
        *("numero d audit", "numero de auditoria", "berichtsnummer"),
    ),
    "supplier": (
        *("supplier", "supplier name", "site name", "site", "facility", "facility name", "factory"),
        *("factory name", "producer", "producer name", "auditee", "auditee name", "vendor"),
        *("vendor name", "employment site", "company name", "organization", "organisation"),
        *("lieferant", "fournisseur", "proveedor", "fornitore", "fabrik", "usine", "fabrica"),
        *("certified organization", "certified organisation", "production unit", "plant"),
    ),
    "supplier_id": ("supplier record",),
    "country": (
        *("country", "site country", "country code", "facility country", "country region"),
        *("land", "pays", "pais", "paese"),
    ),
    "scheme": (
        *("scheme", "audit scheme", "standard", "audit standard", "audit type", "program"),
        *("programme", "protocol", "audit program", "audit programme", "type of audit"),
        *("methodology", "audit protocol", "auditart"),
    ),
    "scheme_name": ("scheme name", "name of scheme", "other scheme"),
    "result": (
        *("overall result", "overall rating", "audit result", "result", "rating", "audit rating"),
        *("overall grade", "audit grade", "overall score", "recognition", "certification level"),
        *("monitoring result", "gesamtergebnis", "resultat", "resultado", "outcome"),
    ),
    "result_severity": ("overall severity",),
    "audited_on": (
        *("audit date", "date of audit", "audited on", "assessment date", "audit start date"),
        *("monitoring date", "start date", "report date", "verification date", "date", "datum"),
        *("auditdatum", "date d audit", "fecha de auditoria", "fecha", "data audit"),
    ),
    "announcement": (
        *("announcement", "announcement type", "announced", "audit announcement"),
        *("announced unannounced", "ankundigung"),
    ),
    "purpose": (
        "purpose",
        "audit purpose",
        "stage",
        "audit stage",
        "monitoring type",
        "visit type",
    ),
    "mode": ("mode", "audit mode", "delivery", "onsite remote", "on site or remote"),
    "finding_reference": (
        *("finding reference", "finding id", "issue id", "nc number", "nc no", "finding number"),
        *("nc id", "ncr number", "non conformity number", "issue reference", "provision", "clause"),
        *("requirement", "criterion", "question", "question number", "code reference"),
    ),
    "issue": (
        *("issue", "finding", "issue title", "finding description", "description of finding"),
        *("non compliance", "non conformity", "nonconformance", "nonconformity", "description"),
        *("details of non compliance", "description of non compliance", "issue description"),
        *("noncompliance", "observation", "finding details", "feststellung", "constat"),
        *("hallazgo", "abweichung", "non conformance"),
    ),
    "indicators": (
        *("ilo indicators", "ilo indicator", "indicators", "indicator"),
        *("forced labor indicator", "forced labour indicator", "forced labour indicators"),
        *("forced labor indicators",),
    ),
    "value": (
        *("finding grade", "grade", "criticality", "classification", "nc grade", "nc type"),
        *("finding type", "issue type", "category of nc", "nc category", "nc classification"),
        *("finding rating", "severity of issue", "issue severity", "level", "finding category"),
        *("nonconformance rating", "performance area rating", "schweregrad", "gravite", "gravedad"),
        *("issue criticality", "nc severity", "finding value", "finding severity"),
    ),
    "severity": ("severity", "neutral severity"),
    "collaborative": (
        "collaborative",
        "car",
        "collaborative action required",
        "collaborative action",
    ),
    "action": (
        *("corrective action", "action", "corrective action plan", "agreed corrective action"),
        *("improvement action", "remediation", "remediation plan", "planned action", "cap"),
        *("corrective and preventive action", "recommended corrective action", "action plan"),
        *("proposed action", "massnahme", "korrekturmassnahme", "action corrective"),
        *("accion correctiva",),
    ),
    "state": (
        *("action status", "status", "cap status", "corrective action status", "issue status"),
        *("finding status", "nc status", "progress", "open closed", "statut", "estado"),
    ),
    "owner": (
        *("action owner", "owner", "responsible", "responsible person", "person responsible"),
        *("assigned to", "verantwortlich", "responsable"),
    ),
    "due_on": (
        *("due date", "deadline", "target date", "target completion date", "completion date"),
        *("action due date", "due on", "closure date", "timescale", "frist", "faelligkeit"),
        *("echeance", "fecha limite", "to be completed by", "timeframe"),
    ),
    "evidence": (
        *("evidence", "evidence provided", "proof", "evidence of closure", "supporting evidence"),
        *("nachweis", "preuve", "evidencia"),
    ),
    "verification": (
        *("verification", "verification method", "method of verification", "verified by"),
        *("follow up method", "how verified"),
    ),
}
"""As `core.text.fold` leaves them; a scheme's own words stand beside ordinary ones."""
