"""What one writer keeps to the own organization: a draft, a supplier, an import, a declared area."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from portal.airlock import long_texts
from portal.airlock.drafts import Draft as Finding
from portal.airlock.drafts import new_contribution
from portal.airlock.fields import Fields
from portal.core.clock import now
from portal.db.encrypted import vault
from portal.facility_lists.draft import Draft as FacilityList
from portal.facility_lists.facility import Facility
from portal.facility_lists.tables import Row, Table
from portal.models import FootprintArea, Supplier, SupplierImport
from tests.conftest import Site
from tests.db.attached import write_folder
from tests.db.audited import write_audit
from tests.db.listed import write_list
from tests.db.shelved import shelve


def write_workspace(
    session: Session, site: Site, person_id: UUID, ids: Mapping[str, UUID], group_id: UUID
) -> None:
    """Sealed as the features seal it; `ids` by URL parameter."""
    box = vault(session)
    fields = Fields(title="A finding", narrative="It was seen.", group=str(group_id), country="IN")
    contribution = new_contribution(session, person_id, Finding(fields=fields))
    place = f"contributions/{contribution.id}"
    content = box.open(contribution.sealed, place, wrapped=contribution.wrapped)
    contribution.id = ids["contribution_id"]
    place = f"contributions/{contribution.id}"
    contribution.wrapped = box.new_record_key(place)
    contribution.sealed = box.seal(content, place, wrapped=contribution.wrapped)
    session.add(contribution)
    upload = ids["import_id"]
    table = Table(("Name", "Address", "Country"), (Row(2, ("Mill", "1 Road", "India")),))
    session.add(
        SupplierImport(
            id=upload,
            started_by=person_id,
            started_at=now(),
            state="mapping",
            rows_total=1,
            rows_done=0,
            sealed=box.seal(FacilityList.of("list.csv", table).to_json(), f"imports/{upload}"),
            version=1,
        )
    )
    session.flush()
    write_folder(session, site, contribution)
    long_texts.start(session, contribution)
    supplier = ids["supplier_id"]
    sealed = box.seal(Facility("Mill", "1 Road", "IN").to_json(), f"suppliers/{supplier}")
    session.add(Supplier(id=supplier, sealed=sealed, match_tag=b"m", import_id=None, version=1))
    area = ids["area_id"]
    declared = box.seal({"place": "IN", "sector": "13"}, f"footprint_areas/{area}")
    session.add(FootprintArea(id=area, sealed=declared))
    write_audit(session, ids["audit_id"], ids["cap_item_id"])
    write_list(session, person_id, ids["audit_import_id"])
    shelve(session, person_id, ids)
