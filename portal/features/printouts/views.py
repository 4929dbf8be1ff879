from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access.actions import Action
from portal.db.encrypted import open_file, vault
from portal.features.printouts import queries, service
from portal.models import Printout, PrintoutState
from portal.web.area import Area
from portal.web.context import Context
from portal.web.downloads import download

area = Area("printouts", __name__)
STEPS: Final = (PrintoutState.WAITING, PrintoutState.DRAWING, PrintoutState.WRITING)


@area.page("/printouts", Action.PRINTOUT_VIEW)
def list_printouts(ctx: Context) -> ResponseReturnValue:
    return render_template(
        "printouts/list_printouts.html",
        printouts=queries.printouts(ctx.session, ctx.within(Printout)),
    )


@area.page("/printouts/<uuid:printout_id>", Action.PRINTOUT_VIEW)
def show_printout(ctx: Context, printout_id: UUID) -> ResponseReturnValue:
    printout = ctx.fetch(Printout, printout_id)
    state = PrintoutState(printout.state)
    return render_template(
        "printouts/show_printout.html",
        printout=queries.opened(ctx.session, printout),
        steps=len(STEPS),
        done=STEPS.index(state) if state in STEPS else len(STEPS),
        is_running=state in STEPS,
    )


@area.page("/printouts/<uuid:printout_id>/file", Action.PRINTOUT_VIEW)
def download_printout(ctx: Context, printout_id: UUID) -> ResponseReturnValue:
    printout = ctx.fetch(Printout, printout_id)
    if printout.state != PrintoutState.DONE:
        return redirect(url_for(".show_printout", printout_id=printout_id))
    key = vault(ctx.session).tenant_key()
    return download(
        open_file(key, printout.pdf, printout.id.hex), "application/pdf", "common-ground.pdf"
    )


@area.submit("/printouts/<uuid:printout_id>/delete", Action.PRINTOUT_CHANGE)
def delete_printout(ctx: Context, printout_id: UUID) -> ResponseReturnValue:
    printout = ctx.fetch(Printout, printout_id)
    service.delete_printout(ctx.session, ctx.actor, printout)
    flash(gettext("The PDF is deleted."), "success")
    return redirect(url_for(".list_printouts"), 303)
